// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// newestRun is when the newest finished run of a policy began, as plain requests to the survivor show it.
func newestRun(t testing.TB, b *Bed, policy string) (begin, end time.Time) {
	t.Helper()
	query := map[string][]string{"reports_per_policy": {"50"}}
	for _, r := range b.Raw(t, DR).List("/platform/15/sync/target/reports", "reports", query) {
		if r["policy_name"] != policy || r["state"] != "finished" || r["action"] != "run" {
			continue
		}
		if at := time.Unix(number(r["start_time"]), 0).UTC(); at.After(begin) {
			begin, end = at, time.Unix(number(r["end_time"]), 0).UTC()
		}
	}
	return begin, end
}

// The loss is measured at the beginning of the newest finished run of the policy that is furthest behind, as the survivor's reports tell
// it: what was written while the run copied is not in the copy. Neither a run that was cut off nor the record's last update counts. Over
// the limit, the error holds the value and the line that accepts it; pasted, it works.
func TestLost_RecoveryPoint(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := ordinary(t, Options{}, nil)
		prod := d.b.Raw(t, Prod)
		prod.Must(http.MethodPut, "/platform/14/sync/policies/proj", `{"schedule":""}`)
		time.Sleep(22 * time.Minute)
		// A run of another policy is under way when the cluster goes: it never ends, and counts for nothing.
		d.b.World.Do(func() {
			synciq.Of(d.b.Cluster(Prod)).FailNextJob("fin", siq.Sync, synciq.JobFault{Step: 1, State: "running"})
		})
		prod.Must(http.MethodPost, "/platform/15/sync/jobs", `{"id":"fin"}`)
		time.Sleep(8 * time.Minute)
		d.lose()

		begin, end := newestRun(t, d.b, "proj")
		if other, _ := newestRun(t, d.b, "nas1"); !other.After(begin.Add(20*time.Minute)) || !end.After(begin) {
			t.Fatalf("the site is not as this test wants it: proj ran %s to %s, nas1 %s", begin, end, other)
		}
		loss := d.since.Truncate(time.Second).Sub(begin)
		in := d.b.Intent(DR)
		limit := time.Minute
		for _, accepted := range []*time.Duration{nil, &limit} {
			in.MaxDataLoss = accepted
			_, p := d.plan(d.gone, in)
			f := findingOf(t, p.Errors, "data_loss")
			for _, want := range []string{loss.String(), begin.Format(time.RFC3339) + " (proj)", d.since.UTC().Format(time.RFC3339)} {
				if !strings.Contains(f.Text, want) {
					t.Errorf("the error does not say %s: %s", want, f.Line())
				}
			}
			minutes := loss.Truncate(time.Minute) + time.Minute
			if want := fmt.Sprintf("max_data_loss = %q", minutes); !strings.Contains(f.Cure, want) {
				t.Errorf("the cure is %q, want %s", f.Cure, want)
			}
			if p.Moves != nil {
				t.Error("something is planned beside the error")
			}
		}
		_, p := d.plan(d.gone, in)
		in = accept(t, in, p.Errors)
		d.run(d.gone, in, survey.KindUncontrolled)
		if fork := d.known.Takeover.Fork; fork != begin.Format(time.RFC3339) {
			t.Errorf("the fork point is %s, want %s", fork, begin.Format(time.RFC3339))
		}
		d.judged()
	})
}

// A policy that never finished a run has no recovery point, and no limit can accept that.
func TestLost_NoRecoveryPoint(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := ordinary(t, Options{}, nil)
		d.b.World.Do(func() { stranger(d.b, "new", Prod, "/ifs/data/new", "/ifs/data/new") })
		time.Sleep(time.Second) // its first run is under way, the copy is half done
		d.lose()
		in := d.to()
		in.Policies = append(in.Policies, "new")
		_, p := d.plan(d.gone, in)
		if f := findingOf(t, p.Errors, "recovery_point_unknown"); p.Moves != nil || !strings.Contains(f.Line(), "new") {
			t.Errorf("moves %v, finding %s", p.Moves, f.Line())
		}
	})
}

// A third cluster may replicate a policy of the same name to the survivor. Its runs say nothing about the lost cluster's.
func TestLost_RecoveryPointOfTheRightCluster(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := ordinary(t, Options{}, nil)
		before, _ := newestRun(t, d.b, "nas1")
		reachable(d.b, Prod, false)
		d.since = time.Now()
		d.b.World.Do(func() {
			third := &world.Cluster{Name: "ps3", GUID: "005056a38876308e650b62651a8b25f5982d", Reachable: true, FS: fs.New()}
			third.Nodes = []world.Node{{LNN: 1, DevID: 1, Up: true}}
			d.b.World.AddCluster(third)
			stranger(d.b, "nas1", "ps3", "/ifs/lab", "/ifs/eng/lab")
		})
		time.Sleep(10 * time.Minute)
		if after, _ := newestRun(t, d.b, "nas1"); !after.After(before) {
			t.Fatal("the policy of the third cluster has not run")
		}
		d.declare()
		in := d.b.Intent(DR)
		in.Policies = []string{"nas1"}
		_, p := d.plan(d.gone, in)
		if f := findingOf(t, p.Errors, "data_loss"); !strings.Contains(f.Text, before.Format(time.RFC3339)) {
			t.Errorf("the newest run of nas1 began %s; the error says %s", before.Format(time.RFC3339), f.Line())
		}
	})
}

// stranger starts the first run of one more policy to dr. The lock is held.
func stranger(b *Bed, name, on, from, to string) {
	c := b.World.Cluster(on)
	if c == nil {
		c = b.Cluster(on)
	}
	like, _ := synciq.Of(b.Cluster(Prod)).Policy("nas1")
	settings := like.PolicySettings
	settings.Name, settings.SourceRootPath, settings.TargetPath = name, from, to
	if err := c.FS.Mkdir(from, true, fs.Write{At: b.World.Now()}); err != nil {
		panic(err)
	}
	if err := c.FS.Write(from+"/file", fs.Write{At: b.World.Now(), Bytes: 4096}); err != nil {
		panic(err)
	}
	made := synciq.Of(c).AddPolicy(settings, true, "")
	synciq.Of(c).Act(siq.Sync, made.ID, synciq.Request{})
}
