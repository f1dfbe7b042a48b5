// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package dns

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"

	"github.com/miekg/dns"
)

// Delegation is what the site's DNS says of a name.
type Delegation struct {
	// Alias is what the name is a CNAME of, "" if it is none.
	Alias string
	// Servers are the addresses of the name servers that the name is delegated to.
	Servers []netip.Addr
	// Kept is for how many seconds the site's resolver goes on giving the answer that it gave, 0 if it gave none.
	Kept uint32
}

// LookUp asks the resolver of this machine for the servers of the parent zone, and one of those for the delegation: what the parent says is
// what clients follow, whatever the clusters themselves answer.
func LookUp(ctx context.Context, name string) (Delegation, error) {
	config, err := dns.ClientConfigFromFile("/etc/resolv.conf")
	if err != nil {
		return Delegation{}, err
	}
	if len(config.Servers) == 0 {
		return Delegation{}, errors.New("no name server is configured on this machine")
	}
	// As every program does: the next one is asked if the first does not answer.
	var out Delegation
	for _, server := range config.Servers {
		if out, err = lookUpAt(ctx, net.JoinHostPort(server, config.Port), dnsPort, name); err == nil {
			break
		}
	}
	return out, err
}

// LookUpAt asks a given resolver, "192.0.2.53:53", instead of that of this machine.
func LookUpAt(resolver string) func(ctx context.Context, name string) (Delegation, error) {
	return func(ctx context.Context, name string) (Delegation, error) {
		return lookUpAt(ctx, resolver, dnsPort, name)
	}
}

// dnsPort is where name servers are asked.
const dnsPort = "53"

// lookUpAt is LookUp with a given resolver, and a given port of the name servers.
func lookUpAt(ctx context.Context, resolver, port, name string) (Delegation, error) {
	question := dns.Fqdn(name)
	for parent, end := dns.NextLabel(question, 0); !end; parent, end = dns.NextLabel(question, parent) {
		zone, err := put(ctx, resolver, question[parent:], dns.TypeNS, true)
		if err != nil {
			return Delegation{}, err
		}
		for _, server := range addressesOf(ctx, resolver, zone, question[parent:]) {
			answer, err := put(ctx, net.JoinHostPort(server.String(), port), question, dns.TypeNS, false)
			if err != nil {
				continue
			}
			return told(ctx, resolver, question, answer), nil
		}
	}
	// No parent zone could be asked: what the resolver itself knows must do.
	answer, err := put(ctx, resolver, question, dns.TypeNS, true)
	if err != nil {
		return Delegation{}, err
	}
	return told(ctx, resolver, question, answer), nil
}

// told is what an answer about the delegation says, and the resolver about the name itself.
func told(ctx context.Context, resolver, question string, answer *dns.Msg) Delegation {
	return Delegation{
		Alias: aliasIn(answer, question), Servers: addressesOf(ctx, resolver, answer, question), Kept: kept(ctx, resolver, question),
	}
}

// put asks one question.
func put(ctx context.Context, server, name string, kind uint16, recurse bool) (*dns.Msg, error) {
	m := new(dns.Msg)
	m.SetQuestion(name, kind)
	m.RecursionDesired = recurse
	c := dns.Client{Timeout: dnsTimeout}
	answer, _, err := c.ExchangeContext(ctx, m, server)
	return answer, err
}

func aliasIn(m *dns.Msg, name string) string {
	for _, rr := range m.Answer {
		if c, ok := rr.(*dns.CNAME); ok && strings.EqualFold(c.Hdr.Name, name) {
			return strings.TrimSuffix(c.Target, ".")
		}
	}
	return ""
}

// addressesOf are the addresses of the name servers that a message names for a zone, from the message itself or from the resolver.
func addressesOf(ctx context.Context, resolver string, m *dns.Msg, zone string) []netip.Addr {
	var hosts []string
	for _, rr := range slices.Concat(m.Answer, m.Ns) {
		if ns, ok := rr.(*dns.NS); ok && strings.EqualFold(ns.Hdr.Name, zone) {
			hosts = append(hosts, ns.Ns)
		}
	}
	var out []netip.Addr
	for _, host := range hosts {
		glue := addressesIn(m.Extra, host)
		if len(glue) == 0 {
			if answer, err := put(ctx, resolver, host, dns.TypeA, true); err == nil {
				glue = addressesIn(answer.Answer, host)
			}
		}
		out = append(out, glue...)
	}
	return out
}

func addressesIn(list []dns.RR, host string) []netip.Addr {
	var out []netip.Addr
	for _, rr := range list {
		a, ok := rr.(*dns.A)
		if !ok || !strings.EqualFold(a.Hdr.Name, host) {
			continue
		}
		if addr, ok := netip.AddrFromSlice(a.A.To4()); ok {
			out = append(out, addr)
		}
	}
	return out
}

// ErrNameDenied is a SmartConnect service that says that a name does not exist (NXDOMAIN), where it should only refuse to answer for a name
// that it does not have.
var ErrNameDenied = errors.New("the name does not exist, says the SmartConnect service")

// kept is for how long the resolver keeps its answer, 0 without one.
func kept(ctx context.Context, resolver, name string) uint32 {
	answer, err := put(ctx, resolver, name, dns.TypeA, true)
	if err != nil {
		return 0
	}
	for _, rr := range answer.Answer {
		if rr.Header().Rrtype == dns.TypeA {
			return rr.Header().Ttl
		}
	}
	return 0
}
