// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"context"
	"net/http"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

const (
	adsURL   = "/platform/14/auth/providers/ads/DEMO.LOCAL"
	zoneURL  = "/platform/3/zones/nas1"
	shareURL = "/platform/12/protocols/smb/shares"
)

var directoryCases = map[string]findingCase{
	"ad_offline": {
		severity: finding.Risk,
		fire:     func(r *ready) { r.World.Do(func() { r.World.Forest.Down = true }) },
		cure:     func(r *ready, _ finding.Finding) { r.World.Do(func() { r.World.Forest.Down = false }) },
	},
	"ad_provider_missing": {
		severity: finding.Risk,
		fire:     func(r *ready) { r.put(DR, zoneURL, `{"auth_providers":[]}`) },
	},
	"spn_class_not_moved": {
		severity: finding.Risk,
		fire:     func(r *ready) { r.spns("PS1$", "nfs/nas1.demo.local") },
		cure:     func(r *ready, _ finding.Finding) { r.in.SPNClasses = []string{"HOST", "nfs"} },
	},
	"spn_missing": {
		severity: finding.Risk, object: "new.demo.local",
		fire: func(r *ready) {
			r.pool(Prod, `{"sc_dns_zone_aliases":["igls-nas1-ps1.demo.local","fin.demo.local","new.demo.local"]}`)
		},
	},
	"spn_on_third_account": {
		severity: finding.Risk,
		fire: func(r *ready) {
			r.World.Do(func() { r.World.Forest.Join("other", "other.demo.local") })
			r.spns("OTHER$", "HOST/nas1.demo.local")
		},
		cure: func(r *ready, _ finding.Finding) {
			r.World.Do(func() { r.World.Forest.Join("other", "other.demo.local") })
		},
	},
}

// spns adds an SPN to an account, as an administrator of the domain does at an old controller.
func (r *ready) spns(account string, spn string) {
	r.World.Do(func() {
		err := r.World.Forest.Write(ad.Change{
			Principal: account, Account: account, SPNs: append(r.World.Forest.Truth(account), spn), At: r.World.Now(), Duplicates: true,
		})
		if err != nil {
			r.t.Error(err)
		}
	})
	time.Sleep(time.Minute) // bubble
}

var objectCases = map[string]findingCase{
	"object_above_policy": {
		severity: finding.Risk,
		fire:     func(r *ready) { r.share(Prod, "nas1", `{"name":"all","path":"/ifs/data"}`) },
		cure:     (*ready).narrowAll,
	},
	"object_above_in_use": {
		severity: finding.Blocking, cure: (*ready).narrowAll,
		fire: func(r *ready) {
			r.share(Prod, "nas1", `{"name":"all","path":"/ifs/data","permissions":[`+everyone("full")+`]}`)
			r.World.Do(func() {
				clients.Add(r.World, clients.Client{Name: "admin", Address: "10.1.0.7", Protocol: clients.SMB, User: `DEMO\alice`})
				if err := clients.Connect(r.World, "admin", "nas1.demo.local", "all"); err != nil {
					r.t.Error(err)
				}
			})
		},
	},
	"share_continuity_differs": {
		severity: finding.Blocking,
		fire:     func(r *ready) { r.World.Do(func() { continuous(r.Bed, Prod) }) },
		cure: func(r *ready, _ finding.Finding) { // the next run makes it anew
			r.do(DR, http.MethodDelete, "/platform/12/protocols/smb/shares/nas1?zone=nas1", "")
		},
	},
	"other_zone_serves_path": {
		severity: finding.Risk,
		fire:     func(r *ready) { r.share(Prod, "System", `{"name":"back-door","path":"/ifs/data/nas1"}`) },
		cure: func(r *ready, _ finding.Finding) {
			r.do(Prod, http.MethodDelete, "/platform/12/protocols/smb/shares/back-door?zone=System", "")
		},
	},
	"originals_lost": {
		severity: finding.Risk,
		fire: func(r *ready) {
			r.share(DR, "nas1", `{"name":"left","path":"/ifs/data/nas1","permissions":[`+everyone("full")+`]}`)
			r.share(Prod, "nas1", `{"name":"left","path":"/ifs/data/nas1","permissions":[`+everyone("read")+`]}`)
		},
	},
	"edited_under_fence": {
		severity: finding.Blocking, adopted: true,
		fire: func(r *ready) {
			var b *Bed
			b = On(r.t, r.Site, Options{Quiet: true, AfterStage: after(survey.StageFence, func() { editShare("change")(b.Raw(r.t, Prod)) })})
			b.NewRun()
			if _, err := b.Engine.Run(r.t.Context(), r.in, r.survey()); err == nil {
				r.t.Error("the run goes on while somebody can write")
			}
		},
	},
	"original_unconfirmed": {
		severity: finding.Risk,
		fire: func(r *ready) {
			ctx, stop := context.WithCancel(r.t.Context())
			defer stop()
			b := On(r.t, r.Site, Options{Quiet: true, AfterStage: after(survey.StageFence, stop)})
			b.NewRun()
			if _, err := b.Engine.Run(ctx, r.in, r.survey()); err == nil {
				r.t.Error("the run was not stopped")
			}
			r.tamper(r.t, Prod, nil)
			r.rootOnDR(world.Everyone())
		},
		cure: func(r *ready, _ finding.Finding) { r.rootOnDR() }, // its counterpart is then what it was
	},
	"share_with_other_path": {
		severity: finding.Blocking, words: map[string]string{"<another name>": "fin-old"},
		fire: func(r *ready) {
			r.mkdir(DR, "/ifs/data/old")
			r.share(DR, "nas1", `{"name":"fin$","path":"/ifs/data/old"}`)
		},
	},
	"alias_with_other_path": {
		severity: finding.Blocking,
		fire: func(r *ready) {
			const aliases = "/platform/4/protocols/nfs/aliases?zone=nas1"
			r.mkdir(DR, "/ifs/data/old")
			r.do(Prod, http.MethodPost, aliases, `{"name":"/same","path":"/ifs/data/nas1/a"}`)
			r.do(DR, http.MethodPost, aliases, `{"name":"/same","path":"/ifs/data/old"}`)
		},
		cure: func(r *ready, _ finding.Finding) {
			r.do(DR, http.MethodDelete, "/platform/4/protocols/nfs/aliases/%2Fsame?zone=nas1", "")
		},
	},
	"zone_missing": {
		severity: finding.Blocking, words: map[string]string{"<base path>": "/ifs/extra"},
		fire: func(r *ready) {
			r.World.Do(func() { r.Cluster(Prod).Zones.Put("extra", world.NewZone("extra", "/ifs/data/nas1/b")) })
			r.share(Prod, "extra", `{"name":"extra","path":"/ifs/data/nas1/b"}`)
			r.mkdir(DR, "/ifs/extra")
		},
	},
	"local_trustee": {
		severity: finding.Risk,
		cure: func(r *ready, _ finding.Finding) {
			r.put(Prod, "/platform/12/protocols/smb/shares/local?zone=nas1", `{"permissions":[`+everyone("change")+`]}`)
		},
		fire: func(r *ready) {
			r.share(Prod, "nas1", `{"name":"local","path":"/ifs/data/nas1/b",
				"permissions":[{"permission":"full","permission_type":"allow","trustee":{"name":"failover","type":"user"}}]}`)
		},
	},
	"protocol_service_off": {
		severity: finding.Blocking, fire: func(r *ready) { r.put(DR, "/platform/7/protocols/smb/settings/global", `{"service":false}`) },
	},
	"quota_scan_unfinished": {
		severity: finding.Risk,
		fire: func(r *ready) {
			r.Raw(r.t, Prod).Must(http.MethodPost, "/platform/15/quota/quotas",
				`{"path":"/ifs/data/nas1/b","type":"directory","include_snapshots":true,"enforced":false}`)
		},
		cure: func(*ready, finding.Finding) {}, wait: time.Hour,
	},
	"quota_above_policy": {
		severity: finding.Risk,
		fire:     func(r *ready) { r.do(Prod, http.MethodPost, quotasURL, quotaAbove) },
		cure:     func(r *ready, _ finding.Finding) { r.do(DR, http.MethodPost, quotasURL, quotaAbove) },
	},
}

const quotaAbove = `{"path":"/ifs/data","type":"directory","include_snapshots":false,"enforced":true,
	"thresholds":{"advisory":1099511627776}}`

// narrowAll lets the share all begin at the policy's directory.
func (r *ready) narrowAll(finding.Finding) {
	r.put(Prod, "/platform/12/protocols/smb/shares/all?zone=nas1", `{"path":"/ifs/data/nas1"}`)
}

// mkdir makes a directory.
func (r *ready) mkdir(on, path string) {
	r.World.Do(func() {
		if err := r.Cluster(on).FS.Mkdir(path, true, fs.Write{At: r.World.Now()}); err != nil {
			r.t.Error(err)
		}
	})
}

// share makes a share.
func (r *ready) share(on, zone, body string) { r.do(on, http.MethodPost, shareURL+"?zone="+zone, body) }

// everyone is an entry of a share's permissions.
func everyone(may string) string {
	return `{"permission":"` + may + `","permission_type":"allow","trustee":{"id":"SID:S-1-1-0","name":"Everyone","type":"wellknown"}}`
}
