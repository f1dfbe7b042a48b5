// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package dns

import (
	"context"
	"net/netip"
	"time"

	"github.com/miekg/dns"
)

// dnsTimeout bounds one question.
const dnsTimeout = 3 * time.Second

// Ask puts one DNS question. A refusal is an empty answer: the cluster does not have the name. That there is no such name is ErrNameDenied.
func Ask(ctx context.Context, endpoint, name string) ([]netip.Addr, error) {
	m := new(dns.Msg)
	m.SetQuestion(dns.Fqdn(name), dns.TypeA)
	c := dns.Client{Timeout: dnsTimeout}
	in, _, err := c.ExchangeContext(ctx, m, endpoint)
	if err != nil {
		return nil, err
	}
	if in.Rcode == dns.RcodeNameError {
		return nil, ErrNameDenied
	}
	var out []netip.Addr
	for _, rr := range in.Answer {
		if a, ok := rr.(*dns.A); ok {
			if addr, ok := netip.AddrFromSlice(a.A.To4()); ok {
				out = append(out, addr)
			}
		}
	}
	return out, nil
}
