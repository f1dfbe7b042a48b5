// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package finding

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestRegistry_EachEntryIsWhole: every finding and every failure has a name, what it means and what to do about it.
func TestRegistry_EachEntryIsWhole(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	for _, s := range All() {
		if !form.MatchString(s.Name) || s.About == "" || !slices.Contains(Sections(), s.Section) {
			t.Errorf("%q: about %q, section %q", s.Name, s.About, s.Section)
		}
		if !strings.HasSuffix(s.Means, ".") || !strings.HasSuffix(s.Cure, ".") {
			t.Errorf("%s: not whole sentences: %q, %q", s.Name, s.Means, s.Cure)
		}
		for _, k := range Kinds() {
			if !slices.Contains(Severities(), s.In[k]) {
				t.Errorf("%s: the severity of a %s run is %q", s.Name, k, s.In[k])
			}
		}
		if id, ok := Parse(s.Name); !ok || id != s.ID() || id.Spec().Means != s.Means {
			t.Errorf("%s is not found by its name", s.Name)
		}
	}
	for _, f := range Failures() {
		if f.ID.String() == "" || f.Means == "" || f.Cure == "" {
			t.Errorf("failure %q: %q, %q", f.ID, f.Means, f.Cure)
		}
	}
	if len(All()) < 100 || len(Failures()) < 10 {
		t.Errorf("%d findings, %d failures", len(All()), len(Failures()))
	}
}

// stopsEmergencies are the findings that stop an emergency, each with the reason. No finding of completeness, version, sessions, labels,
// log-in or privilege may be among them.
var stopsEmergencies = map[Class]string{
	Unread:   "nothing can be planned from what cannot be read",
	Target:   "there is nothing to move, or nowhere to move it to",
	Data:     "what people have written would be lost; an attribute or a request answers each of them",
	Position: "nobody knows where a policy is, or it has no copy",
	Health:   "the run would fail, or leave clients worse served than they are",
	OpenRun:  "what the run has to put back would be forgotten; it is cured by taking one's own edit back",
}

// TestRegistry_Emergencies holds every finding that stops a controlled move against every kind of emergency.
func TestRegistry_Emergencies(t *testing.T) {
	t.Parallel()
	never := []Class{Completeness, Version, Sessions, Labels, LogIn, Privilege}
	pairs, stops := 0, map[string][]string{}
	for _, s := range All() {
		if s.In[Controlled] == Risk {
			if slices.ContainsFunc(Kinds(), func(k Kind) bool { return s.In[k] != Risk }) {
				t.Errorf("%s is a risk of a controlled move, and more than that elsewhere", s.Name)
			}
			continue
		}
		for _, k := range Kinds() {
			if !k.Emergency() {
				continue
			}
			for _, left := range []bool{false, true} {
				pairs++
				if sev := s.Severity(Run{k, left}); sev == Risk {
					continue
				}
				stops[k.String()] = append(stops[k.String()], s.Name)
				if slices.Contains(never, s.About) {
					t.Errorf("%s, about %s, stops a run of the kind %s", s.Name, s.About, k)
				}
				if stopsEmergencies[s.About] == "" {
					t.Errorf("%s, about %s, stops a run of the kind %s for no reason that is listed", s.Name, s.About, k)
				}
				if left && s.In[k] == Blocking && !s.Holds {
					t.Errorf("%s stops a %s run whose names have left", s.Name, k)
				}
			}
		}
	}
	for _, k := range slices.Sorted(maps.Keys(stops)) {
		t.Logf("%s: %s", k, strings.Join(slices.Compact(stops[k]), ", "))
	}
	t.Logf("%d pairs of a finding and an emergency", pairs)
}

// TestRegistry_DataLossCannotBeIgnored: whatever would lose what people have written is answered by an attribute, never by ignoring it.
func TestRegistry_DataLossCannotBeIgnored(t *testing.T) {
	t.Parallel()
	for _, s := range All() {
		if s.About == Data && s.Fixed() == "" {
			t.Errorf("%s can be ignored", s.Name)
		}
		f := New(s.ID(), "object", "text", "cure")
		if sev := s.In[Controlled]; f.Stops([]string{s.Name}) != (sev == Invalid || sev == Refused || s.Final != "") {
			t.Errorf("%s, ignored: stops %v", s.Name, f.Stops([]string{s.Name}))
		}
	}
}

// TestNearest_IsWhatWasMeant: a misspelt id leads to the one that was meant, and a strange word to none.
func TestNearest_IsWhatWasMeant(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"policy_never_ran": "policy_never_run", "polcy_disabled": "policy_disabled", "spn_right_mising": "spn_right_missing",
		"policy-conflicted": "policy_conflicted", "something_else": "", "": "",
	} {
		if got := Nearest(text); got != want {
			t.Errorf("nearest to %q is %q, want %q", text, got, want)
		}
	}
}

// TestFinding_AsItCounts: a finding counts as the registry says for a run, unless it was made milder where it was found.
func TestFinding_AsItCounts(t *testing.T) {
	t.Parallel()
	f := New(OneFSTooOld, "cluster dr", "is old", "upgrade")
	for run, want := range map[Run]Severity{
		{Kind: Controlled}: Blocking, {Kind: Resume}: Risk, {Kind: Uncontrolled}: Risk,
		{Kind: Discard}: Blocking, {Kind: Discard, Left: true}: Risk,
	} {
		if got := f.For(run); got.Severity != want {
			t.Errorf("%v: %s, want %s", run, got.Severity, want)
		}
	}
	mild := New(PolicyDisabled, "policy", "is disabled", "enable it").AsRisk()
	if got := For(Run{Kind: Controlled}, []Finding{mild}); got[0].Severity != Risk || got[0].Stops(nil) {
		t.Errorf("a mild finding counts as %s", got[0].Severity)
	}
	text, err := json.Marshal(f)
	if err != nil || !strings.Contains(string(text), `"id":"onefs_too_old"`) {
		t.Errorf("%s, %v", text, err)
	}
}
