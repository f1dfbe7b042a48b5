// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"sync"
)

// A session belongs to the node that made it, and changes of one run sent to one node do not collide (behaviour notes, sections 2 and 12).
// An endpoint may be a name that leads to another node each time it is resolved. So a name is resolved once, and its first address that
// answers is kept until it no longer does.

type (
	dialer func(ctx context.Context, network, address string) (net.Conn, error)
	lookup func(ctx context.Context, host string) ([]string, error)
)

// pins are the addresses kept, by host name.
type pins struct {
	dial    dialer
	resolve lookup

	mu   sync.Mutex
	kept map[string]string
}

// pinned makes a dialler that keeps to one address of each name.
func pinned(dial dialer, resolve lookup) dialer {
	return (&pins{dial: dial, resolve: resolve, kept: map[string]string{}}).connect
}

func (p *pins) connect(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return p.dial(ctx, network, address)
	}
	if at := p.get(host); at != "" {
		conn, err := p.dial(ctx, network, net.JoinHostPort(at, port))
		if err == nil || ctx.Err() != nil {
			return conn, err
		}
		p.forget(host, at)
	}
	found, err := p.resolve(ctx, host)
	if err != nil {
		return nil, &net.OpError{Op: "dial", Net: network, Err: err}
	}
	var all []error
	for _, at := range found {
		conn, err := p.dial(ctx, network, net.JoinHostPort(at, port))
		if err == nil {
			return p.keep(ctx, network, host, at, port, conn)
		}
		all = append(all, err)
	}
	if len(all) == 0 {
		all = append(all, &net.OpError{Op: "dial", Net: network, Err: &net.DNSError{Err: "no address", Name: host, IsNotFound: true}})
	}
	return nil, errors.Join(all...)
}

// keep pins an address. Of two that were found at the same time the first holds, and the second connection is made anew.
func (p *pins) keep(ctx context.Context, network, host, at, port string, conn net.Conn) (net.Conn, error) {
	p.mu.Lock()
	first, known := p.kept[host]
	if !known {
		p.kept[host], first = at, at
	}
	p.mu.Unlock()
	if first == at {
		return conn, nil
	}
	_ = conn.Close()
	return p.dial(ctx, network, net.JoinHostPort(first, port))
}

func (p *pins) get(host string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.kept[host]
}

// forget drops an address, unless another one is kept already.
func (p *pins) forget(host, at string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.kept[host] == at {
		delete(p.kept, host)
	}
}
