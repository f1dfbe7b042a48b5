// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/golden"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

// findingCase makes one finding fire and cures it.
type findingCase struct {
	scenario string
	severity finding.Severity
	// fire brings about what is found, and may change what is declared.
	fire func(r *ready)
	// words are for the angle brackets of the cure's request.
	words map[string]string
	// cure does what the finding says, where that is no request of the API; nil means that the request which the finding names is sent.
	cure func(r *ready, f finding.Finding)
	// as is who sends the request; "" is the provider's own user.
	as string
	// object is a part of the finding's object, where several of the id stand.
	object string
	// look answers the findings; nil means those of a move with the declared intent.
	look func(r *ready) []finding.Finding
	// adopted lets a resource adopt the pool first.
	adopted bool
	// wait is how long the cure takes to show.
	wait time.Duration
}

// ready is a site of which readiness is asked.
type ready struct {
	*Bed
	t *testing.T
	// in is what is declared: the move to the other side.
	in    survey.Intent
	prior *survey.Survey
	// d is the loss of a cluster that the case began with, nil for the others.
	d *disaster
}

// TestReadiness_EveryFindingFiresAndClears makes every finding of the engine fire against the simulator, and clears each by its stated
// cure: the request of the API that it names, sent as it stands, or else the edit that it asks for. The three counts are equal.
func TestReadiness_EveryFindingFiresAndClears(t *testing.T) {
	t.Parallel()
	cases := map[string]findingCase{}
	for _, part := range []map[string]findingCase{
		clusterCases, networkCases, policyCases, proofCases, directoryCases, objectCases, leftCases, lostCases, nightlyCases,
		drillCases,
	} {
		for id, c := range part {
			if _, twice := cases[id]; twice {
				t.Errorf("two cases for %s", id)
			}
			cases[id] = c
		}
	}
	known := findingIDs()
	others := withRealDirectory(t)
	known = slices.DeleteFunc(known, func(id string) bool { return slices.Contains(others, id) })
	for _, id := range known {
		if _, ok := cases[id]; !ok {
			t.Errorf("no case for %s", id)
		}
	}
	results := make(chan judged, len(cases))
	t.Run("each", func(t *testing.T) {
		for _, id := range slices.Sorted(maps.Keys(cases)) {
			t.Run(id, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					results <- judge(t, id, cases[id])
				})
			})
		}
	})
	close(results)
	fired, cleared := 0, 0
	var shown []finding.Finding
	for r := range results {
		fired, cleared = fired+count(r.fired), cleared+count(r.cleared)
		shown = append(shown, r.found)
	}
	t.Logf("findings: total %d, fired %d, cleared %d; %d more with a real directory: %v", len(known), fired, cleared, len(others), others)
	Record(t, "findings", map[string]int{"total": len(known), "fired": fired, "cleared": cleared})
	if fired != len(known) || cleared != len(known) {
		t.Errorf("findings: total %d, fired %d, cleared %d", len(known), fired, cleared)
		return
	}
	golden.Compare(t, "diagnostics.golden", diagnostics(t, shown))
}

// judged is how a case went.
type judged struct {
	found          finding.Finding
	fired, cleared bool
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// judge runs one case.
func judge(t *testing.T, id string, c findingCase) judged {
	r := &ready{Bed: New(t, Options{Scenario: c.scenario, Quiet: true}), t: t}
	r.in = r.Intent(DR)
	if c.adopted {
		adopt(t, r.Bed)
	}
	if c.look == nil {
		c.look = (*ready).findings
	}
	time.Sleep(90 * time.Second) // bubble: between two runs of the schedules
	if f, ok := c.pick(id, c.look(r)); ok {
		t.Errorf("fires before anything happened: %s", f.Line())
	}
	c.fire(r)
	found, ok := c.pick(id, c.look(r))
	if !ok {
		t.Errorf("does not fire; found are:\n%s", lines(c.look(r)))
		return judged{}
	}
	t.Logf("%s %s\n%s", found.Severity, found.Line(), found.Call)
	if found.Severity != c.severity {
		t.Errorf("severity %q, want %q", found.Severity, c.severity)
	}
	r.stops(found)
	if c.cure != nil {
		if found.Call != "" && c.as == "" {
			t.Errorf("the finding names a request, and the case does something else: %s", found.Call)
		}
		if found.Command != "" && c.as == "" {
			t.Errorf("the finding names a command, and the case does something else: %s", found.Command)
		}
		c.cure(r, found)
	} else {
		r.send(found, c)
	}
	time.Sleep(max(c.wait, 2*time.Minute)) // bubble
	if f, still := c.pick(id, c.look(r)); still {
		t.Errorf("the cure does not clear it: %s", f.Line())
		return judged{found, true, false}
	}
	return judged{found, true, true}
}

// pick finds the finding of a case.
func (c findingCase) pick(id string, list []finding.Finding) (finding.Finding, bool) {
	i := slices.IndexFunc(list, func(f finding.Finding) bool { return f.ID.String() == id && strings.Contains(f.Object, c.object) })
	if i < 0 {
		return finding.Finding{}, false
	}
	return list[i], true
}

// findings are those of a move with the declared intent.
func (r *ready) findings() []finding.Finding {
	return failover.Readiness(r.survey(), r.in)
}

func (r *ready) survey() *survey.Survey {
	return r.Engine.Survey(r.t.Context(), Scope(r.in, r.prior))
}

// stops holds what a finding does to plans: a blocking one stops the move and nothing but the move.
func (r *ready) stops(f finding.Finding) {
	r.t.Helper()
	if f.Severity == finding.Invalid || f.Severity == finding.Refused {
		return
	}
	s := r.survey()
	has := func(list []finding.Finding) bool {
		return slices.ContainsFunc(list, func(x finding.Finding) bool { return x.ID == f.ID })
	}
	move := failover.Plan(s, r.in)
	if f.Severity == finding.Blocking != has(move.Errors) && move.Moves != nil {
		r.t.Errorf("%s finding, errors of the move: %s", f.Severity, lines(move.Errors))
	}
	stay := r.in
	stay.Active = r.in.From()
	if position.Serving(s) == stay.Active && failover.Due(s, stay) && has(failover.Plan(s, stay).Errors) {
		r.t.Errorf("it stops a plan that moves nothing: %s", lines(failover.Plan(s, stay).Errors))
	}
}

// request is the form of a cure: method, path, body, cluster.
var request = regexp.MustCompile(`^(PUT|POST|DELETE) (/\S+)(?: (\{.*\}))? on (\w+)$`)

// send does what the finding names.
func (r *ready) send(f finding.Finding, c findingCase) {
	r.t.Helper()
	call := f.Call
	if call == "" {
		r.enter(f, c)
		return
	}
	for word, value := range c.words {
		if !strings.Contains(call, word) {
			r.t.Errorf("the request has no %s: %s", word, call)
		}
		call = strings.ReplaceAll(call, word, value)
	}
	m := request.FindStringSubmatch(call)
	if m == nil || strings.ContainsAny(call, "<>") {
		r.t.Fatalf("not a request: %q", call)
	}
	raw := r.Raw(r.t, m[4])
	if c.as != "" {
		raw.user = c.as
	}
	before := r.wrong()
	for range 60 {
		status, answer := raw.Do(m[1], m[2], m[3])
		if status/100 == 2 {
			break
		}
		if status != http.StatusConflict {
			r.t.Fatalf("%s: %d %v", call, status, answer)
		}
		time.Sleep(10 * time.Second) // bubble: a job of the schedule runs
	}
	if wrong := r.wrong(); len(wrong) > len(before) {
		r.t.Errorf("%s is not a request that OneFS would take: %v", call, wrong)
	}
}

// enter does what the command of a finding does.
func (r *ready) enter(f finding.Finding, c findingCase) {
	r.t.Helper()
	list, bare := printed(f.ID.String(), f.Command)
	if len(list) == 0 || len(bare) > 0 {
		r.t.Fatalf("no command: %q", f.Command)
	}
	one := list[len(list)-1] // the others come before it
	for word, value := range c.words {
		if !strings.Contains(one.isi, word) {
			r.t.Errorf("the command has no %s: %s", word, one)
		}
		one.isi = strings.ReplaceAll(one.isi, word, value)
	}
	r.World.Do(func() {
		r.Cluster(Prod).Auth.AddLogin("root", r.Site.Password)
		r.Cluster(DR).Auth.AddLogin("root", r.Site.Password)
	})
	if err := r.paste(r.t, one); err != nil {
		r.t.Error(err)
	}
}

// wrong are requests that break the interface, so far. What invariants say of a person's request is of no interest here.
func (r *ready) wrong() []string {
	var out []string
	r.World.Do(func() {
		for _, v := range r.World.Violations {
			if slices.Contains(
				[]string{rest.RuleUnknownPath, rest.RuleOutOfScope, rest.RuleUnknownProperty, rest.RuleUnknownQuery, rest.RuleBadValue},
				v.Rule,
			) {
				out = append(out, fmt.Sprint(v))
			}
		}
	})
	return out
}

// put changes something by a plain request and lets the change become visible.
func (r *ready) put(on, path, body string) { r.do(on, http.MethodPut, path, body) }

func (r *ready) do(on, method, path, body string) {
	r.t.Helper()
	raw := r.Raw(r.t, on)
	for range 60 {
		status, answer := raw.Do(method, path, body)
		if status/100 == 2 {
			time.Sleep(time.Minute) // bubble
			return
		}
		if status != http.StatusConflict {
			r.t.Fatalf("%s %s: %d %v", method, path, status, answer)
		}
		time.Sleep(10 * time.Second) // bubble: a job of the schedule runs
	}
	r.t.Fatalf("%s %s on %s is refused", method, path, on)
}

// policy changes a policy.
func (r *ready) policy(on, name, body string) { r.put(on, "/platform/14/sync/policies/"+name, body) }

// pool changes the pool that moves.
func (r *ready) pool(on, body string) { r.put(on, poolURL(r.Site.Pool), body) }

func poolURL(id string) string {
	p := strings.Split(id, ".")
	return fmt.Sprintf("/platform/16/network/groupnets/%s/subnets/%s/pools/%s", p[0], p[1], p[2])
}

// quiet takes the schedules off, so that no job runs but those of the test.
func (r *ready) quiet() {
	for _, p := range r.Site.Policies {
		r.policy(Prod, p, `{"schedule":""}`)
	}
}

func lines(list []finding.Finding) string {
	var out []string
	for _, f := range list {
		out = append(out, string(f.Severity)+" "+f.Line())
	}
	return strings.Join(out, "\n")
}

// withRealDirectory are the findings of a directory that is asked by LDAP. The simulator has none; the tests with a real one show each of
// them and its cure.
func withRealDirectory(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "realparts", "readiness_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	ids := []string{"directory_refused", "directory_unreachable", "spn_account_missing", "spn_alias_stays", "spn_right_missing"}
	for _, id := range ids {
		if !strings.Contains(string(text), id) {
			t.Errorf("%s is shown by no test", id)
		}
	}
	return ids
}

// findingIDs are the ids of the findings that the engine makes.
func findingIDs() []string {
	var out []string
	for _, f := range finding.All() {
		if f.Section != finding.SectionResource {
			out = append(out, f.Name)
		}
	}
	return out
}
