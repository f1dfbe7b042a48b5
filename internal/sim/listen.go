// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sim

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/smartconnect"
)

// Endpoint is where one cluster can be reached on this machine.
type Endpoint struct {
	// Name is the cluster's.
	Name string
	// URL is the cluster's API, at its first node. Nodes are the addresses of all nodes, by LNN from 1.
	URL   string
	Nodes []string
	// DNS is host:port of the cluster's SmartConnect service.
	DNS string
}

// Network is a simulation on loopback.
type Network struct {
	Endpoints []Endpoint

	servers []*server
	dns     []*smartconnect.Server
}

// Listen starts HTTPS for every node and DNS for every cluster. Each cluster has a loopback address of its own where the system allows
// that, 127.0.0.1 otherwise, or those of [Simulation.Ground]. port is the first port for HTTPS, one more for each further node, where nodes
// have no addresses of their own; 0 lets the system choose.
func (s *Simulation) Listen(port int) (*Network, error) {
	n := &Network{}
	ctx := context.Background() // listening at an address of this machine waits for nothing
	var open net.ListenConfig
	for i, c := range s.World.Clusters() {
		host := loopback(i)
		e, own := Endpoint{Name: c.Name}, s.grounds[c.Name].Nodes
		for k, node := range c.Nodes {
			if len(own) > 0 {
				host = own[k]
			}
			l, err := open.Listen(ctx, "tcp", net.JoinHostPort(host, strconv.Itoa(port)))
			if err != nil {
				return nil, errors.Join(fmt.Errorf("node %d of %s: %w", node.LNN, c.Name, err), n.Close())
			}
			switch {
			case len(own) > 0:
				_, text, _ := net.SplitHostPort(l.Addr().String())
				port, _ = strconv.Atoi(text)
			case port != 0:
				port++
			}
			names := []string{host, "127.0.0.1", "localhost", c.Name, c.Name + ".demo.local"}
			server, err := s.serveTLS(l, c.Name, node.LNN, names...)
			if err != nil {
				return nil, errors.Join(err, l.Close(), n.Close())
			}
			n.servers = append(n.servers, server)
			e.Nodes = append(e.Nodes, "https://"+l.Addr().String())
		}
		e.URL = e.Nodes[0]
		d, err := s.listenDNS(c.Name, host)
		if err != nil {
			return nil, errors.Join(err, n.Close())
		}
		n.dns = append(n.dns, d)
		e.DNS = d.Address()
		n.Endpoints = append(n.Endpoints, e)
	}
	return n, nil
}

// Close ends everything that Listen started.
func (n *Network) Close() error {
	var all []error
	for _, s := range n.servers {
		all = append(all, s.close())
	}
	for _, d := range n.dns {
		all = append(all, d.Close())
	}
	return errors.Join(all...)
}

// loopback is an address for the nth cluster: 127.0.0.11 and up, or 127.0.0.1 on systems that have only that one.
func loopback(n int) string {
	own := fmt.Sprintf("127.0.0.%d", 11+n)
	var open net.ListenConfig
	l, err := open.Listen(context.Background(), "tcp", net.JoinHostPort(own, "0"))
	if err != nil {
		return "127.0.0.1"
	}
	_ = l.Close()
	return own
}
