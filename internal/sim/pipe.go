// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sim

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"syscall"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi"
)

// Pipe is HTTPS over in-memory connections: everything of TLS and HTTP is real but the wire. It may be made and used inside a
// testing/synctest bubble; then it must be closed before the bubble ends.
type Pipe struct {
	simulation *Simulation
	listeners  map[string]*pipeListener // by host name, lower case
	servers    []*server
}

// Pipe starts the nodes of all clusters. Their host names are those of [papi.Host]: "ps1" is the cluster, "ps1-2" its second node.
func (s *Simulation) Pipe() (*Pipe, error) {
	p := &Pipe{simulation: s, listeners: map[string]*pipeListener{}}
	for _, c := range s.World.Clusters() {
		for _, n := range c.Nodes {
			host := papi.Host(c.Name, n.LNN)
			l := newPipeListener(host)
			server, err := s.serveTLS(l, c.Name, n.LNN, host, papi.Host(c.Name, 0), c.Name+".demo.local")
			if err != nil {
				return nil, errors.Join(err, p.Close())
			}
			p.listeners[strings.ToLower(host)] = l
			p.servers = append(p.servers, server)
		}
	}
	return p, nil
}

// Dial connects to the host of an address, whatever its port: a node, by its name or by an address that a pool has given it, or a cluster,
// which is its first node that is up. It is made for http.Transport's DialContext. A cluster that is lost and a node that is down refuse
// the connection.
func (p *Pipe) Dial(ctx context.Context, _, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if _, err := netip.ParseAddr(host); err == nil {
		if at, ok := p.simulation.Face.Find(host); ok {
			host = papi.Host(at.Cluster, at.LNN)
		}
	}
	l, up := p.find(strings.ToLower(host))
	if l == nil {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}}
	}
	if !up {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	}
	return l.dial(ctx)
}

// find is the listener behind a host name, and whether anybody answers there: for a cluster's name, the first node that does.
func (p *Pipe) find(host string) (l *pipeListener, up bool) {
	for _, c := range p.simulation.World.Clusters() {
		whole := host == strings.ToLower(c.Name) || host == strings.ToLower(c.Name)+".demo.local"
		for _, n := range c.Nodes {
			node := strings.ToLower(papi.Host(c.Name, n.LNN))
			if host != node && !whole {
				continue
			}
			l = p.listeners[node]
			if up = p.simulation.answers(c.Name, n.LNN); up || !whole {
				return l, up
			}
		}
	}
	return l, false
}

// Client is an HTTP client that reaches the clusters through the pipe and trusts their authority. It keeps no idle connections.
func (p *Pipe) Client() *http.Client {
	return &http.Client{Transport: &http.Transport{
		DialContext:       p.Dial,
		DisableKeepAlives: true,
		TLSClientConfig:   &tls.Config{RootCAs: p.simulation.authority.Pool(), MinVersion: tls.VersionTLS12},
	}}
}

// Close ends all servers and connections.
func (p *Pipe) Close() error {
	var all []error
	for _, s := range p.servers {
		all = append(all, s.close())
	}
	return errors.Join(all...)
}

// pipeListener hands one end of a wire to the server and the other to whoever dials.
type pipeListener struct {
	name   string
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newPipeListener(name string) *pipeListener {
	return &pipeListener{name: name, conns: make(chan net.Conn), closed: make(chan struct{})}
}

func (l *pipeListener) dial(ctx context.Context) (net.Conn, error) {
	ours, theirs := wire(l.name)
	select {
	case l.conns <- theirs:
		return ours, nil
	case <-l.closed:
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept waits for the next connection.
func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close ends the listener.
func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

// Addr is the listener's host name.
func (l *pipeListener) Addr() net.Addr { return pipeAddr(l.name) }

type pipeAddr string

// Network is "pipe".
func (pipeAddr) Network() string { return "pipe" }

// String is the host name.
func (a pipeAddr) String() string { return string(a) }
