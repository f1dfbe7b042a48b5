// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package dns

import (
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/miekg/dns"
)

// siteDNS is a name server on loopback that is the site's resolver and the server of the parent zone in one: what it is asked recursively
// it answers as a resolver, otherwise as the parent. It answers the records of its table.
func siteDNS(t *testing.T, parent []string, resolver []string) (address string) {
	t.Helper()
	parse := func(lines []string) []dns.RR {
		var out []dns.RR
		for _, l := range lines {
			rr, err := dns.NewRR(l)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, rr)
		}
		return out
	}
	authority, known := parse(parent), parse(resolver)
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &dns.Server{PacketConn: conn, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, q *dns.Msg) {
		m := new(dns.Msg)
		m.SetReply(q)
		ask := q.Question[0]
		from := known
		if !q.RecursionDesired {
			from = authority
		}
		for _, rr := range from {
			h := rr.Header()
			switch {
			case strings.EqualFold(h.Name, ask.Name) && (h.Rrtype == ask.Qtype || h.Rrtype == dns.TypeCNAME):
				if q.RecursionDesired || h.Rrtype == dns.TypeCNAME {
					m.Answer = append(m.Answer, rr)
				} else {
					m.Ns = append(m.Ns, rr) // a referral
				}
			case !q.RecursionDesired && h.Rrtype == dns.TypeA:
				m.Extra = append(m.Extra, rr) // glue
			}
		}
		_ = w.WriteMsg(m)
	})}
	go func() { _ = s.ActivateAndServe() }()
	t.Cleanup(func() { _ = s.Shutdown() })
	return conn.LocalAddr().String()
}

// TestLookUp asks a real name server on loopback: what the parent zone says counts.
func TestLookUp(t *testing.T) {
	t.Parallel()
	zone := []string{"example.com. NS ns.example.com.", "ns.example.com. A 127.0.0.1"}
	for name, c := range map[string]struct {
		parent, resolver []string
		alias, servers   string
	}{
		"both clusters, by glue": {
			parent: []string{
				"nas1.example.com. NS ssip-prod.example.com.", "nas1.example.com. NS ssip-dr.example.com.",
				"ssip-prod.example.com. A 192.0.2.100", "ssip-dr.example.com. A 198.51.100.100",
			},
			resolver: zone, servers: "[192.0.2.100 198.51.100.100]",
		},
		"both clusters, addresses of the servers asked of the resolver": {
			parent: []string{"nas1.example.com. NS ssip.other.net.", "nas1.example.com. NS ssip-dr.other.net."},
			resolver: append([]string{
				"ssip.other.net. A 192.0.2.100", "ssip-dr.other.net. A 198.51.100.100",
			}, zone...),
			servers: "[192.0.2.100 198.51.100.100]",
		},
		"one cluster": {
			parent:   []string{"nas1.example.com. NS ssip-prod.example.com.", "ssip-prod.example.com. A 192.0.2.100"},
			resolver: zone, servers: "[192.0.2.100]",
		},
		"an alias": {parent: []string{"nas1.example.com. CNAME prod.example.com."}, resolver: zone, alias: "prod.example.com", servers: "[]"},
		"unknown":  {parent: nil, resolver: zone, servers: "[]"},
		"no parent that can be asked": {
			resolver: []string{"nas1.example.com. NS ssip.example.com.", "ssip.example.com. A 192.0.2.100"}, servers: "[192.0.2.100]",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resolver := siteDNS(t, c.parent, c.resolver)
			_, port, err := net.SplitHostPort(resolver)
			if err != nil {
				t.Fatal(err)
			}
			d, err := lookUpAt(t.Context(), resolver, port, "nas1.example.com")
			if err != nil || d.Alias != c.alias || fmt.Sprint(d.Servers) != c.servers {
				t.Errorf("alias %q, servers %v, error %v; want %q, %s", d.Alias, d.Servers, err, c.alias, c.servers)
			}
		})
	}
}
