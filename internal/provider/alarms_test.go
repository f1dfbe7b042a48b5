// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/onefs-dr/terraform-provider-onefs/internal/dns"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// alarm wants a plan whose checks fail with exactly one message that has a text; "" wants none.
type alarm string

// CheckPlan looks at the checks of the plan.
func (want alarm) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	var got []string
	checked := 0
	for _, c := range req.Plan.Checks {
		for _, i := range c.Instances {
			checked++
			for _, p := range i.Problems {
				got = append(got, p.Message)
			}
		}
	}
	switch all := strings.Join(got, "; "); {
	case checked == 0:
		resp.Error = fmt.Errorf("the plan has no checks")
	case want == "" && all == "", want != "" && len(got) == 1 && strings.Contains(all, string(want)):
	default:
		resp.Error = fmt.Errorf("the checks say %q, want %q", all, string(want))
	}
}

// Each alarm of the check example sounds for its reason, and for no other: the age of the data, a missing delegation, a certificate that
// ends, and an inventory that is not there.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestExamples_EachAlarmSounds(t *testing.T) {
	l := realTime(t)
	both := []netip.Addr{netip.MustParseAddr("192.168.1.100"), netip.MustParseAddr("192.168.1.200")}
	servers := both
	l.delegation = func(context.Context, string) (dns.Delegation, error) {
		return dns.Delegation{Servers: servers}, nil
	}
	check := example(t, "data-sources/onefs_pool_failover_readiness/data-source-check.tf")
	adopted := check + declaration("prod", false)
	step := func(config string, want alarm, before func()) resource.TestStep {
		return alarmStep(t, config, want, before)
	}
	certificate := func(id string) {
		l.cluster("ps1", func(p *world.Cluster) {
			now := p.World().Now().Unix()
			synciq.Of(p).Servers.Put("own", synciq.Certificate{
				ID: "own", Name: "own", Subject: "CN=ps1", Fingerprint: "aa", NotBefore: now - 1, NotAfter: now + 20*86400,
			})
			s := synciq.Of(p).CurrentSettings()
			s.ClusterCertificateID = id
			synciq.Of(p).SetSettings(s)
		})
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: l.factories(),
		Steps: []resource.TestStep{
			step(check, "The inventory of pool nas1 on the clusters is more than 30 days old.", nil),
			{Config: exampleProvider(t) + adopted, ExpectNonEmptyPlan: true}, // the plan that adopts still finds no inventory
			step(adopted, "", nil),
			step(adopted, "Not delegated to both clusters: ", func() { servers = both[:1] }),
			step(adopted, "A certificate of SyncIQ ends within 30 days.", func() {
				servers = both
				certificate("own")
			}),
			step(adopted, "", func() { certificate("") }),
		},
	})
}

// alarmStep plans and applies, and wants an alarm of the plan. The data source within a check is read again in each apply, so no plan is
// empty.
func alarmStep(t *testing.T, config string, want alarm, before func()) resource.TestStep {
	t.Helper()
	s := resource.TestStep{Config: exampleProvider(t) + config, PreConfig: before, ExpectNonEmptyPlan: true}
	s.ConfigPlanChecks.PreApply = []plancheck.PlanCheck{want}
	return s
}

// The site's clocks show the time of an hour ago, and nothing has run since: the copies are an hour old for whoever asks now.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestExamples_AgeAlarmSounds(t *testing.T) {
	needTerraform(t)
	s, err := sim.New("lab", sim.Options{Speed: 1, Options: scenario.Options{Start: time.Now().Add(-time.Hour)}})
	if err != nil {
		t.Fatal(err)
	}
	l := &lab{sim: s}
	config := example(t, "data-sources/onefs_pool_failover_readiness/data-source-check.tf") + declaration("prod", false)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: l.factories(),
		Steps: []resource.TestStep{
			{Config: exampleProvider(t) + config, ExpectNonEmptyPlan: true},
			alarmStep(t, config, "The copy of pool nas1 is more than 15 minutes old.", nil),
		},
	})
	for _, v := range s.Violations() {
		t.Errorf("the simulator complains: %+v", v)
	}
}
