// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/ad"
)

const (
	quotasURL = "/platform/15/quota/quotas"
	someQuota = `{"path":"/ifs/data/fin","type":"default-user","include_snapshots":false,"enforced":true,"thresholds":{"hard":8589934592}}`
)

// leftCases are what a run leaves of which every record is gone.
var leftCases = map[string]findingCase{
	"spn_left_behind": {
		severity: finding.Risk, object: "nas1.demo.local",
		fire: func(r *ready) {
			r.in.Active = Prod
			r.carry("PS1$", "PS2$", "HOST/nas1.demo.local")
		},
	},
	"spn_not_registered": {
		severity: finding.Risk, object: "HOST/nas1",
		fire: func(r *ready) {
			r.in.Active = Prod
			r.drop("PS1$", "HOST/nas1")
		},
	},
	"quota_left_behind": {
		severity: finding.Risk,
		fire: func(r *ready) {
			r.in.Active = Prod
			r.do(DR, http.MethodPost, quotasURL, someQuota)
		},
	},
	"quota_half_made": {
		severity: finding.Risk,
		fire: func(r *ready) {
			r.do(Prod, http.MethodPost, quotasURL, someQuota)
			r.do(DR, http.MethodPost, quotasURL, someQuota)
			r.silence(DR)
		},
		cure: func(r *ready, _ finding.Finding) { r.silence(Prod) },
	},
}

// carry takes an SPN from one account to another, as an administrator of the domain does.
func (r *ready) carry(from, to, spn string) {
	r.drop(from, spn)
	r.spns(to, spn)
}

// drop takes an SPN off an account.
func (r *ready) drop(account, spn string) {
	r.World.Do(func() {
		forest := r.World.Forest
		left := slices.DeleteFunc(slices.Clone(forest.Truth(account)), func(x string) bool { return x == spn })
		if err := forest.Write(ad.Change{Principal: account, Account: account, SPNs: left, At: r.World.Now()}); err != nil {
			r.t.Error(err)
		}
	})
	time.Sleep(time.Minute) // bubble
}

// silence takes all notification rules off the quota that the case has made, the default ones as well.
func (r *ready) silence(on string) {
	for _, q := range r.Raw(r.t, on).List(quotasURL, "quotas", nil) {
		if q["path"] == "/ifs/data/fin" && q["type"] == "default-user" {
			r.put(on, "/platform/7/quota/quotas/"+url.PathEscape(fmt.Sprint(q["id"]))+"/notifications", "{}")
			return
		}
	}
	r.t.Errorf("no quota on %s", on)
}
