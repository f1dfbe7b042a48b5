// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"net/http"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
)

// lostCases are the findings of a cluster that is declared lost, and of its return.
var lostCases = map[string]findingCase{
	"target_is_lost": {
		severity: finding.Refused,
		fire:     func(r *ready) { r.prior = r.survey(); r.lose(DR) },
		cure:     func(r *ready, _ finding.Finding) { r.found(DR) },
	},
	"data_loss": {
		severity: finding.Refused,
		fire:     func(r *ready) { r.prior = r.survey(); r.lose(Prod) },
		cure: func(r *ready, f finding.Finding) {
			r.in = accept(r.t, r.in, []finding.Finding{f})
		},
	},
	"lost_since_too_early": {
		severity: finding.Refused,
		fire: func(r *ready) {
			r.prior = r.survey()
			r.lose(Prod)
			r.declare(Prod, time.Now().Add(-24*time.Hour))
		},
		cure: func(r *ready, _ finding.Finding) { r.declare(Prod, time.Now()) },
	},
	"lost_since_in_future": {
		severity: finding.Refused,
		fire: func(r *ready) {
			r.prior = r.survey()
			r.lose(Prod)
			r.declare(Prod, time.Now().Add(48*time.Hour))
		},
		cure: func(r *ready, _ finding.Finding) { r.declare(Prod, time.Now()) },
	},
	"recovery_point_unknown": {
		severity: finding.Refused,
		fire: func(r *ready) {
			r.newPolicy(true)
			r.World.Do(func() {
				_ = r.Cluster(Prod).FS.Write("/ifs/data/new/big", fs.Write{Bytes: 400 << 30, At: r.World.Now()})
			})
			r.do(Prod, http.MethodPost, "/platform/15/sync/jobs", `{"id":"new"}`)
			r.in.Policies = append(r.in.Policies, "new")
			r.prior = r.survey()
			r.lose(Prod)
		},
		cure: func(r *ready, _ finding.Finding) { r.in.Policies = r.in.Policies[:len(r.in.Policies)-1] },
	},
	"rebuild": {
		severity: finding.Refused, wait: 10 * time.Minute,
		fire: func(r *ready) {
			r.quiet()
			r.prior = r.survey()
			r.do(DR, http.MethodDelete, "/platform/1/sync/target/policies/nas1", "")
			r.lose(Prod)
		},
		cure: func(r *ready, _ finding.Finding) { // rebuilt by hand, with both clusters
			r.found(Prod)
			r.do(Prod, http.MethodPost, "/platform/1/sync/policies/nas1/reset", "{}")
			r.policy(Prod, "nas1", `{"enabled":true}`)
			r.do(Prod, http.MethodPost, "/platform/15/sync/jobs", `{"id":"nas1"}`)
			time.Sleep(10 * time.Minute) // bubble
			r.prior = r.survey()
			r.lose(Prod)
		},
	},
	"names_unknown": {
		severity: finding.Refused,
		fire:     func(r *ready) { r.lose(Prod) },
		cure:     func(r *ready, _ finding.Finding) { r.in.Names = []string{"nas1.demo.local", "fin.demo.local"} },
	},
	"inventory_missing": {
		severity: finding.Risk,
		fire: func(r *ready) {
			r.in.Names = []string{"nas1.demo.local", "fin.demo.local"}
			r.lose(Prod)
			r.accept()
		},
		cure: (*ready).refreshOnceMore,
	},
	"inventory_age": {
		severity: finding.Risk,
		fire: func(r *ready) {
			r.prior = r.survey()
			r.lose(Prod)
			r.accept()
		},
		// The age is always told; nothing was changed since, so there is nothing to repeat, and a controlled move does not need it.
		cure: func(r *ready, _ finding.Finding) { r.found(Prod) },
	},
	"inventory_old": {
		severity: finding.Risk,
		fire: func(r *ready) {
			r.quiet() // thousands of runs would tell no more
			r.prior = r.survey()
			time.Sleep(8 * 24 * time.Hour) // bubble
			r.lose(Prod)
			r.accept()
		},
		cure: (*ready).refreshOnceMore,
	},
	"would_discard_survivor": {
		severity: finding.Refused,
		fire: func(r *ready) {
			r.returned()
			r.in = r.Intent(Prod)
		},
		cure: func(r *ready, _ finding.Finding) { r.giveUp(); r.in = r.Intent(Prod) },
	},
	"discard_needs_acknowledgement": {
		severity: finding.Risk,
		fire:     (*ready).returned,
		cure:     func(r *ready, _ finding.Finding) { r.giveUp() },
	},
}

// lose takes a cluster away; a minute later somebody declares it lost.
func (r *ready) lose(key string) {
	reachable(r.Bed, key, false)
	since := time.Now()
	time.Sleep(time.Minute) // bubble
	r.declare(key, since)
}

// declare writes lost_since.
func (r *ready) declare(key string, since time.Time) {
	r.Bed = On(r.t, r.Site, Options{Quiet: true, RunID: "run-lost", Lost: map[string]time.Time{key: since}})
}

// found lets it answer again, and takes lost_since away.
func (r *ready) found(key string) {
	reachable(r.Bed, key, true)
	r.reconfigure(nil)
}

// accept declares how much may be lost, so that what else is found shows.
func (r *ready) accept() {
	limit := 30 * 24 * time.Hour
	r.in.MaxDataLoss = &limit
}

// refreshOnceMore reads the lost cluster again before it is gone for good.
func (r *ready) refreshOnceMore(finding.Finding) {
	r.found(Prod)
	r.prior = r.survey()
	r.lose(Prod)
}

// returned takes over without prod, and lets prod come back.
func (r *ready) returned() {
	d := ordinary(r.t, Options{}, nil)
	d.lose()
	d.takeOver()
	time.Sleep(time.Hour) // bubble
	d.comeBack()
	r.Bed, r.prior = d.b, d.known
	r.in = d.to()
	r.d = d
}

// giveUp acknowledges what the returned cluster alone has, and re-protects it.
func (r *ready) giveUp() {
	r.in = r.d.discard()
	r.d.run(r.Bed, r.in, survey.KindDiscard)
	r.prior = r.d.known
}
