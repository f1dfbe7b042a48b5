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
		ErrorLog:          log.New(io.Discard, "", 0),
		ReadHeaderTimeout: 0,
	}}
	out.done.Go(func() { _ = out.http.ServeTLS(l, "", "") })
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
