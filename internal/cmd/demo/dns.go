// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"time"

	"github.com/miekg/dns"
)

// answers asks the SmartConnect service of one cluster for a name, as a site's DNS server does after delegation. It tells the addresses
// that came back; none means that this cluster does not have the name.
func answers(ctx context.Context, access clusterAccess, name string) ([]string, error) {
	question := new(dns.Msg)
	question.SetQuestion(dns.Fqdn(name), dns.TypeA)
	client := &dns.Client{Timeout: 5 * time.Second}
	reply, _, err := client.ExchangeContext(ctx, question, access.DNS)
	if err != nil {
		return nil, fmt.Errorf("ask %s at %s for %s: %w", access.Name, access.DNS, name, err)
	}
	var found []string
	for _, rr := range reply.Answer {
		if a, ok := rr.(*dns.A); ok {
			found = append(found, a.A.String())
		}
	}
	return found, nil
}
