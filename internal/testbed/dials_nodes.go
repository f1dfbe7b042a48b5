// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/authority"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi"
)

// throughConnections makes a client speak over connections of its own instead of the shared transport, to an endpoint that is a
// SmartConnect name: each time the name is resolved, the next node comes first. Nodes answer over pipes.
func (b *Bed) throughConnections(client *onefs.Config) {
	name := strings.TrimSuffix(strings.TrimPrefix(client.Endpoint, "https://"), "-1:8080")
	n := &nodes{cluster: name, face: b.Face, up: b.nodeUp}
	client.Transport, client.DialContext, client.LookupHost = nil, n.dial, n.lookup
	client.Endpoint = "https://" + name + ":8080"
	n.certify(client)
}

type nodes struct {
	cluster string
	face    *papi.Face
	up      func(cluster string, lnn int) bool
	tls     *tls.Config

	mu   sync.Mutex
	turn int
}

// certify gives the nodes a certificate that the client trusts.
func (n *nodes) certify(client *onefs.Config) {
	ca, err := authority.New(time.Now())
	if err != nil {
		panic(err)
	}
	certificate, err := ca.Issue(n.cluster)
	if err != nil {
		panic(err)
	}
	client.CACertificatePEM = string(ca.PEM())
	n.tls = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
}

// lookup is round robin over three nodes.
func (n *nodes) lookup(_ context.Context, host string) ([]string, error) {
	if host != n.cluster {
		return []string{host}, nil
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.turn++
	out := make([]string, 0, 3)
	for i := range 3 {
		out = append(out, papi.Host(n.cluster, 1+(n.turn+i)%3))
	}
	return out, nil
}

// dial connects to a node. Its server ends with the connection.
func (n *nodes) dial(_ context.Context, _, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	place, ok := n.face.Find(host) // a node's name, or an address that a pool has given it
	if !ok || place.Cluster != n.cluster || !n.up(n.cluster, place.LNN) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	}
	ours, theirs := net.Pipe()
	handler := n.face.Node(place.Cluster, place.LNN)
	served := &served{conn: theirs, closed: make(chan struct{})}
	go func() { _ = (&http.Server{Handler: handler}).Serve(tls.NewListener(served, n.tls)) }() //nolint:gosec // both ends are this test
	return &accompanied{Conn: ours, end: served.Close}, nil
}

// nodeUp tells whether a node can be reached.
func (b *Bed) nodeUp(cluster string, lnn int) (up bool) {
	b.World.Do(func() {
		c := b.World.Cluster(cluster)
		for _, node := range c.Nodes {
			up = up || c.Reachable && node.Up && node.LNN == lnn
		}
	})
	return up
}

// served is a listener of one connection.
type served struct {
	conn   net.Conn
	once   sync.Once
	closed chan struct{}
	taken  bool
}

// Accept answers the connection, then waits for the end.
func (s *served) Accept() (net.Conn, error) {
	if !s.taken {
		s.taken = true
		return s.conn, nil
	}
	<-s.closed
	return nil, net.ErrClosed
}

// Close ends the server.
func (s *served) Close() error {
	s.once.Do(func() { close(s.closed) })
	return nil
}

// Addr is nothing that anybody asks for.
func (s *served) Addr() net.Addr { return s.conn.LocalAddr() }

// accompanied is the client's end of a connection; closing it ends the server.
type accompanied struct {
	net.Conn
	end func() error
}

// Close closes both ends.
func (a *accompanied) Close() error {
	_ = a.end()
	return a.Conn.Close()
}
