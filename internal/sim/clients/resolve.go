// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package clients

import (
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/smartconnect"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Resolution is where a name leads.
type Resolution struct {
	Name    string   `json:"name"`
	Cluster string   `json:"cluster"` // that answered
	Address string   `json:"address"`
	TTL     uint32   `json:"ttl"`     // seconds
	Answers []string `json:"answers"` // every cluster that answers for the name: more than one is a fault of the site
}

// Resolve asks for a name as the site's DNS server would with dual delegation: every cluster is asked, one that does not have the
// name does not answer for it, and the first answer counts. ok is false if nobody answers. The rotation of addresses moves on.
func Resolve(w *world.World, name string) (r Resolution, ok bool) {
	r.Name = strings.TrimSuffix(name, ".")
	for _, c := range w.Clusters() {
		a := smartconnect.Ask(w, c.Name, smartconnect.Address(r.Name))
		address, found := a.Address()
		if !found {
			continue
		}
		r.Answers = append(r.Answers, c.Name)
		if !ok {
			r.Cluster, r.Address, r.TTL, ok = c.Name, address.String(), a.TTL(), true
		}
	}
	return r, ok
}

// resolve is Resolve through the client's own cache.
func (c *Client) resolve(w *world.World, name string) (netip.Addr, error) {
	now := w.Now()
	c.Cache = slices.DeleteFunc(slices.Clone(c.Cache), func(e Cached) bool { return !now.Before(e.Until) })
	for _, e := range c.Cache {
		if strings.EqualFold(e.Name, name) {
			return netip.MustParseAddr(e.Address), nil
		}
	}
	r, ok := Resolve(w, name)
	if !ok {
		return netip.Addr{}, c.fail("resolve", ENOHOST, "no cluster answers for %s", name)
	}
	keep := time.Duration(r.TTL)*time.Second + w.Dials.Duration(dial.ClientCache)
	if keep > 0 {
		c.Cache = append(c.Cache, Cached{Name: name, Address: r.Address, Until: now.Add(keep)})
	}
	return netip.MustParseAddr(r.Address), nil
}

// Peek lists the clusters that would answer for a name, without asking: no rotation moves on.
func Peek(w *world.World, name string) (clusters []string, ok bool) {
	for _, c := range w.Clusters() {
		if smartconnect.Owns(w, c.Name, name) {
			clusters = append(clusters, c.Name)
		}
	}
	return clusters, len(clusters) > 0
}
