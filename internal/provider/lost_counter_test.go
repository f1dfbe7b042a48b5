// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
)

// How the address of a cluster behaves.
const (
	leadsOn    = "answers"     // whatever comes is led to the cluster
	resets     = "refuses"     // connections are reset as soon as they are seen
	blackHole  = "black-holes" // everything is taken and nothing is answered
	unattended = "is not there"
	namesOnly  = "answers for names only"
)

// counter stands at the addresses of a cluster, one for its API and one for its SmartConnect service, and counts what arrives there: every
// connection, every byte, every datagram.
type counter struct {
	tcp net.Listener
	udp net.PacketConn
	// api and dns are where the cluster itself is.
	api, dns string

	mu   sync.Mutex
	mode string
	open []net.Conn

	connections, bytes, datagrams atomic.Int64
}

// newCounter stands in front of a cluster and leads on at first.
func newCounter(t *testing.T, api, dns string) *counter {
	t.Helper()
	c := &counter{api: api, dns: dns, mode: leadsOn}
	var err error
	if c.tcp, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	if c.udp, err = net.ListenPacket("udp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.become(unattended) })
	go c.acceptAll()
	go c.receiveAll()
	return c
}

// become changes the behaviour, breaks what is open, and counts from zero.
func (c *counter) become(mode string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.mode = mode
	for _, conn := range c.open {
		_ = conn.Close()
	}
	c.open = nil
	if mode == unattended {
		_, _ = c.tcp.Close(), c.udp.Close()
	}
	c.connections.Store(0)
	c.bytes.Store(0)
	c.datagrams.Store(0)
}

func (c *counter) behaves(conn net.Conn) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if conn != nil {
		c.open = append(c.open, conn)
	}
	return c.mode
}

func (c *counter) acceptAll() {
	for {
		conn, err := c.tcp.Accept()
		if err != nil {
			return
		}
		c.connections.Add(1)
		switch c.behaves(conn) {
		case leadsOn:
			go c.lead(conn)
		case blackHole:
			go func() { _, _ = io.Copy(&byteCount{n: &c.bytes}, conn) }()
		default:
			if tcp, ok := conn.(*net.TCPConn); ok {
				_ = tcp.SetLinger(0)
			}
			_ = conn.Close()
		}
	}
}

// lead connects to the cluster and carries bytes both ways.
func (c *counter) lead(conn net.Conn) {
	defer conn.Close()
	on, err := net.Dial("tcp", c.api)
	if err != nil {
		return
	}
	c.behaves(on)
	go func() {
		_, _ = io.Copy(io.MultiWriter(on, &byteCount{n: &c.bytes}), conn)
		_ = on.Close()
	}()
	_, _ = io.Copy(conn, on)
}

func (c *counter) receiveAll() {
	buffer := make([]byte, 4096)
	for {
		n, from, err := c.udp.ReadFrom(buffer)
		if err != nil {
			return
		}
		c.datagrams.Add(1)
		c.bytes.Add(int64(n))
		if mode := c.behaves(nil); mode != leadsOn && mode != namesOnly {
			continue
		}
		on, err := net.Dial("udp", c.dns)
		if err != nil {
			continue
		}
		_, _ = on.Write(buffer[:n])
		answer := make([]byte, 4096)
		if m, err := on.Read(answer); err == nil {
			_, _ = c.udp.WriteTo(answer[:m], from)
		}
		_ = on.Close()
	}
}

// counted is what has arrived since the behaviour was last changed.
func (c *counter) counted() string {
	return fmt.Sprintf("%d connections, %d datagrams, %d bytes", c.connections.Load(), c.datagrams.Load(), c.bytes.Load())
}

// nothing is counted when nobody has come near.
const nothing = "0 connections, 0 datagrams, 0 bytes"

// byteCount counts what is written to it.
type byteCount struct{ n *atomic.Int64 }

func (t *byteCount) Write(p []byte) (int, error) {
	t.n.Add(int64(len(p)))
	return len(p), nil
}
