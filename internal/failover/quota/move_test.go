// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package quota

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/surveytest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit/issue"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// place is a run over a simulated pair of clusters, and a permit for all that it does.
type place struct {
	*run.Run
	t      *testing.T
	site   *scenario.Site
	permit permit.Permit
}

func newPlace(t *testing.T) *place {
	t.Helper()
	site, err := scenario.Build("lab", scenario.Options{Start: time.Now(), Policies: 1})
	if err != nil {
		t.Fatal(err)
	}
	site.World.Clock = world.RealClock()
	face := &papi.Face{World: site.World}
	all := map[string]*clusters.Cluster{}
	for key, name := range map[string]string{"prod": site.From, "dr": site.To} {
		c, err := onefs.New(onefs.Config{
			Name: key, Endpoint: "https://" + papi.Host(name, 1) + ":8080", Username: site.Username, Password: site.Password,
			Transport: face.Transport(), Jitter: func() float64 { return 0.5 },
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(c.Close)
		all[key] = &clusters.Cluster{Key: key, Client: c}
	}
	ok, err := issue.New([]string{"all"}, nil).For("all")
	if err != nil {
		t.Fatal(err)
	}
	s := surveytest.World()
	s.Pairs = []survey.Pair{{Name: "nas1", Home: "prod", Paths: map[string]string{"prod": root, "dr": root}}}
	return &place{
		Run: &run.Run{Engine: clusters.New(all, clusters.Options{}), Intent: surveytest.Intent("dr"), Survey: s, Began: time.Now()},
		t:   t, site: site, permit: ok,
	}
}

// add makes a quota on a simulated cluster.
func (p *place) add(cluster, dir, kind string, change func(c *world.Cluster, q *world.QuotaDomain)) {
	p.t.Helper()
	p.site.World.Do(func() {
		c := p.site.World.Cluster(map[string]string{"prod": p.site.From, "dr": p.site.To}[cluster])
		_ = c.FS.Mkdir(dir, true, fs.Write{At: p.site.World.Now()})
		limit := int64(1 << 30)
		q := world.NewQuota(dir, kind)
		q.Enforced, q.Thresholds.Hard = true, &limit
		change(c, &q)
		c.SeedQuota(q)
	})
}

// read are the quotas of the policy on a cluster.
func (p *place) read(cluster string) []survey.Quota {
	p.t.Helper()
	out, err := Read(p.t.Context(), p.Engine, cluster, p.Survey.Pairs, true)
	if err != nil {
		p.t.Fatal(err)
	}
	p.Survey.Clusters[cluster].Quotas = out
	return out
}

func asIs(*world.Cluster, *world.QuotaDomain) {}

// TestWrite: a quota that is copied, with its rules, is what it was; one that follows a default quota is let go first; what is not
// everywhere ready is not deleted.
func TestWrite(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPlace(t)
		p.add("prod", "/ifs/elsewhere", "directory", asIs)
		d := survey.Direction{From: "prod", To: "dr"}
		all := p.read("prod") // the lab's own: of directories, persons and defaults, with rules of their own and without
		for _, q := range all {
			fresh := q
			fresh.ID = ""
			for range 2 { // the second time it is there already
				if err := writeQuota(t.Context(), p.Run, p.permit, "dr", fresh); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := WaitForQuotaScan(t.Context(), p.Run, "dr"); err != nil {
			t.Fatal(err)
		}
		p.read("dr")
		there := p.Survey.QuotaIndex("dr")
		custom := survey.Quota{}
		for _, q := range all {
			twin, ok := there[q.Key(root)]
			if !ok || !twin.Same(q) || twin.Linked {
				t.Errorf("%s: copied as %+v, was %+v", q.Label(), twin, q)
			}
			if q.Notifications == "custom" {
				custom = twin
			}
		}
		// Back to the default rules, with other words.
		custom.Notifications, custom.Rules = "default", nil
		custom.Definition = custom.Definition.With("description", "changed")
		if err := writeQuota(t.Context(), p.Run, p.permit, "dr", custom); err != nil {
			t.Fatal(err)
		}
		p.read("dr")
		if now := p.Survey.QuotaIndex("dr")[custom.Key(root)]; !now.Same(custom) {
			t.Errorf("changed to %+v", now)
		}
		for _, q := range p.Survey.Clusters["prod"].Quotas {
			if err := deleteQuota(t.Context(), p.Run, p.permit, d, q); err != nil {
				t.Error(err)
			}
		}
		if left := p.read("prod"); len(left) > 0 {
			t.Errorf("left: %v", left)
		}
	})
}

// TestDelete_TakesNothingElse: a default quota stays while one that would go with it has no counterpart that is ready.
func TestDelete_TakesNothingElse(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPlace(t)
		p.add("prod", root+"/teams", "default-directory", asIs)
		p.add("prod", root+"/teams/red", "directory", func(_ *world.Cluster, q *world.QuotaDomain) { yes := true; q.Linked = &yes })
		p.add("dr", root+"/teams", "default-directory", asIs)
		d := survey.Direction{From: "prod", To: "dr"}
		p.read("prod")
		p.read("dr")
		var teams, red survey.Quota
		for _, q := range p.Survey.Clusters["prod"].Quotas {
			switch q.Path {
			case root + "/teams/red":
				red = q
			case root + "/teams":
				teams = q
			}
		}
		for _, q := range []survey.Quota{teams, red} {
			if err := deleteQuota(t.Context(), p.Run, p.permit, d, q); err == nil || !strings.Contains(err.Error(), "stays on prod") {
				t.Errorf("%s: %v", q.Label(), err)
			}
		}
		stray := red
		stray.Pair, stray.ID = "none", "stray"
		p.Survey.Clusters["prod"].Quotas = append(p.Survey.Clusters["prod"].Quotas, stray)
		if err := deleteQuota(t.Context(), p.Run, p.permit, d, stray); err == nil {
			t.Error("a quota of no policy was deleted")
		}
		p.read("prod")
		// A linked one on the receiving side is let go before it is changed.
		p.add("dr", root+"/teams/red", "directory", func(_ *world.Cluster, q *world.QuotaDomain) { yes := true; q.Linked = &yes })
		var there survey.Quota
		for _, q := range p.read("dr") {
			if q.Linked {
				there = q
			}
		}
		there.Definition = there.Definition.With("description", "of its own")
		if err := writeQuota(t.Context(), p.Run, p.permit, "dr", there); err != nil {
			t.Fatal(err)
		}
		p.read("dr")
		for _, q := range []survey.Quota{teams, red} {
			if err := deleteQuota(t.Context(), p.Run, p.permit, d, q); err != nil {
				t.Error(err)
			}
		}
	})
}

// TestWaitForQuotaScan waits until the last scan is over, and is not fooled by quotas elsewhere.
func TestWaitForQuotaScan(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPlace(t)
		p.site.World.Do(func() {
			c := p.site.World.Cluster(p.site.To)
			c.Quota.ScanTime = 7 * time.Minute
			for _, at := range []string{root + "/a", "/ifs/data"} {
				if made := c.AddQuota(world.NewQuota(at, "directory")); made.Ready {
					t.Errorf("the scan of %s should take a while", at)
				}
			}
		})
		began := time.Now()
		if err := WaitForQuotaScan(t.Context(), p.Run, "dr"); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took < 7*time.Minute || took > 9*time.Minute {
			t.Errorf("waited %s", took)
		}
	})
}

// TestAbove: quotas on directories above the policies are those, and no others.
func TestAbove(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPlace(t)
		p.add("prod", "/ifs/data", "directory", asIs)
		p.add("prod", "/ifs", "default-user", asIs)
		p.add("prod", root, "directory", asIs)
		p.add("prod", "/ifs/other", "directory", asIs)
		all, err := p.Engine.Client("prod").Quotas(t.Context(), onefs.QuotaQuery{})
		if err != nil {
			t.Fatal(err)
		}
		above, err := Above(p.Survey, "prod", all)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, q := range above {
			got = append(got, q.Type+" "+q.Path)
		}
		if diff := cmp.Diff([]string{"directory /ifs/data", "default-user /ifs"}, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}
