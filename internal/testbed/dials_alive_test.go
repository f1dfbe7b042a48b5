// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fault"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/smartconnect"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// unseen are the dials whose answers no request of the provider can tell apart, and why. They stay dials of the simulator for others.
var unseen = map[string]string{
	dial.CSRFOnGet:                   "the client sends the token with every request",
	dial.Referer:                     "the client sends the header with every request",
	dial.UnknownProperty:             "the client sends no property that the contract does not have, and refuses to",
	dial.AboveLatest:                 "the client asks for fixed versions, none above 16",
	dial.OtherService:                "the client logs in to both services",
	"delete_when_target_unreachable": "the client cannot delete a policy",
	dial.ProtectedErrno:              "it is the error of a person's write; no answer of the API has it",
	dial.NTLMFallback:                "it is about how people log in; the writers' seeds turn it",
	dial.PersistentHandles:           "it is about what a person's own handle may do; an attack turns it",
	dial.ClientCache:                 "it is about a person's own cache; the writers' seeds turn it",
}

// alike are values that this client cannot tell from another one, because it does what both ask for. A client that did not would.
var alike = map[string]string{
	dial.ResumeWithZone: dial.Required, // zone is sent beside resume until that is refused
}

// probes are what makes a dial show. A dial without one shows in a failover by hand.
var probes = map[string]func(p *probe){
	dial.ActionStatus:     func(p *probe) { _ = p.Clients[DR].FlushDNSCache(p.ctx, strewing) },
	dial.CreatedStatus:    func(p *probe) { p.job(Prod, "nas1", "", 2) },
	dial.ChangedStatus:    func(p *probe) { p.on(true) },
	dial.PageSize:         (*probe).readAll,
	dial.ResumeWithZone:   (*probe).readAll,
	dial.ErrorCodeCase:    (*probe).readAll,
	dial.EmptyValues:      (*probe).readAll,
	dial.ListOrder:        (*probe).readAll,
	dial.NumberForm:       (*probe).readAll,
	dial.DNSNameCase:      (*probe).readAll,
	dial.SPNCase:          (*probe).readAll,
	dial.ZoneNameCase:     (*probe).readAll,
	dial.TargetRecordID:   (*probe).readAll,
	dial.ADSInstance:      (*probe).readAll,
	dial.LicenceTerms:     (*probe).readAll,
	dial.PermissionOrder:  (*probe).readAll,
	dial.ShortSPNs:        (*probe).readAll,
	dial.SessionIdle:      func(p *probe) { p.again(70 * time.Second) },
	dial.SessionAbsolute:  func(p *probe) { p.again(130 * time.Second) },
	dial.UnauthorizedBody: func(p *probe) { p.readAll(); p.again(20 * time.Minute) },
	dial.SessionNodes: func(p *probe) {
		p.readAll()
		p.inWorld(func(w *world.World) { w.Cluster("ps1").Nodes[1].Up = false; w.Cluster("ps2").Nodes[1].Up = false })
		p.readAll()
		p.inWorld(func(w *world.World) {
			for _, r := range w.Log.All() { // these clients have connections of their own, so the simulator tells
				p.saw("%s %s: %d", r.Method, r.Path, r.Status)
			}
		})
	},
	dial.ConfigCollision:  (*probe).collide,
	dial.ProtectedObjects: func(p *probe) { _ = p.Clients[DR].WriteFile(p.ctx, strewing, "/ifs/data/nas1/x", []byte("x"), true) },
	dial.NoOverwrite: func(p *probe) {
		for range 2 {
			_ = p.Clients[DR].WriteFile(p.ctx, strewing, scenarioJournal+"/x", []byte("x"), false)
		}
	},
	dial.NamespaceModes: func(p *probe) { _ = p.Clients[DR].WriteFile(p.ctx, strewing, "/ifs/data/x", []byte("x"), true) },
	dial.NamesVisible: func(p *probe) {
		p.alias("late.demo.local")
		for range 8 {
			p.ask("late.demo.local")
			time.Sleep(2 * time.Second)
		}
	},
	dial.ForeignName:    func(p *probe) { p.ask("nobody.demo.local") },
	dial.NameClash:      func(p *probe) { p.alias("eng-ps1.demo.local") },
	dial.AliasEqualZone: func(p *probe) { p.alias("nas1.demo.local") },
	dial.SPNClash:       func(p *probe) { p.spns(DR, onefs.ADSUpdate{SPNs: []string{"HOST/nas1.demo.local"}}) },
	dial.SPNClashText:   func(p *probe) { p.spns(DR, onefs.ADSUpdate{SPNs: []string{"HOST/nas1.demo.local"}}) },
	dial.SPNCredentials: func(p *probe) { p.spns(Prod, onefs.ADSUpdate{SPNs: []string{"HOST/x.demo.local"}}) },
	dial.MachineAccount: func(p *probe) {
		p.spns(DR, onefs.ADSUpdate{SPNs: []string{"HOST/x.demo.local"}, MachineAccount: "PS1$"})
	},
	dial.ControllerLag: func(p *probe) {
		p.spns(Prod, onefs.ADSUpdate{SPNs: []string{"HOST/x.demo.local"}, DomainController: "dc2.demo.local"})
		for range 40 {
			_, _ = p.Clients[Prod].ADSProvider(p.ctx, "DEMO.LOCAL", "")
			time.Sleep(10 * time.Second)
		}
	},
	dial.OpenFilesScope: func(p *probe) {
		for i := range 3 {
			p.inWorld(func(w *world.World) { handleOn(p.t, w, i) })
		}
		_, _ = p.Clients[Prod].SMBOpenFiles(p.ctx, 0)
	},
	dial.SessionBegan: func(p *probe) {
		p.inWorld(func(w *world.World) { handleOn(p.t, w, 0) })
		_, _ = p.Clients[Prod].SMBSessions(p.ctx)
	},
	dial.SessionEndScope: func(p *probe) {
		for i := range 3 {
			p.inWorld(func(w *world.World) { handleOn(p.t, w, i) })
			err := p.Clients[Prod].EndSMBSessionsOf(p.ctx, probing, 0, fmt.Sprintf("10.1.0.%d", 100+i), `DEMO\alice`)
			p.saw("ending the sessions of holder %d: %v", i, err)
		}
	},
	dial.ClientSummary: func(p *probe) {
		for i, writes := range []int{2, 1, 1, 1, 1, 1} {
			p.inWorld(func(w *world.World) {
				handleOn(p.t, w, i)
				for range writes {
					if err := clients.Write(w, fmt.Sprintf("holder%d", i), "a/x", "", 1); err != nil {
						p.t.Error(err)
					}
				}
			})
		}
		_, _ = p.Clients[Prod].ClientStatistics(p.ctx, "smb2")
		time.Sleep(time.Minute)
		_, _ = p.Clients[Prod].ClientStatistics(p.ctx, "smb2")
	},
	dial.AttributeChanges: func(p *probe) {
		p.inWorld(func(w *world.World) {
			if err := w.Cluster("ps1").FS.Touch("/ifs/data/nas1/a", fs.Clients, fs.Attr{Mode: "0700"}); err != nil {
				p.t.Fatal(err)
			}
		})
		p.job(Prod, "nas1", "", 60)
	},
	dial.Changelists: func(p *probe) { // no client asks this yet, so the probe asks by itself
		for _, name := range []string{"one", "two"} {
			p.Raw(p.t, Prod).Must("POST", "/platform/1/snapshot/snapshots", `{"name":"`+name+`","path":"/ifs/data"}`)
		}
		var last int64
		p.inWorld(func(w *world.World) {
			one, _ := w.Cluster("ps1").Snapshots.Get("one")
			last = one.ID
		})
		status, body := p.Raw(p.t, Prod).Do("GET", fmt.Sprintf("/platform/10/snapshot/changelists/%d_%d/entries", last, last+1), "")
		p.saw("changelist: %d %v", status, body)
	},
	dial.WORMDomains: func(p *probe) { // likewise
		status, body := p.Raw(p.t, Prod).Do("GET", "/platform/10/worm/domains", "")
		p.saw("SmartLock: %d %v", status, body)
	},
	dial.CloudPools: func(p *probe) { // likewise
		status, body := p.Raw(p.t, Prod).Do("GET", "/platform/4/cloud/pools", "")
		p.saw("CloudPools: %d %v", status, body)
	},
	dial.QuotaScanTime: func(p *probe) {
		hard := map[string]any{"hard": 1 << 30}
		_, _ = p.Clients[Prod].CreateQuota(p.ctx, probing, "", map[string]any{
			"path": "/ifs/data/nas1/b", "type": "directory", "include_snapshots": true, "thresholds": hard,
		})
		for range 30 {
			_, _ = p.Clients[Prod].Quotas(p.ctx, onefs.QuotaQuery{Path: "/ifs/data/nas1/b"})
			time.Sleep(30 * time.Second)
		}
	},
	"job_on_disabled_policy": func(p *probe) {
		p.on(false)
		p.watch(60)
		p.job(Prod, "nas1", "", 60)
	},
	"sync_when_target_open": func(p *probe) {
		p.job(DR, "nas1", "allow_write", 60)
		p.job(Prod, "nas1", "", 60)
	},
	"second_allow_write": func(p *probe) {
		p.job(DR, "nas1", "allow_write", 60)
		p.job(DR, "nas1", "allow_write", 60)
	},
	"revert_when_writes_disabled": func(p *probe) { p.job(DR, "nas1", "allow_write_revert", 60) },
	"revert_while_enabling": func(p *probe) {
		p.inWorld(func(w *world.World) { synciq.Of(w.Cluster("ps2")).FailNextJob("nas1", siq.AllowWrite, broken) })
		p.job(DR, "nas1", "allow_write", 60)
		p.job(DR, "nas1", "allow_write_revert", 60)
	},
	"resync_prep_when_writes_disabled": func(p *probe) { p.job(Prod, "nas1", "resync_prep", 60) },
	"second_resync_prep": func(p *probe) {
		p.there()
		p.on(true)
		p.watch(60)
		p.job(Prod, "nas1", "resync_prep", 60)
	},
	"resync_prep_unsupported": func(p *probe) {
		p.inWorld(func(w *world.World) {
			c := w.Cluster("ps1")
			policy, _ := synciq.Of(c).Policy("nas1")
			s := policy.PolicySettings
			s.SourceExcludeDirectories = []string{"/ifs/data/nas1/b"}
			synciq.Of(c).ChangePolicy(policy.ID, s)
		})
		p.job(DR, "nas1", "allow_write", 60)
		p.job(Prod, "nas1", "resync_prep", 60)
	},
	"resync_prep_when_conflicted": func(p *probe) {
		p.job(DR, "nas1", "allow_write", 60)
		p.job(Prod, "nas1", "", 60)
		p.job(Prod, "nas1", "resync_prep", 60)
	},
	"wrong_state": func(p *probe) {
		p.there()
		p.job(Prod, "nas1", "", 60)
		p.job(DR, "nas1", "allow_write", 60)
	},
	"wrong_state_status": func(p *probe) {
		p.job(Prod, "nas1", "", 2)
		p.on(false)
	},
	"allow_write_over_hanging_job": func(p *probe) {
		p.job(Prod, "nas1", "", 8)
		p.inWorld(func(w *world.World) { w.Cluster("ps1").Reachable = false })
		_, _ = p.Clients[DR].StartSyncJob(p.ctx, probing, onefs.JobRequest{ID: "nas1", Action: "allow_write"})
	},
	"second_job": func(p *probe) {
		p.job(Prod, "nas1", "", 4)
		p.job(Prod, "nas1", "", 4)
	},
	"modify_with_job": func(p *probe) {
		p.job(Prod, "nas1", "", 4)
		p.on(false)
	},
	"stop_without_job": func(p *probe) { _ = p.Clients[DR].CancelSyncTarget(p.ctx, probing, "nas1") },
	"job_when_service_off": func(p *probe) {
		p.inWorld(func(w *world.World) {
			c := w.Cluster("ps1")
			s := synciq.Of(c).CurrentSettings()
			s.Service = "off"
			synciq.Of(c).SetSettings(s)
		})
		p.job(Prod, "nas1", "", 20)
	},
	"quota_scan_on_target": func(p *probe) {
		p.inWorld(func(w *world.World) {
			c := w.Cluster("ps2")
			c.Quota.ScanTime = time.Hour
			c.AddQuota(world.NewQuota("/ifs/data/nas1", "directory"))
		})
		p.job(Prod, "nas1", "", 60)
	},
	"overlapping_targets": func(p *probe) {
		p.inWorld(func(w *world.World) {
			c := w.Cluster("ps1")
			s := synciq.NewPolicySettings()
			s.Name, s.SourceRootPath, s.TargetPath, s.TargetHost = "twice", "/ifs/home", "/ifs/data/nas1/a", "ps2.demo.local"
			synciq.Of(c).AddPolicy(s, true, "")
		})
		p.job(Prod, "twice", "", 60)
	},
	"mirror_schedule": func(p *probe) {
		weekly := "every 7 days at 3:00"
		p.set(onefs.PolicyUpdate{Schedule: &weekly})
		p.watch(10)
		p.there()
	},
	"schedule_after_prep": func(p *probe) {
		weekly := "every 7 days at 3:00"
		p.set(onefs.PolicyUpdate{Schedule: &weekly})
		p.watch(10)
		p.there()
	},
	"source_closed_at": func(p *probe) {
		p.job(DR, "nas1", "allow_write", 60)
		_, _ = p.Clients[Prod].StartSyncJob(p.ctx, probing, onefs.JobRequest{ID: "nas1", Action: "resync_prep"})
		for range 60 {
			_ = p.Clients[Prod].WriteFile(p.ctx, strewing, "/ifs/data/nas1/probe", []byte("x"), true)
			time.Sleep(time.Second)
		}
	},
	"reverse_checked_at": func(p *probe) {
		p.inWorld(func(w *world.World) {
			s := synciq.NewPolicySettings()
			s.Name, s.SourceRootPath, s.TargetPath, s.TargetHost = "nas1_mirror", "/ifs/home", "/ifs/x", "ps1.demo.local"
			synciq.Of(w.Cluster("ps2")).AddPolicy(s, true, "")
		})
		p.job(DR, "nas1", "allow_write", 60)
		p.job(Prod, "nas1", "resync_prep", 90)
	},
	"enabled_lag_on_starts": func(p *probe) {
		p.on(false)
		p.watch(60)
		p.on(true)
		p.job(Prod, "nas1", "", 4)
	},
	"failed_job_state":         (*probe).failedRun,
	"failed_run":               (*probe).failedRun,
	"next_run_when_conflicted": (*probe).failedRun,
}

// scenarioJournal is the journal directory of the simulated sites.
const scenarioJournal = "/ifs/.onefs-failover"

// again reads, pauses and reads once more: the session may be over by then.
func (p *probe) again(pause time.Duration) {
	_, _ = p.Clients[Prod].Zones(p.ctx)
	time.Sleep(pause)
	_, _ = p.Clients[Prod].Zones(p.ctx)
}

// failedRun lets a run fail that has a schedule.
func (p *probe) failedRun() {
	weekly := "every 7 days at 3:00"
	p.set(onefs.PolicyUpdate{Schedule: &weekly})
	p.watch(10)
	p.inWorld(func(w *world.World) { w.Cluster("ps2").Reachable = false })
	p.job(Prod, "nas1", "", 60)
	p.inWorld(func(w *world.World) { w.Cluster("ps2").Reachable = true })
	p.watch(4)
}

// alias adds an alias to the pool on prod.
func (p *probe) alias(name string) {
	pool, err := p.Clients[Prod].Pool(p.ctx, p.Site.Pool)
	if err != nil {
		p.t.Fatal(err)
	}
	list := append(slices.Clone(pool.ScDNSZoneAliases), name)
	_ = p.Clients[Prod].UpdatePool(p.ctx, probing, p.Site.Pool, onefs.PoolUpdate{ScDNSZoneAliases: &list})
}

// ask puts a question to the SmartConnect service of prod.
func (p *probe) ask(name string) {
	p.inWorld(func(w *world.World) {
		p.saw("DNS %s: %+v", name, smartconnect.Ask(w, "ps1", smartconnect.Address(name)))
	})
}

func (p *probe) spns(key string, u onefs.ADSUpdate) {
	_ = p.Clients[key].UpdateADSProviderSPNs(p.ctx, probing, "DEMO.LOCAL", u)
}

// collide lets one write of a share begin before another one and end after it.
func (p *probe) collide() {
	p.inWorld(func(w *world.World) {
		w.Face.Faults = fault.Rules{{
			Name: "slow", Kind: fault.Delay, Method: "PUT", Path: "/protocols/smb/shares/nas1", Delay: 5 * time.Second, Count: 1,
		}}
	})
	second := On(p.t, p.Site, Options{Quiet: true})
	var wait sync.WaitGroup
	wait.Go(func() {
		_ = p.Clients[Prod].UpdateSMBShare(p.ctx, probing, "nas1", "nas1", map[string]any{"description": "one"})
	})
	time.Sleep(time.Second)
	_ = second.Clients[Prod].UpdateSMBShare(p.ctx, probing, "nas1", "home", map[string]any{"description": "two"})
	wait.Wait()
}

// handleOn is a person with an open file, on the node that SmartConnect picks.
func handleOn(t testing.TB, w *world.World, i int) {
	if err := w.Cluster("ps1").FS.Write(fmt.Sprintf("/ifs/data/nas1/a/holder%d", i), fs.Write{At: w.Now()}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := HoldFile(w, i); err != nil {
		t.Fatal(err)
	}
}

// ways are how the clients of a probe speak, where that matters.
func ways(name string) Options {
	switch name {
	case dial.ResumeWithZone:
		return Options{PageSize: 1}
	case dial.SessionNodes:
		return Options{Configure: (Setup{factorEndpoint: "rotating", factorLogIn: onefs.AuthenticationSession}).Options().Configure}
	}
	return Options{}
}

// seenFactors are the dials that the provider can see.
func seenFactors() []Factor {
	var out []Factor
	for _, d := range dial.All() {
		if unseen[d.Name] == "" {
			out = append(out, Factor{d.Name, d.Values})
		}
	}
	return out
}

// TestDials_Alive flips every dial and wants an answer to the provider's client that differs: a dial that changes nothing is dead.
func TestDials_Alive(t *testing.T) {
	t.Parallel()
	for name, why := range unseen {
		if _, ok := dial.Find(name); !ok || len(why) < 20 {
			t.Errorf("%s is no dial, or has no reason: %q", name, why)
		}
	}
	for name := range probes {
		if _, ok := dial.Find(name); !ok || unseen[name] != "" {
			t.Errorf("%s is no dial that the provider sees", name)
		}
	}
	var alive sync.Map
	t.Run("dials", func(t *testing.T) {
		for _, d := range seenFactors() {
			t.Run(d.Name, func(t *testing.T) {
				t.Parallel()
				traces := make([]string, len(d.Values))
				for i, v := range d.Values {
					synctest.Test(t, func(t *testing.T) {
						p := newProbe(t, d.Name, v, ways(d.Name))
						run := probes[d.Name]
						if run == nil {
							run = (*probe).there
						}
						run(p)
						traces[i] = p.trace()
					})
					if traces[i] == "" {
						t.Errorf("%s=%s: nothing was seen", d.Name, v)
					}
					if j := slices.Index(traces[:i], traces[i]); j >= 0 && alike[d.Name] != v {
						t.Errorf("%s=%s and %s give the same answers", d.Name, v, d.Values[j])
					}
				}
				if !t.Failed() {
					alive.Store(d.Name, true)
				}
			})
		}
	})
	n := 0
	alive.Range(func(any, any) bool { n++; return true })
	t.Logf("%d dials that the provider sees, %d alive; %d others, each with its reason", len(seenFactors()), n, len(unseen))
	Record(t, "dials", map[string]int{"total": len(seenFactors()), "alive": n, "unseen": len(unseen)})
}
