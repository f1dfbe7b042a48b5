// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package dns

import (
	"errors"
	"net"
	"testing"

	"github.com/miekg/dns"
)

// TestAsk_DenialAndRefusal: a service that denies a name is told from one that refuses; both are alive, as a lost cluster must not be.
func TestAsk_DenialAndRefusal(t *testing.T) {
	t.Parallel()
	for rcode, want := range map[int]error{dns.RcodeNameError: ErrNameDenied, dns.RcodeRefused: nil, dns.RcodeServerFailure: nil} {
		conn, err := net.ListenPacket("udp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		s := &dns.Server{PacketConn: conn, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, q *dns.Msg) {
			_ = w.WriteMsg(new(dns.Msg).SetRcode(q, rcode))
		})}
		go func() { _ = s.ActivateAndServe() }()
		t.Cleanup(func() { _ = s.Shutdown() })
		service := conn.LocalAddr().String()
		if got, err := Ask(t.Context(), service, "nas1.example.com"); !errors.Is(err, want) || len(got) > 0 {
			t.Errorf("%s: %v %v, want %v", dns.RcodeToString[rcode], got, err, want)
		}
		if got, _ := Probe(t.Context(), Lost{Service: service, Name: "nas1.example.com"}); got == Gone {
			t.Errorf("%s: a cluster that answers so counts as gone", dns.RcodeToString[rcode])
		}
	}
}
