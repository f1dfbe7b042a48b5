// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sync_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// Addresses of the SyncIQ paths. Cluster ps1 is the home of policy nas1, ps2 its target.
const (
	onePS1   = "http://ps1:8080/platform/"
	onePS2   = "http://ps2:8080/platform/"
	policies = "14/sync/policies"
	jobs     = "15/sync/jobs"
	targets  = "1/sync/target/policies"
	reports  = "15/sync/reports"
	received = "15/sync/target/reports"
	settings = "16/sync/settings"
)

const nas1 = "/ifs/data/nas1"

// newPolicy is the smallest body that makes nas1.
const newPolicy = `{"name":"nas1","action":"sync","source_root_path":"/ifs/data/nas1","target_host":"ps2","target_path":"/ifs/data/nas1"}`

// site is the small site with what the tests of SyncIQ do on it.
type site struct{ *papitest.Site }

// newSyncSite has the directory /ifs/data/nas1 with a file on ps1.
func newSyncSite(t *testing.T) *site {
	t.Helper()
	s := &site{papitest.New(t)}
	s.Mkdir(nas1)
	s.write("ps1", "a")
	return s
}

// write writes a file below nas1 as a client of the cluster, if the path is open.
func (s *site) write(cluster, name string) bool {
	s.T.Helper()
	var err error
	s.World.Do(func() {
		c := s.World.Cluster(cluster)
		err = c.FS.Write(nas1+"/"+name, fs.Write{ID: cluster + "/" + name, Bytes: 1000, At: s.World.Now()})
	})
	return err == nil
}

// clone is the same site in a world of its own.
func (s *site) clone() *site {
	w := s.World.Clone()
	out := &papitest.Site{T: s.T, World: w, Face: &papi.Face{World: w, Checker: s.Face.Checker}}
	out.HTTP = &http.Client{Transport: out.Face.Transport()}
	return &site{out}
}

// later lets two hours pass, enough for every job and every lag.
func (s *site) later() *site {
	s.Wait(2 * time.Hour)
	s.World.Do(func() {}) // lets everything happen
	return s
}

// failNext makes the next job of that kind fail in its first step.
func (s *site) failNext(cluster, policy string, a siq.Action) *site {
	s.World.Do(func() {
		synciq.Of(s.World.Cluster(cluster)).FailNextJob(policy, a, synciq.JobFault{State: "failed", Text: "made to fail"})
	})
	return s
}

// hangNext makes the next job of that kind never end.
func (s *site) hangNext(cluster, policy string, a siq.Action) *site {
	s.World.Do(func() {
		synciq.Of(s.World.Cluster(cluster)).FailNextJob(policy, a, synciq.JobFault{State: "running"})
	})
	return s
}

// dial sets a dial.
func (s *site) dial(name, value string) *site {
	s.T.Helper()
	s.World.Do(func() {
		if err := s.World.Dials.Set(name, value); err != nil {
			s.T.Fatal(err)
		}
	})
	return s
}

// view is the pair as nas1 sees it.
func (s *site) view(id string) (v siq.View) {
	s.World.Do(func() { v = synciq.View(s.World, id) })
	return v
}

// policyID is the id of a policy or target record, "" if the cluster has neither.
func (s *site) policyID(cluster, name string) (id string) {
	s.World.Do(func() {
		if p, ok := synciq.Of(s.World.Cluster(cluster)).Policy(name); ok {
			id = p.ID
		} else if r, ok := synciq.Of(s.World.Cluster(cluster)).TargetRecord(name); ok {
			id = r.ID
		}
	})
	return id
}

// job posts a job and demands that it is accepted, then lets it end.
func (s *site) job(at, body string) *site {
	s.T.Helper()
	s.Run(papitest.Post(at+jobs, body, 201, ""))
	return s.later()
}

// positions are the recipes, over HTTP, that bring nas1 into every position that can be reached; each starts from the one it names.
var positions = []struct {
	is   siq.Position // as nas1 sees it
	from siq.Position
	do   func(s *site)
}{
	{siq.NeverRun, "", func(s *site) { s.Run(papitest.Post(onePS1+policies, newPolicy, 201, "")) }},
	{siq.Protected, siq.NeverRun, func(s *site) { s.job(onePS1, `{"id":"nas1"}`) }},
	{siq.FailingOver, siq.Protected, func(s *site) {
		s.failNext("ps2", "nas1", siq.AllowWrite).job(onePS2, `{"id":"nas1","action":"allow_write"}`)
	}},
	{siq.FailedOver, siq.Protected, func(s *site) { s.job(onePS2, `{"id":"nas1","action":"allow_write"}`) }},
	{siq.Reverting, siq.FailedOver, func(s *site) {
		s.failNext("ps2", "nas1", siq.Revert).job(onePS2, `{"id":"nas1","action":"allow_write_revert"}`)
	}},
	{siq.Preparing, siq.FailedOver, func(s *site) {
		s.failNext("ps1", "nas1", siq.ResyncPrep).job(onePS1, `{"id":"nas1","action":"resync_prep"}`)
	}},
	{siq.Reversed, siq.FailedOver, func(s *site) { s.job(onePS1, `{"id":"nas1","action":"resync_prep"}`) }},
	{siq.FailingBack, siq.Reversed, func(s *site) {
		s.failNext("ps1", "nas1_mirror", siq.AllowWrite).job(onePS1, `{"id":"nas1_mirror","action":"allow_write"}`)
	}},
	{siq.BothOpen, siq.Reversed, func(s *site) {
		s.job(onePS2, `{"id":"nas1_mirror"}`).job(onePS1, `{"id":"nas1_mirror","action":"allow_write"}`)
	}},
	{siq.RevertingBack, siq.BothOpen, func(s *site) {
		s.failNext("ps1", "nas1_mirror", siq.Revert).job(onePS1, `{"id":"nas1_mirror","action":"allow_write_revert"}`)
	}},
	{siq.PreparingBack, siq.BothOpen, func(s *site) {
		s.failNext("ps2", "nas1_mirror", siq.ResyncPrep).job(onePS2, `{"id":"nas1_mirror","action":"resync_prep"}`)
	}},
	{siq.ProtectedAgain, siq.BothOpen, func(s *site) { s.job(onePS2, `{"id":"nas1_mirror","action":"resync_prep"}`) }},
	{siq.ReverseLost, siq.Reversed, func(s *site) { s.Run(papitest.Delete(onePS2 + policies + "/nas1_mirror")) }},
	{siq.ReverseOnly, siq.Reversed, func(s *site) { s.Run(papitest.Delete(onePS2 + targets + "/nas1")) }},
	{siq.BothTargets, siq.Protected, func(s *site) {
		s.Run(papitest.Post(onePS2+policies, `{"name":"nas1_mirror","action":"sync","source_root_path":"/ifs/data/nas1",
			"target_host":"ps1","target_path":"/ifs/data/nas1"}`, 201, ""))
		s.job(onePS2, `{"id":"nas1_mirror"}`)
	}},
}

// everyPosition builds all positions, each in a world of its own.
func everyPosition(t *testing.T) map[siq.Position]*site {
	t.Helper()
	out := map[siq.Position]*site{}
	for _, p := range positions {
		s := newSyncSiteAt(t, out[p.from])
		p.do(s)
		s.later()
		if got := s.view(s.policyID("ps1", "nas1")).Position(); got != p.is {
			t.Fatalf("the recipe for %s led to %s", p.is, got)
		}
		out[p.is] = s
	}
	return out
}

func newSyncSiteAt(t *testing.T, from *site) *site {
	t.Helper()
	if from == nil {
		return newSyncSite(t)
	}
	return from.clone()
}
