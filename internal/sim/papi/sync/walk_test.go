// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sync_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// calls are the requests that mean the actions. %s is the policy. A schedule is no request: see schedule.
var calls = map[siq.Action]struct{ method, path, body string }{
	siq.Sync:        {"POST", jobs, `{"id":"%s"}`},
	siq.Test:        {"POST", jobs, `{"id":"%s","action":"test"}`},
	siq.ResyncPrep:  {"POST", jobs, `{"id":"%s","action":"resync_prep"}`},
	siq.AllowWrite:  {"POST", jobs, `{"id":"%s","action":"allow_write"}`},
	siq.Revert:      {"POST", jobs, `{"id":"%s","action":"allow_write_revert"}`},
	siq.Enable:      {"PUT", policies + "/%s", `{"enabled":true}`},
	siq.Disable:     {"PUT", policies + "/%s", `{"enabled":false}`},
	siq.Modify:      {"PUT", policies + "/%s", `{"description":"changed"}`},
	siq.Resolve:     {"PUT", policies + "/%s", `{"conflicted":false}`},
	siq.Reset:       {"POST", "1/sync/policies/%s/reset", `{}`},
	siq.Delete:      {"DELETE", policies + "/%s", ""},
	siq.DeleteForce: {"DELETE", policies + "/%s?force=true", ""},
	siq.DeleteLocal: {"DELETE", policies + "/%s?local_only=true", ""},
	siq.Break:       {"DELETE", targets + "/%s", ""},
	siq.BreakForce:  {"DELETE", targets + "/%s?force=true", ""},
	siq.Stop:        {"POST", targets + "/%s/cancel", `{}`},
	siq.Cancel:      {"PUT", jobs + "/%s", `{"state":"canceled"}`},
	siq.Pause:       {"PUT", jobs + "/%s", `{"state":"paused"}`},
	siq.Resume:      {"PUT", jobs + "/%s", `{"state":"running"}`},
}

// rowsReached collects the verdicts that HTTP requests have led to.
var rowsReached = map[string]bool{}

func collect(s *site) {
	for name := range s.World.Coverage.All() {
		rowsReached[name] = true
	}
}

// TestSyncOverHTTP reaches every row, guard and answer of the state machine through HTTP, and compares what the clusters are
// afterwards with what the table says.
func TestSyncOverHTTP(t *testing.T) {
	at := everyPosition(t)
	cells := 0
	for _, p := range slices.Sorted(maps.Keys(at)) {
		for _, policy := range []string{"nas1", "nas1_mirror"} {
			for _, on := range []string{"true", "false"} {
				cells += walk(t, at[p], string(p), policy, on)
			}
		}
	}
	walkUnknown(t, at[siq.Protected])
	guarded(t, at)
	var never []string
	for _, name := range siq.Names() {
		if !rowsReached[name] {
			never = append(never, name)
		}
	}
	t.Logf("%d cells over HTTP from %d positions; %d of %d answers of rows and guards reached", cells, len(at),
		len(siq.Names())-len(never), len(siq.Names()))
	if len(never) > 0 {
		t.Errorf("never reached over HTTP: %s", strings.Join(never, ", "))
	}
}

// walk does every action on one policy of the pair, with its switch set, and returns how many cells that were.
func walk(t *testing.T, base *site, position, policy, on string) int {
	t.Helper()
	home, away := "ps1", "ps2"
	if policy == "nas1_mirror" {
		home, away = away, home
	}
	id := base.policyID(home, policy)
	if id == "" {
		return 0
	}
	base = base.clone()
	if _, there := policyThere(base, home, policy); there {
		base.Run(papitest.Put("http://"+home+":8080/platform/"+policies+"/"+policy, `{"enabled":`+on+`}`))
		base.later()
	}
	cells := 0
	for _, a := range siq.Actions {
		where := home
		if a.OnTarget() {
			where = away
		}
		for _, value := range base.answersOf(where, policy, a) {
			t.Run(fmt.Sprintf("%s/%s/enabled=%s/%s/%s", position, policy, on, a, value.set), func(t *testing.T) {
				s := base.clone()
				s.T = t
				if value.dial != "" {
					s.dial(value.dial, value.set)
				}
				s.do1(where, policy, id, a)
			})
			cells++
		}
	}
	return cells
}

func policyThere(s *site, cluster, name string) (id string, ok bool) {
	s.World.Do(func() {
		p, there := synciq.Of(s.World.Cluster(cluster)).Policy(name)
		id, ok = p.ID, there
	})
	return id, ok
}

type setting struct{ dial, set string }

// answersOf lists the settings under which the action is worth doing: each value of the dial that decides, or just one.
func (s *site) answersOf(cluster, policy string, a siq.Action) []setting {
	var dial string
	s.World.Do(func() {
		f := synciq.Of(s.World.Cluster(cluster)).Facts(a, policy)
		siq.Decide(a, f, func(name string) string {
			dial = name
			return s.World.Dials.Text(name)
		})
	})
	for _, d := range siq.Dials {
		if d.Name == dial {
			var out []setting
			for _, v := range d.Values {
				out = append(out, setting{dial, v})
			}
			return out
		}
	}
	return []setting{{}}
}

// do1 does one action over HTTP and compares status and outcome with the table.
func (s *site) do1(cluster, policy, id string, a siq.Action) {
	s.T.Helper()
	var before siq.View
	var verdict siq.Verdict
	s.World.Do(func() {
		c := s.World.Cluster(cluster)
		before = synciq.View(s.World, id)
		verdict = siq.Decide(a, synciq.Of(c).Facts(a, policy), s.World.Dials.Text)
	})
	if a == siq.Scheduled {
		s.schedule(cluster, policy)
	} else {
		call := calls[a]
		status, _, body := s.Do(papitest.Request{Method: call.method, Path: "http://" + cluster + ":8080/platform/" + fill(call.path,
			policy), Body: fill(call.body, policy)})
		if refused := status >= http.StatusBadRequest; refused != (verdict.Refuse != nil) {
			s.T.Fatalf("%s at %+v: status %d %s, but the table says %s", a, before, status, body, verdict.Name())
		}
	}
	s.later()
	collect(s)
	got, want := s.view(id), after(before, verdict)
	if want.Self == siq.Absent { // the reverse cannot be told by the name of a policy that is gone
		got.Reverse, got.ReverseTarget = want.Reverse, want.ReverseTarget
	}
	if got != want {
		s.T.Errorf("%s (%s): from %+v to %+v, the table says %+v", a, verdict.Name(), before, got, want)
	}
}

func fill(format, policy string) string {
	if strings.Contains(format, "%s") {
		return fmt.Sprintf(format, policy)
	}
	return format
}

// after is what the table says of the pair when everything has ended.
func after(v siq.View, verdict siq.Verdict) siq.View {
	v = v.Apply(verdict.Now...)
	if verdict.Job == nil || verdict.Job.Fails != "" || verdict.Job.Canceled {
		return v
	}
	for _, step := range verdict.Job.Steps {
		v = v.Apply(step.Begin...).Apply(step.End...)
	}
	return v
}

// schedule lets the policy's schedule come due once: it is set to every day at a time three minutes ahead.
func (s *site) schedule(cluster, policy string) {
	s.T.Helper()
	path := "http://" + cluster + ":8080/platform/" + policies + "/" + policy
	if _, there := policyThere(s, cluster, policy); !there {
		return
	}
	var in string
	s.World.Do(func() { in = s.World.Now().Add(3 * 60e9).Format("15:04") })
	s.Run(papitest.Put(path, `{"schedule":"every day at `+in+`"}`))
}

// walkUnknown does every action on a policy that no cluster has.
func walkUnknown(t *testing.T, base *site) {
	t.Helper()
	for _, a := range siq.Actions {
		if a == siq.Scheduled {
			continue
		}
		s := base.clone()
		call := calls[a]
		status, _, body := s.Do(papitest.Request{
			Method: call.method, Path: onePS1 + fill(call.path, "nowhere"),
			Body: fill(call.body, "nowhere"),
		})
		if status != http.StatusNotFound {
			t.Errorf("%s on a policy that does not exist: %d %s", a, status, body)
		}
		collect(s)
	}
}
