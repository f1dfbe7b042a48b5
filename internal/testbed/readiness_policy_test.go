// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/mirror"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var policyCases = map[string]findingCase{
	"policy_missing": {
		severity: finding.Invalid,
		fire:     func(r *ready) { r.in.Policies = []string{"fin", "nas1", "nas2"} },
		cure:     func(r *ready, _ finding.Finding) { r.in.Policies = []string{"fin", "nas1"} },
	},
	"policy_ambiguous": {
		severity: finding.Invalid,
		fire:     func(r *ready) { policyBothWays(r.t, r.Bed) },
		cure:     func(r *ready, _ finding.Finding) { r.policy(DR, "nas1", `{"name":"abroad"}`) },
	},
	"policy_elsewhere": {
		severity: finding.Invalid, object: "astray", wait: 10 * time.Minute,
		words: map[string]string{"<name or address of dr that stays>": "ps2.demo.local"},
		fire: func(r *ready) {
			r.World.Do(func() {
				s := synciq.NewPolicySettings()
				s.Name, s.SourceRootPath, s.TargetPath, s.TargetHost = "astray", "/ifs/data/nas1/a", "/ifs/data/astray", "ps9.demo.local"
				synciq.Of(r.Cluster(Prod)).AddPolicy(s, true, "")
			})
			r.do(Prod, http.MethodPost, "/platform/15/sync/jobs", `{"id":"astray"}`)
			time.Sleep(5 * time.Minute) // bubble
			r.in.Policies = append([]string{"astray"}, r.in.Policies...)
		},
		cure: func(r *ready, f finding.Finding) {
			r.send(f, findingCase{words: map[string]string{"<name or address of dr that stays>": "ps2.demo.local"}})
			r.policy(Prod, "astray", `{"conflicted":false}`)
			r.do(Prod, http.MethodPost, "/platform/15/sync/jobs", `{"id":"astray"}`) // and run it once
		},
		as: "failover",
	},
	"policy_copies": {severity: finding.Invalid, fire: func(r *ready) { r.policy(Prod, "nas1", `{"action":"copy"}`) }},
	"policy_filtered": {
		severity: finding.Invalid, fire: func(r *ready) { r.policy(Prod, "nas1", `{"source_exclude_directories":["/ifs/data/nas1/b"]}`) },
	},
	"policy_without_failback": {severity: finding.Invalid, fire: func(r *ready) { r.policy(Prod, "nas1", `{"disable_fofb":true}`) }},
	"policy_never_run": {
		severity: finding.Blocking, object: "new", wait: 10 * time.Minute,
		fire: func(r *ready) { r.newPolicy(true); r.in.Policies = append(r.in.Policies, "new") },
	},
	"unexpected_position": {
		severity: finding.Blocking, object: "new",
		fire: func(r *ready) { r.newPolicy(false); r.in.Policies = append(r.in.Policies, "new") },
	},
	"policy_disabled":   {severity: finding.Blocking, fire: func(r *ready) { r.policy(Prod, "nas1", `{"enabled":false}`) }},
	"policy_conflicted": {severity: finding.Blocking, fire: (*ready).failRun},
	"policy_last_run_failed": {
		severity: finding.Risk, wait: 10 * time.Minute,
		fire: func(r *ready) {
			r.failRun()
			r.policy(Prod, "nas1", `{"schedule":""}`)
			r.policy(Prod, "nas1", `{"conflicted":false}`)
		},
	},
	"policy_running": {severity: finding.Risk, object: "nas1", wait: 10 * time.Minute, fire: func(r *ready) { r.quiet(); r.longRun() }},
	"policy_job_stopped": {
		severity: finding.Blocking, wait: 30 * time.Minute,
		fire: func(r *ready) {
			r.quiet()
			r.longRun()
			r.put(Prod, "/platform/15/sync/jobs/nas1", `{"state":"paused"}`)
		},
	},
	"resync_prep_left_out": {
		severity: finding.Blocking, wait: 10 * time.Minute, cure: (*ready).rollBack,
		fire: func(r *ready) {
			r.quiet()
			r.do(DR, http.MethodPost, "/platform/15/sync/jobs", `{"id":"nas1","action":"allow_write"}`)
			time.Sleep(5 * time.Minute) // bubble
		},
	},
	"policy_of_open_run": {
		severity: finding.Invalid, object: "fin", adopted: true,
		fire: func(r *ready) {
			ctx, stop := context.WithTimeout(r.t.Context(), 2*time.Minute)
			defer stop()
			if _, err := r.Engine.Run(ctx, r.in, r.Engine.Survey(ctx, Scope(r.in, nil))); err == nil {
				r.t.Error("the run is over before anything is taken out")
			}
			r.in.Policies = []string{"nas1"}
		},
		cure: func(r *ready, _ finding.Finding) { r.in.Policies = r.Intent(DR).Policies },
	},
	"copy_left_open": {
		severity: finding.Blocking, wait: 10 * time.Minute, cure: (*ready).rollBack,
		fire: func(r *ready) {
			r.in = r.Intent(Prod)
			r.quiet()
			r.do(DR, http.MethodPost, "/platform/15/sync/jobs", `{"id":"nas1","action":"allow_write"}`)
			time.Sleep(5 * time.Minute) // bubble
		},
	},
	"would_leave_writes_behind": {
		severity: finding.Refused,
		fire: func(r *ready) {
			r.openedByHand()
			r.in = r.Intent(Prod)
		},
		cure: func(r *ready, f finding.Finding) {
			r.in = r.Intent(DR) // accept where the pool is, and give up what only prod has
			r.in.DiscardChangesSince = moment(r.t, f.Cure)
			planned := r.survey()
			if _, err := r.Engine.Run(r.t.Context(), r.in, planned); err != nil {
				r.t.Error(err)
			}
			r.in = r.Intent(Prod) // then move
		},
	},
	"smartlock_directory": {
		severity: finding.Risk, fire: func(r *ready) { r.smartLock("/ifs/data/nas1/a", "enterprise", Prod, DR) },
		cure: (*ready).unlock,
	},
	"no_way_back": {
		severity: finding.Blocking, fire: func(r *ready) { r.smartLock("/ifs/data/nas1", "compliance", DR) },
		cure: (*ready).unlock,
	},
	"cloud_pools": {
		severity: finding.Risk,
		fire: func(r *ready) {
			r.World.Do(func() {
				r.World.Dials[dial.CloudPools] = "assumed"
				r.Cluster(Prod).CloudPools = []string{"glacier"}
			})
		},
		cure: func(r *ready, _ finding.Finding) { r.World.Do(func() { r.Cluster(Prod).CloudPools = nil }) },
	},
	"domain_not_marked": {
		severity: finding.Risk, object: "new", as: "failover", wait: 10 * time.Minute,
		fire: func(r *ready) {
			r.newPolicy(true)
			r.do(Prod, http.MethodPost, "/platform/15/sync/jobs", `{"id":"new"}`)
			time.Sleep(5 * time.Minute) // bubble
			r.in.Policies = append(r.in.Policies, "new")
		},
		cure: func(r *ready, f finding.Finding) {
			r.send(f, findingCase{})
			r.do(Prod, http.MethodPost, "/platform/15/sync/jobs", `{"id":"new"}`) // one more run, as the finding says
		},
	},
	"policy_not_declared": {
		severity: finding.Blocking,
		fire:     func(r *ready) { r.in.Policies = []string{"fin", "nas1"} },
		cure:     func(r *ready, _ finding.Finding) { r.in.Policies = []string{"fin", "nas1", "proj"} },
	},
	"policies_overlap": {
		severity: finding.Refused,
		fire: func(r *ready) {
			r.create("sub", "/ifs/data/nas1/a", "/ifs/data/elsewhere", true)
			r.in.Policies = []string{"fin", "nas1", "proj", "sub"}
		},
		cure: func(r *ready, _ finding.Finding) { r.in.Policies = []string{"fin", "nas1", "proj"} },
	},
	"target_path_changed": {
		severity: finding.Blocking, fire: func(r *ready) { r.quiet(); r.policy(Prod, "nas1", `{"target_path":"/ifs/data/other"}`) },
	},
	"target_record_twice": {
		severity: finding.Blocking, fire: (*ready).third,
		cure: func(r *ready, f finding.Finding) { // the record that is not the policy's own
			_, own, _ := strings.Cut(f.Cure, "which is not ")
			for _, x := range r.Raw(r.t, DR).List("/platform/1/sync/target/policies", "policies", nil) {
				if x["name"] == "nas1" && x["id"] != own {
					r.do(DR, http.MethodDelete, "/platform/1/sync/target/policies/"+fmt.Sprint(x["id"]), "")
				}
			}
		},
	},
	"path_outside_zone": {
		severity: finding.Blocking, fire: func(r *ready) { r.put(DR, "/platform/3/zones/nas1", `{"path":"/ifs/data/fin"}`) },
	},
	"mirror_name_taken": {
		severity: finding.Blocking, words: map[string]string{"<another name>": "something"},
		fire: func(r *ready) {
			r.do(DR, http.MethodPost, "/platform/14/sync/policies", `{"name":"nas1_mirror","action":"sync","source_root_path":"/ifs/home",
				"target_path":"/ifs/home-copy","target_host":"ps1.demo.local","enabled":false}`)
		},
	},
	"replicates_through_moving_name": {
		severity: finding.Blocking, words: map[string]string{"<name or address of dr that stays>": "ps2.demo.local"},
		fire: func(r *ready) { r.quiet(); r.policy(Prod, "nas1", `{"target_host":"nas1.demo.local"}`) },
	},
	"target_host_wrong": {
		severity: finding.Blocking, words: map[string]string{"<name or address of dr that stays>": "ps2.demo.local"},
		fire: func(r *ready) { r.quiet(); r.policy(Prod, "nas1", `{"target_host":"ps1-repl.demo.local"}`) },
	},
	"replicates_through_pool": {
		severity: finding.Risk, words: map[string]string{"<name or address of dr that stays>": "ps2.demo.local"},
		fire: func(r *ready) {
			r.quiet()
			for _, k := range []string{Prod, DR} {
				r.pool(k, `{"access_zone":"System"}`)
			}
			r.policy(Prod, "nas1", `{"target_host":"drtest.demo.local"}`)
		},
	},
	"replicates_through_dynamic_pool": {
		severity: finding.Blocking, fire: func(r *ready) { r.quiet(); r.put(DR, subnetURL+"/pools/mgmt", `{"alloc_method":"dynamic"}`) },
	},
	"policy_pinned": {
		severity: finding.Risk,
		fire:     func(r *ready) { r.policy(Prod, "nas1", `{"source_network":{"subnet":"subnet0","pool":"mgmt"}}`) },
	},
	"way_back_password": {
		severity: finding.Risk, object: "fin_mirror", words: map[string]string{"<password>": "way-back"},
		fire: func(r *ready) { r.put(Prod, "/platform/16/sync/settings", `{"password":"way-back"}`) },
	},
	"certificate_missing": {
		severity: finding.Blocking,
		fire:     func(r *ready) { r.certificates(365) },
		cure: func(r *ready, _ finding.Finding) {
			r.World.Do(func() {
				own, _ := synciq.Of(r.Cluster(Prod)).Servers.Get("own")
				own.ID = "prod-at-dr"
				synciq.Of(r.Cluster(DR)).Peers.Put(own.ID, own)
			})
		},
	},
	"certificate_expires": {
		severity: finding.Risk,
		fire:     func(r *ready) { r.certificates(20) },
		cure:     func(r *ready, _ finding.Finding) { r.certificates(365) },
	},
	"replicates_by_hand_only": {
		severity: finding.Risk, look: (*ready).mirror,
		fire: func(r *ready) {
			r.quiet()
			r.policy(Prod, "nas1", `{"schedule":"every 5 minutes"}`)
			r.do(DR, http.MethodPost, "/platform/15/sync/jobs", `{"id":"nas1","action":"allow_write"}`)
			time.Sleep(5 * time.Minute) // bubble
			r.do(Prod, http.MethodPost, "/platform/15/sync/jobs", `{"id":"nas1","action":"resync_prep"}`)
			time.Sleep(10 * time.Minute) // bubble
		},
		cure: func(r *ready, _ finding.Finding) {
			schedule := "every 5 minutes"
			r.in.Names = []string{schedule} // declared, see mirror
		},
	},
}

// mirror are the findings of a mirror of nas1. A schedule is declared once names holds one.
func (r *ready) mirror() []finding.Finding {
	in := mirror.Intent{Policy: "nas1", Source: Prod, Target: DR}
	if len(r.in.Names) > 0 {
		in.Schedule = &r.in.Names[0]
	}
	return mirror.Plan(r.Engine.SurveyMirror(r.t.Context(), in), in).Warnings
}

// rollBack closes the copy of nas1 on dr: nothing that was written there is wanted.
func (r *ready) rollBack(finding.Finding) {
	r.do(DR, http.MethodPost, "/platform/15/sync/jobs", `{"id":"nas1","action":"allow_write_revert"}`)
}

// newPolicy makes a policy that has never run.
func (r *ready) newPolicy(on bool) {
	r.mkdir(Prod, "/ifs/data/new")
	r.create("new", "/ifs/data/new", "/ifs/data/new", on)
}

func (r *ready) create(name, source, target string, on bool) {
	enabled := map[bool]string{true: "true", false: "false"}[on]
	r.do(
		Prod,
		http.MethodPost,
		"/platform/14/sync/policies",
		`{"name":"`+name+`","action":"sync","source_root_path":"`+source+`","target_path":"`+
			target+`","target_host":"ps2.demo.local","enabled":`+enabled+`}`,
	)
}

// third is another cluster that replicates to dr by a policy of the same name.
func (r *ready) third() {
	r.World.Do(func() {
		c := &world.Cluster{Name: "ps3", Reachable: true, FS: fs.New(), GUID: "005056ff8876308e650b62651a8b25f5982d"}
		c.Nodes = []world.Node{{LNN: 1, DevID: 1, Up: true}}
		r.World.AddCluster(c)
		_ = c.FS.Mkdir("/ifs/third", true, fs.Write{At: r.World.Now()})
		s := synciq.NewPolicySettings()
		s.Name, s.SourceRootPath, s.TargetPath, s.TargetHost = "nas1", "/ifs/third", "/ifs/third-copy", "ps2.demo.local"
		synciq.Of(c).AddPolicy(s, true, "")
		if got := synciq.Of(c).Act(siq.Sync, "nas1", synciq.Request{}); got.Refused != nil {
			r.t.Error(got.Refused.Text)
		}
	})
	time.Sleep(5 * time.Minute) // bubble
}

// openedByHand is a pool that somebody moved to dr with a runbook: copies opened, names moved, nothing turned.
func (r *ready) openedByHand() {
	r.quiet()
	for _, p := range r.Site.Policies {
		r.do(DR, http.MethodPost, "/platform/15/sync/jobs", `{"id":"`+p+`","action":"allow_write"}`)
	}
	time.Sleep(10 * time.Minute) // bubble
	r.pool(Prod, `{"sc_dns_zone":"igls-original-nas1.demo.local",
		"sc_dns_zone_aliases":["igls-nas1-ps1.demo.local","igls-original-fin.demo.local"]}`)
	r.pool(DR, `{"sc_dns_zone":"nas1.demo.local","sc_dns_zone_aliases":["igls-nas1-ps2.demo.local","drtest.demo.local","fin.demo.local"]}`)
}

// moment is the time in quotes of a line to paste.
func moment(t *testing.T, cure string) *time.Time {
	t.Helper()
	for part := range strings.SplitSeq(cure, `"`) {
		if at, err := time.Parse(time.RFC3339, part); err == nil {
			return &at
		}
	}
	t.Errorf("no time to paste in: %s", cure)
	return nil
}

// failRun lets the next scheduled run of nas1 fail.
func (r *ready) failRun() {
	r.World.Do(func() {
		synciq.Of(r.Cluster(Prod)).FailNextJob("nas1", siq.Sync, synciq.JobFault{State: "failed", Text: "the disk said no"})
	})
	time.Sleep(10 * time.Minute) // bubble: the schedule starts it
}

// longRun starts a run that lasts long enough to be seen.
func (r *ready) longRun() {
	r.World.Do(func() {
		_ = r.Cluster(Prod).FS.Write("/ifs/data/nas1/a/big", fs.Write{Bytes: 400 << 30, At: r.World.Now()})
	})
	r.do(Prod, http.MethodPost, "/platform/15/sync/jobs", `{"id":"nas1"}`)
}

// certificates sets encryption up: prod has a certificate of its own, good for so many days, that dr does not know.
func (r *ready) certificates(days int64) {
	r.World.Do(func() {
		now := r.World.Now().Unix()
		c := r.Cluster(Prod)
		synciq.Of(c).Servers.Put("own", synciq.Certificate{
			ID: "own", Name: "prod", Subject: "CN=prod", Issuer: "CN=prod", Fingerprint: "aa", NotBefore: now - 86400, NotAfter: now + days*86400,
		})
		s := synciq.Of(c).CurrentSettings()
		s.ClusterCertificateID, s.EncryptionRequired = "own", days > 30
		synciq.Of(c).SetSettings(s)
	})
}
