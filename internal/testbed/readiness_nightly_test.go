// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/dns"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
)

// nightlyCases are the findings that are no part of a plan, because they change from hour to hour.
var nightlyCases = map[string]findingCase{
	"data_old": {
		severity: finding.Risk, object: "nas1", adopted: true, look: (*ready).observed, wait: 5 * time.Minute,
		fire: func(r *ready) {
			r.quiet()
			r.policy(Prod, "nas1", `{"rpo_alert":900}`)
			time.Sleep(time.Hour) // bubble
		},
	},
	"failover_snapshot_missing": {
		severity: finding.Risk, object: "nas1", adopted: true, look: (*ready).observed, wait: 5 * time.Minute,
		fire: func(r *ready) {
			r.quiet()
			r.World.Do(func() {
				c := r.Cluster(DR)
				for _, s := range c.Snapshots.Values() {
					if strings.HasPrefix(s.Name, "SIQ-Failover-nas1-") {
						c.DropSnapshot(s.Name)
					}
				}
			})
		},
	},
	"inventory_not_written": {
		severity: finding.Risk, adopted: true, look: (*ready).observed,
		fire: func(r *ready) { // never adopted
			r.d = nil
			r.Bed = New(r.t, Options{Quiet: true})
		},
		cure: (*ready).adoptAgain,
	},
	"inventory_stale": {
		severity: finding.Risk, adopted: true, look: (*ready).observed,
		fire: func(r *ready) {
			r.quiet()
			time.Sleep(31 * 24 * time.Hour) // bubble
		},
		cure: (*ready).adoptAgain,
	},
	"dns_unreachable": {
		severity: finding.Risk, adopted: true, look: (*ready).observed,
		fire: func(r *ready) { r.dns(dns.Delegation{}, errors.New("no route to host")) },
		cure: func(r *ready, _ finding.Finding) { r.reconfigure(nil) },
	},
	"dns_alias": {
		severity: finding.Risk, adopted: true, look: (*ready).observed,
		fire: func(r *ready) { r.dns(dns.Delegation{Alias: "prod-mgmt.demo.local"}, nil) },
		cure: func(r *ready, _ finding.Finding) { r.reconfigure(nil) },
	},
	"dns_name_denied": {
		severity: finding.Risk, object: "name nas1.demo.local", adopted: true, look: (*ready).observed,
		fire: func(r *ready) { r.foreign("nxdomain") },
		cure: func(r *ready, _ finding.Finding) { r.foreign("refused") },
	},
	"dns_answers_kept": {
		severity: finding.Risk, adopted: true, look: (*ready).observed,
		fire: func(r *ready) {
			d, err := r.Bed.delegation(r.t.Context(), "")
			d.Kept = 3600
			r.dns(d, err)
		},
		cure: func(r *ready, _ finding.Finding) { r.reconfigure(nil) },
	},
	"dns_not_delegated": {
		severity: finding.Risk, adopted: true, look: (*ready).observed,
		fire: func(r *ready) {
			r.dns(dns.Delegation{Servers: []netip.Addr{netip.MustParseAddr("192.168.1.100")}}, nil)
		},
		cure: func(r *ready, _ finding.Finding) { r.reconfigure(nil) },
	},
}

// observed are the findings of a look at ages, snapshots and DNS.
func (r *ready) observed() []finding.Finding {
	return r.Engine.Observe(r.t.Context(), r.in, r.survey()).Findings
}

// foreign is what SmartConnect says to a name that the cluster does not have.
func (r *ready) foreign(says string) {
	r.World.Do(func() {
		if err := r.World.Dials.Set(dial.ForeignName, says); err != nil {
			r.t.Fatal(err)
		}
	})
}

// adoptAgain takes the pool up as a create does.
func (r *ready) adoptAgain(finding.Finding) {
	in := r.Intent(Prod)
	if err := r.Engine.Adopt(r.t.Context(), in, r.Engine.Survey(r.t.Context(), Scope(in, nil))); err != nil {
		r.t.Error(err)
	}
}

// dns lets the site's DNS answer every name in one way.
func (r *ready) dns(d dns.Delegation, err error) {
	r.Bed = On(r.t, r.Site, Options{Quiet: true, Delegation: func(context.Context, string) (dns.Delegation, error) { return d, err }})
}
