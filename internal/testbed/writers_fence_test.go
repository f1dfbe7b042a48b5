// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// fences are the kinds of fence that change something.
var fences = []string{survey.FenceSharesAndExports, survey.FenceInterfaces}

// dead is a transport that delivers nothing more once the process has crashed, not even what the process tries to clean up.
type dead struct {
	next    http.RoundTripper
	crashed atomic.Bool
}

func (d *dead) RoundTrip(req *http.Request) (*http.Response, error) {
	if d.crashed.Load() {
		return nil, errors.New("the process is gone")
	}
	return d.next.RoundTrip(req)
}

// TestFence_RestoredAfterAll: whatever ends the run, in the end shares, exports and interfaces of the cluster that was fenced are byte for
// byte what they were.
func TestFence_RestoredAfterAll(t *testing.T) {
	t.Parallel()
	stages := []survey.StageID{
		survey.StageFence, survey.StageLastSync, survey.StageNames, survey.StageWrites, survey.StageResyncPrep,
	}
	for _, fence := range fences {
		for _, stage := range stages {
			for _, goal := range []string{DR, Prod} {
				t.Run(fence+"/crash after "+string(stage)+"/then "+goal, func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) { crashAndGoOn(t, fence, stage, goal) })
				})
			}
		}
	}
}

func crashAndGoOn(t *testing.T, fence string, stage survey.StageID, goal string) {
	d := &dead{}
	o := Options{Quiet: true, Build: scenario.Options{Policies: 2}}
	o.Wrap = func(next http.RoundTripper) http.RoundTripper { d.next = next; return d }
	o.AfterStage = func(st survey.StageID, _, _ *survey.Survey) {
		if st == stage {
			d.crashed.Store(true)
		}
	}
	b := New(t, o)
	adopt(t, b)
	before := b.definitionsOf(Prod)
	in := b.Intent(DR)
	in.Fence = fence
	if _, err := b.Engine.Run(t.Context(), in, b.Engine.Survey(t.Context(), Scope(in, nil))); err == nil {
		t.Fatal("the run did not crash")
	}
	if slices.Equal(before, b.definitionsOf(Prod)) {
		t.Fatal("there is no fence at the crash")
	}
	time.Sleep(2 * time.Minute) // the lease runs out
	next := On(t, b.Site, Options{Quiet: true, RunID: "2000-01-01T00-10Z-0002"})
	in.Active = goal
	next.NewRun()
	planned := next.Engine.Survey(t.Context(), Scope(in, nil))
	if p := failover.Plan(planned, in); len(p.Errors) > 0 {
		t.Fatalf("the next plan is refused: %s", p.Errors[0].Line())
	}
	if _, err := next.Engine.Run(t.Context(), in, planned); err != nil {
		t.Fatal(err)
	}
	if diff := Unlike(before, next.definitionsOf(Prod)); len(diff) > 0 {
		t.Errorf("prod is not what it was:\n%s", Lines(diff))
	}
	var open []string
	next.World.Do(func() {
		for _, v := range invariant.Finish(next.World) {
			open = append(open, v.Text)
		}
	})
	if len(open) > 0 {
		t.Errorf("at the end:\n%s", Lines(open))
	}
	if v := next.Violations(); len(v) > 0 {
		t.Errorf("violations:\n%s", Lines(v))
	}
}

// definitionsOf are the shares, exports and interface lists of a cluster.
func (b *Bed) definitionsOf(key string) (out []string) {
	b.World.Do(func() {
		c := b.Cluster(key)
		for _, s := range c.SMB.Shares("") {
			out = append(out, "share "+canonical(s))
		}
		for _, e := range c.NFS.Exports("") {
			out = append(out, "export "+canonical(e))
		}
		for _, p := range c.Network.Pools.All() {
			out = append(out, "interfaces of "+p.ID+" "+canonical(p.Ifaces))
		}
	})
	return out
}

// edits are what somebody may do to a fenced object in the middle of a run, and how to see that it is still there.
var edits = map[string]struct {
	fence string
	edit  func(c *world.Cluster)
	stays func(c *world.Cluster) bool
}{
	"a share": {
		survey.FenceSharesAndExports,
		func(c *world.Cluster) {
			s, _ := c.SMB.Share("nas1", "nas1")
			s.Permissions = []world.SMBPermission{{Permission: "change", Type: "allow", Trustee: world.Everyone()}}
			c.SMB.PutShare(s)
		},
		func(c *world.Cluster) bool {
			s, _ := c.SMB.Share("nas1", "nas1")
			return len(s.Permissions) == 1 && s.Permissions[0].Permission == "change"
		},
	},
	"an export": {
		survey.FenceSharesAndExports,
		func(c *world.Cluster) {
			e := c.NFS.Exports("nas1")[0]
			e.ReadOnlyClients = append(slices.Clone(e.ReadOnlyClients), "10.9.9.9")
			c.NFS.PutExport(e)
		},
		func(c *world.Cluster) bool {
			return slices.Contains(c.NFS.Exports("nas1")[0].ReadOnlyClients, "10.9.9.9")
		},
	},
	"the interfaces": {
		survey.FenceInterfaces,
		func(c *world.Cluster) {
			p, _ := c.Network.Pools.Get("groupnet0.subnet0.nas1")
			q := p
			q.Ifaces = []world.PoolIface{{Iface: "ext-2", LNN: 2}}
			c.ChangePool(p, q)
		},
		func(c *world.Cluster) bool {
			p, _ := c.Network.Pools.Get("groupnet0.subnet0.nas1")
			return slices.Equal(p.Ifaces, []world.PoolIface{{Iface: "ext-2", LNN: 2}})
		},
	},
}

// TestFence_NeverOverwritesAnEdit: what somebody has changed on a fenced object since the fence stays as he left it, and the run says so.
// The edit comes late, when the engine has last looked at the objects.
func TestFence_NeverOverwritesAnEdit(t *testing.T) {
	t.Parallel()
	for name, e := range edits {
		for _, stage := range []survey.StageID{survey.StageLastSync, survey.StageSchedule} {
			t.Run(name+" after "+string(stage), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					var b *Bed
					o := Options{Quiet: true, Build: scenario.Options{Policies: 2}}
					edited := false
					o.AfterStage = func(st survey.StageID, _, _ *survey.Survey) {
						if st == stage && !edited {
							edited = true
							b.World.Do(func() { e.edit(b.World.Cluster(b.Site.From)) })
						}
					}
					b = New(t, o)
					adopt(t, b)
					in := b.Intent(DR)
					in.Fence = e.fence
					out, err := b.Engine.Run(t.Context(), in, b.Engine.Survey(t.Context(), Scope(in, nil)))
					// Who lets people write before the names have moved, with rights that no plan has seen, stops the run.
					refused := stage == survey.StageLastSync && name != "an export"
					if refused != (err != nil) || err != nil && !strings.Contains(err.Error(), "somebody has changed it since the fence was set") {
						t.Fatal(err)
					}
					b.World.Do(func() {
						if !e.stays(b.World.Cluster(b.Site.From)) {
							t.Error("the edit is gone")
						}
					})
					if stage == survey.StageSchedule &&
						!slices.ContainsFunc(out.ManualSteps, func(s string) bool { return strings.Contains(s, "while the fence held it") }) {
						t.Errorf("nobody is told of the edit: %q", out.ManualSteps)
					}
				})
			})
		}
	}
}
