// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/miekg/dns"

	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/ganesha"
	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/samba"
)

// realFacts is what programs of the operating system experience, by name.
type realFacts struct {
	// resolved is the cluster to which the resolver leads, ticket the machine account whose key reads the ticket for it, smb and nfs the
	// cluster that a client can read from and write to there, or what went wrong.
	resolved, ticket, smb, nfs map[string]string
}

func newRealFacts() *realFacts {
	return &realFacts{resolved: map[string]string{}, ticket: map[string]string{}, smb: map[string]string{}, nfs: map[string]string{}}
}

// look asks DNS, the key server and both kinds of file server, as somebody who has just logged in.
func (p *parts) look(ctx context.Context, production []string) (*realFacts, error) {
	out := newRealFacts()
	dir, err := os.MkdirTemp(p.space.root, "client")
	if err != nil {
		return nil, err
	}
	client, err := samba.LogIn(ctx, p.domain, dir, "alice")
	if err != nil {
		return nil, err
	}
	for _, n := range production {
		m := new(dns.Msg).SetQuestion(dns.Fqdn(n), dns.TypeA)
		reply, err := dns.ExchangeContext(ctx, m, p.resolver.Address)
		if err != nil {
			return nil, fmt.Errorf("the resolver: %w", err)
		}
		address := ""
		for _, rr := range reply.Answer {
			if a, ok := rr.(*dns.A); ok {
				address = a.A.String()
			}
		}
		cluster := "nobody"
		if i := slices.IndexFunc(p.clusters, func(c string) bool { return p.address(c) == address }); i >= 0 {
			cluster = p.clusters[i]
		}
		out.resolved[n] = cluster
		readers, err := p.domain.TicketReader("alice", "cifs/"+n)
		if err != nil {
			return nil, err
		}
		for i := range readers {
			readers[i] += "$"
		}
		out.ticket[n] = some(readers)
		out.smb[n], out.nfs[n] = p.trySMB(ctx, client, n, address), p.tryNFS(ctx, dir, n, address)
	}
	return out, nil
}

// trySMB reads who serves the share and writes to it, with a Kerberos ticket for the name.
func (p *parts) trySMB(ctx context.Context, client *samba.Client, name, address string) string {
	out, err := client.Run(ctx, name, address, fmt.Sprintf("get whose -; put client.conf written-%d; ls written-%[1]d", p.looks))
	if err != nil {
		return "fails: " + lastWords(out)
	}
	return whose(out)
}

// tryNFS does the same with a new mount.
func (p *parts) tryNFS(ctx context.Context, dir, name, address string) string {
	out, err := ganesha.Read(ctx, address, "whose")
	if err == nil {
		err = ganesha.Write(ctx, dir, address, fmt.Sprintf("written-%d-%s", p.looks, name), "x")
	}
	if err != nil {
		return "fails: " + lastWords(err.Error())
	}
	return whose(out)
}

// whose is the cluster that the marker names.
func whose(text string) string {
	for line := range strings.Lines(text) {
		if c, ok := strings.CutPrefix(line, "data of "); ok {
			return strings.TrimSpace(c)
		}
	}
	return "fails: no marker"
}

func lastWords(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}
