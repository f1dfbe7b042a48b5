// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

const (
	subnetURL = "/platform/16/network/groupnets/groupnet0/subnets/subnet0"
	engURL    = subnetURL + "/pools/eng"
)

var networkCases = map[string]findingCase{
	"no_smartconnect_service": {
		severity: finding.Risk, words: map[string]string{"<address>": "192.168.1.200"},
		fire: func(r *ready) { r.put(DR, subnetURL, `{"sc_service_addrs":[]}`) },
	},
	"long_ttl": {severity: finding.Risk, fire: func(r *ready) { r.pool(DR, `{"sc_ttl":900}`) }},
	"path_served_elsewhere": {
		severity: finding.Risk,
		words:    map[string]string{"igls-ignore-<text>": "igls-ignore-eng-ps1"},
		fire: func(r *ready) {
			r.put(Prod, engURL, `{"access_zone":"nas1","sc_dns_zone_aliases":["build-ps1.demo.local"]}`)
		},
	},
	"pool_without_interfaces": {
		severity: finding.Blocking, words: map[string]string{"<interface>": "ext-1"},
		fire: func(r *ready) { r.pool(DR, `{"ifaces":[]}`) },
	},
	"pool_nodes_suspended": {
		severity: finding.Blocking,
		fire: func(r *ready) {
			r.do(DR, "POST", "/platform/3/network/groupnets/groupnet0/subnets/subnet0/pools/nas1/sc-suspend-nodes", `{"lnn":[1,2,3]}`)
		},
	},
	"name_on_third_pool": {
		severity: finding.Blocking, object: "fin.demo.local",
		fire: func(r *ready) { r.put(DR, engURL, `{"sc_dns_zone_aliases":["build-ps2.demo.local","fin.demo.local"]}`) },
	},
	"name_not_qualified": {
		severity: finding.Risk, as: "root",
		cure: func(r *ready, f finding.Finding) {
			r.enter(f, findingCase{words: map[string]string{"<domain>": "demo.local"}})
			r.pool(Prod, `{"sc_dns_zone_aliases":["igls-nas1-ps1.demo.local","fin.demo.local","short.demo.local"]}`) // nobody uses it any more
		},
		fire: func(r *ready) {
			r.pool(Prod, `{"sc_dns_zone_aliases":["igls-nas1-ps1.demo.local","fin.demo.local","short"]}`)
		},
	},
	"name_on_both_sides": {
		severity: finding.Blocking,
		fire: func(r *ready) {
			r.pool(DR, `{"sc_dns_zone_aliases":["igls-nas1-ps2.demo.local","drtest.demo.local","fin.demo.local"]}`)
		},
		cure: func(r *ready, _ finding.Finding) {
			r.pool(DR, `{"sc_dns_zone_aliases":["igls-nas1-ps2.demo.local","drtest.demo.local","igls-original-fin.demo.local"]}`)
		},
	},
	"name_moves_for_the_first_time": {
		severity: finding.Risk, object: "new.demo.local",
		fire: func(r *ready) {
			r.pool(Prod, `{"sc_dns_zone_aliases":["igls-nas1-ps1.demo.local","fin.demo.local","new.demo.local"]}`)
		},
	},
	"name_live_nowhere": {
		severity: finding.Risk,
		fire: func(r *ready) {
			r.pool(DR, `{"sc_dns_zone_aliases":["igls-nas1-ps2.demo.local","drtest.demo.local","igls-original-old.demo.local"]}`)
		},
	},
	"name_not_found": {
		severity: finding.Invalid,
		fire:     func(r *ready) { r.in.Names = []string{"nas1.demo.local", "nas2.demo.local"} },
		cure:     func(r *ready, _ finding.Finding) { r.in.Names = []string{"nas1.demo.local"} },
	},
	"name_cannot_be_parked": {
		severity: finding.Invalid,
		cure:     func(r *ready, _ finding.Finding) { r.in.Names = []string{"nas1.demo.local"} },
		fire: func(r *ready) {
			r.pool(
				Prod,
				`{"sc_dns_zone_aliases":["igls-nas1-ps1.demo.local","a-label-that-is-so-long-that-no-prefix-fits-before-it.demo.local"]}`,
			)
		},
	},
	"zone_name_ambiguous": {severity: finding.Invalid, fire: (*ready).ownZoneName, cure: (*ready).nameThem},
	"zone_name_stays": {
		severity: finding.Risk,
		fire: func(r *ready) {
			r.ownZoneName()
			r.prior = r.survey()
			r.prior.Local = map[string][]string{Prod: {}, DR: {}}
		},
		cure: (*ready).nameThem,
	},
	"pool_missing": {
		severity: finding.Invalid,
		fire:     func(r *ready) { r.in.Pools[DR] = "groupnet0.subnet0.nas2" },
		cure:     func(r *ready, _ finding.Finding) { r.in.Pools[DR] = r.Site.Pool },
	},
	"pool_ignored": {
		severity: finding.Invalid,
		fire: func(r *ready) {
			r.pool(DR, `{"sc_dns_zone_aliases":["igls-nas1-ps2.demo.local","drtest.demo.local","igls-ignore-nas1"]}`)
		},
	},
	"zones_differ": {
		severity: finding.Invalid, fire: func(r *ready) { r.pool(DR, `{"access_zone":"eng"}`) },
		cure: func(r *ready, _ finding.Finding) { r.pool(DR, `{"access_zone":"nas1"}`) },
	},
	"fence_pool_rules": {
		severity: finding.Blocking,
		fire: func(r *ready) {
			r.in.Fence = survey.FenceInterfaces
			r.World.Do(func() {
				n := &r.Cluster(Prod).Network
				n.Pools.Update(r.Site.Pool, func(p *world.Pool) { p.Rules = []string{"rule0"} })
			})
		},
		cure: (*ready).fenceObjects,
	},
	"fence_pool_replicates": {
		severity: finding.Blocking,
		fire: func(r *ready) {
			r.in.Fence = survey.FenceInterfaces
			r.policy(Prod, "nas1", `{"source_network":{"subnet":"subnet0","pool":"nas1"}}`)
		},
		cure: (*ready).fenceObjects,
	},
	"fence_other_way": {
		severity: finding.Blocking,
		fire: func(r *ready) {
			r.in.Fence = survey.FenceInterfaces
			r.share(Prod, "System", `{"name":"back-door","path":"/ifs/data/nas1"}`)
		},
		cure: (*ready).fenceObjects,
	},
}

// fenceObjects fences shares and exports instead of the pool.
func (r *ready) fenceObjects(finding.Finding) { r.in.Fence = survey.FenceSharesAndExports }

// ownZoneName gives the serving pool a zone name that is parked nowhere, beside an alias that is parked on the other side: style B after
// a failover.
func (r *ready) ownZoneName() {
	r.pool(Prod, `{"sc_dns_zone":"own-nas1.demo.local","sc_dns_zone_aliases":["igls-nas1-ps1.demo.local","nas1.demo.local","fin.demo.local"]}`)
	r.pool(DR, `{"sc_dns_zone":"igls-original-nas1.demo.local","sc_dns_zone_aliases":["igls-nas1-ps2.demo.local"]}`)
}

// nameThem pastes one of the readings.
func (r *ready) nameThem(finding.Finding) {
	r.in.Names = []string{"nas1.demo.local", "fin.demo.local"}
}
