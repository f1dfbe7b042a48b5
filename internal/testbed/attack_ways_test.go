// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// refusedWhole wants a move to be refused before anything is written: once begun it has no way on or back.
func (a *attempt) refusedWhole(b *Bed, why string, edit ...func(in *survey.Intent)) {
	a.Helper()
	before := b.End()
	err := a.out(b, edit...)
	if diff := Unlike(before, b.End()); len(diff) > 0 || err == nil {
		a.finds("%s, and the run began: %v", why, err)
	}
}

// TestAttack_NestedPolicies: one policy replicates a directory below that of another one. After the move both mirrors replicate into one
// tree, which SyncIQ refuses.
func TestAttack_NestedPolicies(t *testing.T) {
	attack(t, func(a *attempt) {
		b := New(a, asREADME())
		b.World.Do(func() {
			s := synciq.NewPolicySettings()
			s.Name, s.SourceRootPath, s.TargetPath, s.TargetHost = "sub", "/ifs/data/nas1/a", "/ifs/data/elsewhere", "ps2.demo.local"
			s.Schedule = "every 5 minutes"
			synciq.Of(b.Cluster(Prod)).AddPolicy(s, true, "")
		})
		b.Raw(a, Prod).Must(http.MethodPost, "/platform/15/sync/jobs", `{"id":"sub"}`)
		time.Sleep(5 * time.Minute) // bubble
		b.Site.Policies = append(b.Site.Policies, "sub")
		adopt(a.T, b)
		time.Sleep(90 * time.Second) // bubble
		a.refusedWhole(b, "nas1 and sub lie one in the other")
	})
}

// TestAttack_TargetHostChangesHands: a policy, or the mirror of an earlier move, replicates to a name that changes hands in the run.
func TestAttack_TargetHostChangesHands(t *testing.T) {
	attack(t, func(a *attempt) {
		for _, c := range []struct{ on, policy, host string }{
			{Prod, "nas1", "nas1.demo.local"},
			{Prod, "nas1", "igls-original-nas1.demo.local"},
			{Prod, "nas1", "FIN.demo.local."},
			{DR, "fin_mirror", "nas1.demo.local"},
		} {
			b := New(a, Options{Quiet: true})
			adopt(a.T, b)
			for range 60 { // while a job of the schedule runs it is refused
				body := fmt.Sprintf(`{"target_host":%q}`, c.host)
				if status, _ := b.Raw(a, c.on).Do(http.MethodPut, "/platform/14/sync/policies/"+c.policy, body); status/100 == 2 {
					break
				}
				time.Sleep(10 * time.Second) // bubble
			}
			a.refusedWhole(b, c.policy+" replicates to "+c.host)
		}
	})
}

// TestAttack_EndpointCutOff: the provider reaches a cluster by a name that moves, or through the pool whose interfaces the fence takes.
func TestAttack_EndpointCutOff(t *testing.T) {
	attack(t, func(a *attempt) {
		for host, fence := range map[string]string{
			"nas1.demo.local": survey.FenceSharesAndExports, "igls-original-fin.demo.local": survey.FenceSharesAndExports,
			"": survey.FenceInterfaces,
		} {
			o := Options{Quiet: true, Build: scenario.Options{Policies: 2}}
			o.Configure = func(b *Bed, key string, config *onefs.Config, _ *clusters.Cluster) {
				if key != Prod {
					return
				}
				if host == "" {
					b.World.Do(func() {
						p, _ := b.Cluster(Prod).Network.Pools.Get(b.Site.Pool)
						host = p.Ranges[0].Low
					})
				}
				config.Transport, config.Endpoint = called{config.Transport, papi.Host(b.Site.From, 1)}, "https://"+host+":8080"
			}
			b := New(a, o)
			adopt(a.T, b)
			a.refusedWhole(b, "the endpoint is "+host, func(in *survey.Intent) { in.Fence = fence })
		}
	})
}
