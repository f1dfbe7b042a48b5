// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"fmt"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// site is two clusters, a policy nas1 from A to B, and a clock that only the test moves.
type site struct {
	t    *testing.T
	w    *world.World
	a, b *Cluster
	n    int // writes so far
}

const home = "/ifs/data/nas1"

func newSite(t *testing.T) *site {
	t.Helper()
	w := world.New(world.FrozenClock(time.Date(2026, 5, 2, 9, 0, 0, 0, time.UTC)))
	s := &site{t: t, w: w}
	for i, name := range []string{"ps1", "ps2"} {
		c := &world.Cluster{Name: name, GUID: fmt.Sprintf("0050568876308e650b62651a8b25f5982d9%d", i), Reachable: true, FS: fs.New()}
		c.Nodes = []world.Node{{LNN: 1, DevID: 1, Up: true}}
		Of(c).Hosts = []string{fmt.Sprintf("192.0.2.%d", 10*(i+1))}
		w.AddCluster(c)
	}
	s.a, s.b = Of(w.Cluster("ps1")), Of(w.Cluster("ps2"))
	if err := s.a.FS.Mkdir(home, true, fs.Write{}); err != nil {
		t.Fatal(err)
	}
	return s
}

// policy adds nas1 on A, changed by edit.
func (s *site) policy(edit func(*PolicySettings)) Policy {
	set := NewPolicySettings()
	set.Name, set.SourceRootPath, set.TargetPath, set.TargetHost = "nas1", home, home, "192.0.2.20"
	if edit != nil {
		edit(&set)
	}
	return s.a.AddPolicy(set, true, "")
}

// pass lets time pass.
func (s *site) pass(d time.Duration) {
	s.w.Clock.Step(d)
	s.w.Do(func() {})
}

// write writes a file as a client, on c, and returns the error.
func (s *site) write(c *Cluster, name string) error {
	s.n++
	return c.FS.Write(home+"/"+name, fs.Write{ID: fmt.Sprintf("w%d", s.n), Bytes: 100, At: s.w.Now()})
}

// act does an action and demands that it is accepted.
func (s *site) act(c *Cluster, a siq.Action, key string) Result {
	s.t.Helper()
	var out Result
	s.w.Do(func() { out = c.Act(a, key, Request{}) })
	if out.Refused != nil {
		s.t.Fatalf("%s %s on %s: refused by %s: %s", a, key, c.Name, out.Row, out.Refused.Text)
	}
	return out
}

// run does an action that makes a job, waits for its end, and returns the newest report.
func (s *site) run(c *Cluster, a siq.Action, key string) Report {
	s.t.Helper()
	s.act(c, a, key)
	return s.settle(c, a.OnTarget())
}

// settle lets an hour pass and returns the newest report of c.
func (s *site) settle(c *Cluster, received bool) Report {
	s.t.Helper()
	s.pass(time.Hour)
	reports := c.Reports(received)
	if len(reports) == 0 {
		s.t.Fatal("no report")
	}
	return reports[len(reports)-1]
}

func (s *site) finished(r Report) Report {
	s.t.Helper()
	if r.Job.State != "finished" {
		s.t.Fatalf("%s of %s: %s: %s", r.Job.Action, r.Job.PolicyName, r.Job.State, r.Job.Error)
	}
	return r
}

func (s *site) view(want siq.View) {
	s.t.Helper()
	p, _ := s.a.Policy("nas1")
	if got := View(s.w, p.ID); got != want {
		s.t.Errorf("the pair is %+v, want %+v", got, want)
	}
}

func (s *site) writable(c *Cluster, want bool) {
	s.t.Helper()
	if err := s.write(c, "probe-"+c.Name); (err == nil) != want {
		s.t.Errorf("%s writable: %v, want %v (%v)", c.Name, err == nil, want, err)
	}
}
