// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fault"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var clusterCases = map[string]findingCase{
	"cluster_unreachable": {
		severity: finding.Refused,
		fire:     func(r *ready) { reachable(r.Bed, DR, false) },
		cure:     func(r *ready, _ finding.Finding) { reachable(r.Bed, DR, true) },
	},
	"cluster_refused": {
		severity: finding.Refused,
		fire: func(r *ready) {
			r.reconfigure(func(_ string, c *onefs.Config) { c.Password = "wrong" })
		},
		cure: func(r *ready, _ finding.Finding) { r.reconfigure(nil) },
	},
	"cluster_certificate": {
		severity: finding.Refused,
		fire: func(r *ready) {
			r.reconfigure(func(_ string, c *onefs.Config) { c.Transport = untrusted{} })
		},
		cure: func(r *ready, _ finding.Finding) { r.reconfigure(nil) },
	},
	"cluster_other": {
		severity: finding.Refused, object: DR,
		fire: func(r *ready) {
			r.prior = r.survey()
			r.World.Do(func() { r.Cluster(DR).GUID = strings.Repeat("0", len(r.Cluster(DR).GUID)) })
		},
		cure: func(r *ready, _ finding.Finding) { r.prior = nil },
	},
	"cluster_twice": {
		severity: finding.Invalid,
		fire: func(r *ready) {
			r.reconfigure(func(_ string, c *onefs.Config) { c.Endpoint = "https://" + papi.Host(r.Site.From, 2) + ":8080" })
		},
		cure: func(r *ready, _ finding.Finding) { r.reconfigure(nil) },
	},
	"endpoint_moves": {
		severity: finding.Blocking,
		fire: func(r *ready) {
			r.reconfigure(func(key string, c *onefs.Config) {
				if key == Prod {
					c.Transport = called{c.Transport, papi.Host(r.Site.From, 1)}
					c.Endpoint = "https://nas1.demo.local:8080"
				}
			})
		},
		cure: func(r *ready, _ finding.Finding) { r.reconfigure(nil) },
	},
	"endpoint_in_pool": {
		severity: finding.Blocking,
		fire: func(r *ready) {
			r.in.Fence = survey.FenceInterfaces
			address := ""
			r.World.Do(func() {
				p, _ := r.Cluster(Prod).Network.Pools.Get(r.Site.Pool)
				address = p.Ranges[0].Low
			})
			r.reconfigure(func(key string, c *onefs.Config) {
				if key == Prod {
					c.Transport = called{c.Transport, papi.Host(r.Site.From, 1)}
					c.Endpoint = "https://" + address + ":8080"
				}
			})
		},
		cure: func(r *ready, _ finding.Finding) { r.in.Fence = survey.FenceSharesAndExports },
	},
	"onefs_too_old": {
		severity: finding.Blocking,
		fire:     func(r *ready) { r.releases(map[string]string{Prod: "12", DR: "12"}) },
		cure:     func(r *ready, _ finding.Finding) { r.reconfigure(nil) },
	},
	"target_older": {
		severity: finding.Blocking, fire: func(r *ready) { r.release(Prod, "v9.7.0.0") },
		cure: func(r *ready, _ finding.Finding) { r.release(DR, "v9.7.0.0") },
	},
	"target_newer": {
		severity: finding.Blocking, fire: func(r *ready) { r.release(DR, "v9.10.0.0") },
		cure: func(r *ready, _ finding.Finding) { r.release(Prod, "v9.10.0.0") },
	},
	"synciq_service": {
		severity: finding.Blocking,
		fire:     func(r *ready) { r.put(Prod, "/platform/16/sync/settings", `{"service":"paused"}`) },
	},
	"licence_missing": {
		severity: finding.Blocking,
		fire:     func(r *ready) { r.licence("Unlicensed") },
		cure:     func(r *ready, _ finding.Finding) { r.licence("Licensed") },
	},
	"privilege_missing": {
		severity: finding.Risk, as: "root",
		cure: func(r *ready, f finding.Finding) {
			r.send(f, findingCase{as: "root", words: map[string]string{"<role>": "Failover"}})
			r.reconfigure(nil) // a changed role counts from the next log-in on
		},
		fire: func(r *ready) {
			r.World.Do(func() {
				c := r.Cluster(DR)
				c.Auth.AddLogin("root", r.Site.Password)
				role, _ := c.Auth.Role(world.SystemZone, "Failover")
				role.Privileges = slices.DeleteFunc(slices.Clone(role.Privileges), func(p world.Privilege) bool { return p.ID == "ISI_PRIV_NETWORK" })
				c.Auth.PutRole(role)
				c.Auth.PutRole(world.Role{
					ID: "Auditor", Name: "Auditor", Zone: world.SystemZone, Members: role.Members,
					Privileges: []world.Privilege{{ID: "ISI_PRIV_NETWORK", Permission: "r"}},
				})
			})
			r.reconfigure(nil)
		},
	},
	"nodes_not_asked": {
		severity: finding.Blocking,
		fire:     func(r *ready) { r.administeredAt(Prod, 1, 2) },
		cure:     func(r *ready, _ finding.Finding) { r.administeredAt(Prod, 1, 2, 3) },
	},
	"sessions_ended": {
		severity: finding.Risk,
		fire: func(r *ready) {
			r.World.Do(func() {
				if _, _, err := HoldFile(r.World, 1); err != nil {
					r.t.Error(err)
				}
			})
		},
		cure: func(r *ready, _ finding.Finding) {
			r.World.Do(func() {
				for _, s := range r.Cluster(Prod).SMB.Sessions(0) {
					r.Cluster(Prod).SMB.CloseSession(s.ID)
				}
			})
		},
	},
	"node_down": {
		severity: finding.Risk,
		fire:     func(r *ready) { r.node(DR, 3, false) },
		cure:     func(r *ready, _ finding.Finding) { r.node(DR, 3, true) },
	},
	"clock_skew": {
		severity: finding.Risk,
		fire: func(r *ready) {
			r.reconfigure(func(key string, c *onefs.Config) {
				if key == DR {
					c.Transport = answers{c.Transport, func(a *http.Response) {
						a.Header.Set("Date", time.Now().Add(-10*time.Minute).UTC().Format(http.TimeFormat))
					}}
				}
			})
		},
		cure: func(r *ready, _ finding.Finding) { r.reconfigure(nil) },
	},
	"journal_directory": {
		severity: finding.Blocking,
		fire: func(r *ready) {
			r.World.Do(func() {
				r.World.Face.Faults = fault.Rules{{Name: "journal", Kind: fault.HTMLPage, Cluster: r.Site.To, Path: "/namespace/..."}}
			})
		},
		cure: func(r *ready, _ finding.Finding) { r.World.Do(func() { r.World.Face.Faults = nil }) },
	},
	"journal_not_believed": {
		severity: finding.Risk,
		fire: func(r *ready) {
			adopt(r.t, r.Bed)
			for path, text := range r.journals(r.t, Prod) {
				r.forge(r.t, path, text, r.survey())
			}
		},
		cure: func(r *ready, _ finding.Finding) { r.tamper(r.t, DR, nil) }, // nobody has stopped a run, so it is somebody else's
	},
	"journal_owner": {
		severity: finding.Blocking,
		fire: func(r *ready) {
			adopt(r.t, r.Bed)
			for path, text := range r.journals(r.t, DR) {
				r.replace(r.t, DR, path, mallory, text)
			}
		},
		cure: func(r *ready, _ finding.Finding) {
			for path, text := range r.journals(r.t, DR) {
				r.replace(r.t, DR, path, r.Site.Username, text)
			}
		},
	},
	"journal_unreadable": {
		severity: finding.Risk,
		fire: func(r *ready) {
			adopt(r.t, r.Bed)
			r.World.Do(func() {
				if err := r.World.Dials.Set(dial.NamespaceModes, dial.ModesHold); err != nil {
					r.t.Fatal(err)
				}
			})
			r.chmod(r.t, DR, scenario.JournalDirectory, mallory, "0700")
		},
		cure: func(r *ready, _ finding.Finding) {
			r.chmod(r.t, DR, scenario.JournalDirectory, r.Site.Username, "0700")
		},
	},
	"journal_format": {
		severity: finding.Invalid,
		fire: func(r *ready) {
			adopt(r.t, r.Bed)
			r.rewrite(r.t, DR, func(j document) { j["format"] = survey.DrillFormat + 1 })
		},
		// The release that wrote it reads it: here that is one which writes the format of now.
		cure: func(r *ready, _ finding.Finding) {
			r.rewrite(r.t, DR, func(j document) { j["format"] = survey.JournalFormat })
		},
	},
	"sync_throttled": {
		severity: finding.Risk,
		fire: func(r *ready) {
			r.do(Prod, http.MethodPost, "/platform/3/sync/rules", `{"type":"bandwidth","limit":1000,"enabled":true,"description":"office hours",
				"schedule":{"begin":"08:00","end":"18:00","monday":true,"tuesday":true,"wednesday":true,"thursday":true,"friday":true,
				"saturday":false,"sunday":false}}`)
		},
	},
}

// reconfigure gives the engine new connections, as an edit of the provider block does. nil is the configuration as it should be.
func (r *ready) reconfigure(change func(key string, c *onefs.Config)) {
	r.Bed = On(r.t, r.Site, Options{Quiet: true, Configure: func(_ *Bed, key string, c *onefs.Config, _ *clusters.Cluster) {
		if change != nil {
			change(key, c)
		}
	}})
}

// releases are what clusters say about their newest version.
func (r *ready) releases(latest map[string]string) {
	r.reconfigure(func(key string, c *onefs.Config) {
		if v, ok := latest[key]; ok {
			c.Transport = otherVersion{c.Transport, v}
		}
	})
}

// release upgrades a cluster.
func (r *ready) release(on, release string) {
	r.World.Do(func() { r.Cluster(on).Config.Release = release })
}

// administeredAt leaves the nodes that the management pool of a cluster has interfaces of.
func (r *ready) administeredAt(on string, lnns ...int) {
	r.World.Do(func() {
		r.Cluster(on).Network.Pools.Update("groupnet0.subnet0.mgmt", func(p *world.Pool) {
			p.Ifaces = nil
			for _, lnn := range lnns {
				p.Ifaces = append(p.Ifaces, world.PoolIface{Iface: "ext-1", LNN: lnn})
			}
		})
	})
	r.reconfigure(nil) // what was found out is kept for a while
}

// licence sets the licence of SyncIQ on the receiving cluster.
func (r *ready) licence(status string) {
	r.World.Do(func() { r.Cluster(DR).Config.Licenses.Put("SYNCIQ", world.License{ID: "SYNCIQ", Status: status}) })
}

// node takes a node down or brings it up.
func (r *ready) node(on string, lnn int, up bool) {
	r.World.Do(func() { r.Cluster(on).Node(lnn).Up = up })
}

// called lets a node answer under any name.
type called struct {
	next http.RoundTripper
	node string
}

func (c called) RoundTrip(req *http.Request) (*http.Response, error) {
	to := req.Clone(req.Context())
	to.URL.Host = c.node + ":8080"
	return c.next.RoundTrip(to)
}
