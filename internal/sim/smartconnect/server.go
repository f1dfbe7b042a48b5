// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package smartconnect

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"

	"github.com/miekg/dns"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Server answers DNS for one cluster over UDP and TCP at one address, as a SmartConnect service IP does.
type Server struct {
	address string
	udp     *dns.Server
	tcp     *dns.Server
	done    sync.WaitGroup
}

// attempts is how often a port is tried that is free for TCP but taken for UDP.
const attempts = 20

// usualPort is taken where it is free, so that a configuration outlives a restart.
const usualPort = "8053"

// Listen starts a server for a cluster at host, on a port of its choice. It fails if host is no address of this machine.
func Listen(w *world.World, cluster, host string) (*Server, error) {
	var last error
	var open net.ListenConfig
	ctx := context.Background() // listening at an address of this machine waits for nothing
	for i := range attempts {
		port := "0"
		if i == 0 {
			port = usualPort
		}
		stream, err := open.Listen(ctx, "tcp", net.JoinHostPort(host, port))
		if err != nil && i == 0 {
			continue // taken: the system chooses
		}
		if err != nil {
			return nil, fmt.Errorf("listening for DNS of %s at %s: %w", cluster, host, err)
		}
		packets, err := open.ListenPacket(ctx, "udp", stream.Addr().String())
		if err != nil {
			last = errors.Join(err, stream.Close())
			continue
		}
		return serve(w, cluster, stream, packets), nil
	}
	return nil, fmt.Errorf("no port of %s is free for UDP and TCP: %w", host, last)
}

// ListenAt starts a server for a cluster at port 53 of a host, where resolvers look for name servers. It needs the right to do so.
func ListenAt(w *world.World, cluster, host string) (*Server, error) {
	var open net.ListenConfig
	ctx := context.Background() // listening at an address of this machine waits for nothing
	at := net.JoinHostPort(host, "53")
	stream, err := open.Listen(ctx, "tcp", at)
	if err != nil {
		return nil, fmt.Errorf("listening for DNS of %s: %w", cluster, err)
	}
	packets, err := open.ListenPacket(ctx, "udp", at)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("listening for DNS of %s: %w", cluster, err), stream.Close())
	}
	return serve(w, cluster, stream, packets), nil
}

func serve(w *world.World, cluster string, stream net.Listener, packets net.PacketConn) *Server {
	s := &Server{address: stream.Addr().String()}
	handler := dns.HandlerFunc(func(out dns.ResponseWriter, question *dns.Msg) {
		if reply := Exchange(w, cluster, question); reply != nil {
			_ = out.WriteMsg(reply)
		}
	})
	s.udp = &dns.Server{PacketConn: packets, Handler: handler}
	s.tcp = &dns.Server{Listener: stream, Handler: handler}
	for _, server := range []*dns.Server{s.udp, s.tcp} {
		started := make(chan struct{})
		server.NotifyStartedFunc = func() { close(started) }
		s.done.Go(func() { _ = server.ActivateAndServe() })
		<-started
	}
	return s
}

// Address is host:port, for both UDP and TCP.
func (s *Server) Address() string { return s.address }

// Close stops answering and frees the port.
func (s *Server) Close() error {
	err := errors.Join(s.udp.Shutdown(), s.tcp.Shutdown())
	s.done.Wait()
	return err
}

// Exchange answers a whole message as the cluster's SmartConnect service would; nil means that no answer comes. It takes the lock.
func Exchange(w *world.World, cluster string, question *dns.Msg) *dns.Msg {
	reply := new(dns.Msg)
	if len(question.Question) != 1 || question.Opcode != dns.OpcodeQuery {
		return reply.SetRcode(question, dns.RcodeFormatError)
	}
	w.Enter()
	defer w.Leave()
	a := Ask(w, cluster, question.Question[0])
	if a.Silent {
		return nil
	}
	reply.SetRcode(question, a.Rcode)
	reply.Authoritative = a.Rcode == dns.RcodeSuccess || a.Rcode == dns.RcodeNameError
	reply.Answer, reply.Ns = a.Records, a.Authority
	return reply
}
