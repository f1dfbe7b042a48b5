// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"errors"
	"maps"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

const (
	// longestProbe limits the search of one node, repeats and waits included.
	longestProbe = 30 * time.Second
	// maxAddresses is how many addresses of one node are tried.
	maxAddresses = 3
	// systemZone is the access zone through whose addresses a cluster is administered.
	systemZone = "System"
)

// findNodes asks each node who it is, at the addresses that are configured or that the cluster names.
func (c *Client) findNodes(ctx context.Context) (*NodeTable, map[int]*station, error) {
	here, err := c.ClusterConfig(ctx)
	if err != nil {
		return nil, nil, err
	}
	up := map[int]bool{}
	for _, d := range here.Devices {
		if d.IsUp {
			up[d.LNN] = true
		}
	}
	byLNN, reasons := map[int]*station{}, map[int]string{}
	if len(c.nodes) > 0 {
		for _, a := range c.askAll(ctx, here.GUID, alone(c.nodes)) {
			byLNN[a.lnn] = a.at
		}
	} else if byLNN, reasons, err = c.findByAddress(ctx, here, up); err != nil {
		return nil, nil, err
	}
	delete(byLNN, 0)
	if byLNN[here.LocalLNN] == nil && here.LocalLNN > 0 {
		byLNN[here.LocalLNN] = c.main
	}
	table := &NodeTable{Unasked: map[int]string{}, Asked: slices.Sorted(maps.Keys(byLNN))}
	for lnn := range up {
		switch {
		case byLNN[lnn] != nil:
		case len(c.nodes) > 0:
			table.Unasked[lnn] = NodeUnlisted
		default:
			table.Unasked[lnn] = reasons[lnn]
		}
	}
	return table, byLNN, nil
}

// findByAddress asks every node that is up, but the one that answers at the endpoint.
func (c *Client) findByAddress(ctx context.Context, here *ClusterConfig, up map[int]bool) (map[int]*station, map[int]string, error) {
	ifaces, err := c.NetworkInterfaces(ctx)
	if err != nil {
		return nil, nil, err
	}
	pools, err := c.Pools(ctx)
	if err != nil {
		return nil, nil, err
	}
	byLNN, reasons := map[int]*station{}, map[int]string{}
	var lnns []int
	var candidates [][]*station
	for _, lnn := range slices.Sorted(maps.Keys(up)) {
		if lnn == here.LocalLNN {
			continue
		}
		var at []*station
		for _, address := range administered(ifaces, pools, lnn) {
			at = append(at, c.nodeAt(address))
		}
		lnns, candidates = append(lnns, lnn), append(candidates, at[:min(len(at), maxAddresses)])
	}
	for i, a := range c.askAll(ctx, here.GUID, candidates) {
		if a.lnn > 0 {
			byLNN[a.lnn] = a.at // whoever it is that answers there now
		}
		if a.lnn != lnns[i] {
			reasons[lnns[i]] = a.reason
		}
		if a.lnn > 0 && a.lnn != lnns[i] {
			reasons[lnns[i]] = NodeOther
		}
	}
	return byLNN, reasons, nil
}

// administered are the addresses of a node that lie in a pool of the System zone, one of each pool first.
func administered(ifaces []Interface, pools []Pool, lnn int) []string {
	var first, more []string
	for _, i := range ifaces {
		if i.LNN != lnn {
			continue
		}
		for _, o := range i.Owners {
			taken := false
			for _, a := range o.Addresses {
				switch {
				case !slices.ContainsFunc(pools, func(p Pool) bool {
					return strings.EqualFold(p.AccessZone, systemZone) && p.Name == o.Pool && p.Subnet == o.Subnet &&
						p.Groupnet == o.Groupnet && InRanges(p.Ranges, a)
				}):
				case taken:
					more = append(more, a)
				default:
					first, taken = append(first, a), true
				}
			}
		}
	}
	return slices.Concat(first, more)
}

// nodeAt is the station of an address that the cluster has named.
func (c *Client) nodeAt(address string) *station {
	base := url.URL{Scheme: c.main.base.Scheme, Host: net.JoinHostPort(address, c.main.base.Port())}
	c.finder.mu.Lock()
	defer c.finder.mu.Unlock()
	if st := c.finder.stations[base.Host]; st != nil {
		return st
	}
	st := newStation(&base)
	st.found = true
	c.finder.stations[base.Host] = st
	return st
}

// foundStations are all stations that were made for addresses which the cluster has named.
func (c *Client) foundStations() []*station {
	c.finder.mu.Lock()
	defer c.finder.mu.Unlock()
	return slices.Collect(maps.Values(c.finder.stations))
}

// alone are candidates of which each is the only one of its node.
func alone(list []*station) [][]*station {
	var out [][]*station
	for _, st := range list {
		out = append(out, []*station{st})
	}
	return out
}

// asked is who answered at one of the candidates of a node, or why nobody did.
type asked struct {
	lnn    int
	at     *station
	reason string
}

// askAll asks the candidates of all nodes side by side, those of one node one after the other.
func (c *Client) askAll(ctx context.Context, guid string, candidates [][]*station) []asked {
	out := make([]asked, len(candidates))
	var g errgroup.Group
	g.SetLimit(c.config.MaxConcurrentRequests)
	for i, list := range candidates {
		out[i].reason = NodeNoAddress
		g.Go(func() error {
			limited, cancel := context.WithTimeout(ctx, longestProbe)
			defer cancel()
			for _, st := range list {
				if out[i] = c.who(limited, guid, st); out[i].lnn > 0 {
					break
				}
			}
			return nil
		})
	}
	_ = g.Wait() // none of them answers an error
	return out
}

// who asks a node for its number.
func (c *Client) who(ctx context.Context, guid string, st *station) asked {
	var there ClusterConfig
	err := c.fetch(at(hasty(ctx), st), &there, nil, uri.ClusterConfig)
	switch {
	case err == nil && there.GUID == guid && there.LocalLNN > 0:
		return asked{lnn: there.LocalLNN, at: st}
	case err == nil:
		return asked{reason: NodeOther}
	case errors.Is(err, ErrCertificate):
		return asked{reason: NodeCertificate}
	case errors.Is(err, ErrUnauthorized), errors.Is(err, ErrForbidden):
		return asked{reason: NodeRefused}
	default:
		return asked{reason: NodeUnreachable}
	}
}

// hastyKey marks reads of which nothing is repeated that could not even be sent: where nobody answers, nobody will in a second.
type hastyKey struct{}

func hasty(ctx context.Context) context.Context { return context.WithValue(ctx, hastyKey{}, true) }

// mayRepeat tells whether a failed request is worth another attempt for this caller.
func mayRepeat(ctx context.Context, err error) bool {
	broken, ok := errors.AsType[*TransportError](err)
	return !ok || broken.Sent || ctx.Value(hastyKey{}) == nil
}
