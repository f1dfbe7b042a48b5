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
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
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

// Listen starts HTTPS for every node and DNS for every cluster. Each node has a loopback address of its own where the system allows that,
// 127.0.0.1 otherwise, or that of [Simulation.Ground]. Addresses of their own are put into the management pool, so that the nodes can be
// found and asked through what the network's API says; all nodes of a cluster answer at one port then, and show one certificate, as those
// of a real cluster do. port is the port for HTTPS, one more for each further node where nodes have no addresses of their own; 0 lets the
// system choose.
func (s *Simulation) Listen(port int) (*Network, error) {
	n := &Network{}
	for i, c := range s.World.Clusters() {
		own := s.grounds[c.Name].Nodes
		if len(own) == 0 {
			own = s.spread(c, i)
		}
		open, next, err := listenAll(c, own, loopback(0, i), port)
		if err != nil {
			return nil, errors.Join(err, n.Close())
		}
		port = next
		e := Endpoint{Name: c.Name}
		names := append([]string{"127.0.0.1", "localhost", c.Name, c.Name + ".demo.local"}, own...)
		for k, l := range open {
			server, err := s.serveTLS(l, c.Name, c.Nodes[k].LNN, names...)
			if err != nil {
				return nil, errors.Join(err, l.Close(), n.Close())
			}
			n.servers = append(n.servers, server)
			e.Nodes = append(e.Nodes, "https://"+l.Addr().String())
		}
		e.URL = e.Nodes[0]
		host, _, _ := net.SplitHostPort(open[0].Addr().String())
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

// maxPorts is how many ports are tried that the system chooses for the first node, until one is free at all of them.
const maxPorts = 10

// listenAll opens a cluster's nodes: at addresses of their own and one port, or at one address and a port each. next is the port for the
// next cluster.
func listenAll(c *world.Cluster, own []string, shared string, port int) (out []net.Listener, next int, err error) {
	for range maxPorts {
		at := port
		out, err = nil, nil
		for k := range c.Nodes {
			host := shared
			if len(own) > 0 {
				host = own[k]
			}
			var open net.ListenConfig
			// Listening at an address of this machine waits for nothing.
			l, failed := open.Listen(context.Background(), "tcp", net.JoinHostPort(host, strconv.Itoa(at)))
			if failed != nil {
				err = fmt.Errorf("node %d of %s: %w", c.Nodes[k].LNN, c.Name, failed)
				break
			}
			out = append(out, l)
			switch {
			case len(own) > 0:
				_, text, _ := net.SplitHostPort(l.Addr().String())
				at, _ = strconv.Atoi(text)
			case port != 0:
				at++
			}
		}
		if err == nil {
			if port == 0 && len(own) > 0 {
				at = 0 // the next cluster's first node has its own choice
			}
			return out, at, nil
		}
		for _, l := range out {
			_ = l.Close()
		}
		if port != 0 {
			break
		}
	}
	return nil, 0, err
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

// spread gives the nodes of the nth cluster addresses of this machine, and the management pool these before its others; none where the
// system has only one.
func (s *Simulation) spread(c *world.Cluster, n int) []string {
	var own []string
	for k := range c.Nodes {
		at := loopback(k, n)
		if at == only {
			return nil
		}
		own = append(own, at)
	}
	s.World.Do(func() {
		c.Network.Pools.Update(management, func(p *world.Pool) {
			var ranges []world.AddressRange
			for _, at := range own {
				ranges = append(ranges, world.AddressRange{Low: at, High: at})
			}
			p.Ranges = append(ranges, p.Ranges...)
		})
	})
	s.begin()
	return own
}

// only is the address that every system has.
const only = "127.0.0.1"

// loopback is an address for a node of the nth cluster: 127.0.0.11 and up for the first ones, or 127.0.0.1 on systems that have only that
// one.
func loopback(node, n int) string {
	own := fmt.Sprintf("127.0.%d.%d", node, 11+n)
	var open net.ListenConfig
	l, err := open.Listen(context.Background(), "tcp", net.JoinHostPort(own, "0"))
	if err != nil {
		return only
	}
	_ = l.Close()
	return own
}
