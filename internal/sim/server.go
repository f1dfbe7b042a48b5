// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sim

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
)

// server is HTTPS for one node over one listener.
type server struct {
	http *http.Server
	done sync.WaitGroup
}

// serveTLS answers for a node of a cluster with a certificate for hosts until it is closed.
func (s *Simulation) serveTLS(l net.Listener, cluster string, lnn int, hosts ...string) (*server, error) {
	certificate, err := s.authority.Issue(hosts...)
	if err != nil {
		return nil, err
	}
	out := &server{http: &http.Server{
		Handler:   s.Face.Node(cluster, lnn),
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12},
		// Broken handshakes and connections are what clients are tested with: they are not worth a line each.
		ErrorLog: log.New(io.Discard, "", 0),
	}}
	out.done.Go(func() { _ = out.http.ServeTLS(&gate{l, s, cluster, lnn}, "", "") })
	return out, nil
}

// close ends the server and every connection at once, and waits until nothing of it runs any more.
func (s *server) close() error {
	err := s.http.Close()
	s.done.Wait()
	if errors.Is(err, net.ErrClosed) || errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// gate breaks connections to a node that is down or lost before a single byte goes over them, as if nobody listened. A finished TLS
// handshake is a sign of life, and a lost cluster must not give one.
type gate struct {
	net.Listener
	simulation *Simulation
	cluster    string
	lnn        int
}

// Accept waits for the next connection that the node would see.
func (g *gate) Accept() (net.Conn, error) {
	for {
		c, err := g.Listener.Accept()
		if err != nil || g.simulation.answers(g.cluster, g.lnn) {
			return c, err
		}
		if tcp, ok := c.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // a reset, not an orderly end
		}
		_ = c.Close()
	}
}

// answers tells whether a node can be reached.
func (s *Simulation) answers(cluster string, lnn int) bool {
	s.World.Enter()
	defer s.World.Leave()
	c := s.World.Cluster(cluster)
	if c == nil || !c.Reachable {
		return false
	}
	n := c.Node(lnn)
	return n != nil && n.Up
}
