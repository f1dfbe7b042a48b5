// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package share

import (
	"slices"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/surveytest"
)

func allow(right, id string) map[string]any {
	return map[string]any{"permission": right, "permission_type": "allow", "trustee": map[string]any{"id": id, "name": "name of " + id}}
}

// world is a healthy pair with a share, an export and an alias on prod.
func world() *survey.Survey {
	s := surveytest.World()
	c := s.Clusters["prod"]
	c.Objects = append(c.Objects,
		survey.Object{
			Kind: survey.KindExport, Zone: "nas1", ID: "7", Paths: []string{"/ifs/data/nas1/a", "/ifs/data/nas1/b"}, Pairs: []string{"nas1"},
			Definition: survey.Definition{
				"paths": []any{"/ifs/data/nas1/a", "/ifs/data/nas1/b"}, "read_only": false, "read_write_clients": []any{"10.0.0.1"},
				"root_clients": []any{"10.0.0.2"},
			},
		},
		survey.Object{
			Kind: survey.KindAlias, Zone: "nas1", ID: "/home", Paths: []string{"/ifs/data/nas1/home"}, Pairs: []string{"nas1"},
			Definition: survey.Definition{"path": "/ifs/data/nas1/home"},
		})
	return s
}

// open opens a run whose fence holds all objects of prod, and answers what prod shows then.
func open(s *survey.Survey) []survey.Object {
	s.Run = &survey.RunRecord{From: "prod", To: "dr", Originals: map[string][]survey.Object{}}
	var live []survey.Object
	for _, o := range s.Clusters["prod"].Objects {
		if o.Kind != survey.KindAlias {
			s.Run.Originals["prod"] = append(s.Run.Originals["prod"], o)
			o.Definition = survey.Fence(o)
		}
		o.Definition, o.Pairs = o.Definition.Clone(), nil
		live = append(live, o)
	}
	return live
}

func keys(steps []run.Step) []string {
	var out []string
	for _, st := range steps {
		for _, k := range st.Keys {
			out = append(out, string(k))
		}
	}
	return out
}

func ids(list []finding.Finding) []string {
	var out []string
	for _, f := range list {
		out = append(out, f.ID.String()+": "+f.Object)
	}
	return out
}

func equal(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestConfiguration_CopiesAndIsMet(t *testing.T) {
	t.Parallel()
	s, in := world(), surveytest.Intent("dr")
	steps := UnmetConfiguration(s, in, nil)
	equal(t, "steps", keys(steps),
		"2a configuration | dr | share | share|nas1|nas1 | create at /ifs/dr/nas1",
		"2a configuration | dr | export | export|nas1|7 | create at /ifs/dr/nas1/a /ifs/dr/nas1/b",
		"2a configuration | dr | alias | alias|nas1|/home | create at /ifs/dr/nas1/home")
	for _, st := range steps {
		st.Effect(s)
	}
	equal(t, "steps after their effects", keys(UnmetConfiguration(s, in, nil)))
	in.CopyConfiguration = false
	equal(t, "steps of nobody", keys(UnmetConfiguration(world(), in, nil)))
}

func TestConfiguration_WhatTheCounterpartHasMore(t *testing.T) {
	t.Parallel()
	s, in := world(), surveytest.Intent("dr")
	for _, st := range UnmetConfiguration(s, in, nil) {
		st.Effect(s)
	}
	for name, change := range map[string]func(o *survey.Object){
		"hosts":       func(o *survey.Object) { o.Definition["host_acl"] = []any{"deny:ALL"} },
		"a text":      func(o *survey.Object) { o.Definition["description"] = "x" },
		"a right":     func(o *survey.Object) { o.Definition["permissions"] = []any{allow("read", "SID:S-1-1-0")} },
		"was edited":  func(o *survey.Object) { o.Edited = true },
		"other paths": func(o *survey.Object) { o.Definition["path"] = "/ifs/elsewhere" },
	} {
		w := s.Clone()
		change(&w.Clusters["dr"].Objects[0])
		equal(t, name, keys(UnmetConfiguration(w, in, nil)), "2a configuration | dr | share | share|nas1|nas1 | update at /ifs/dr/nas1")
	}
	w := s.Clone()
	slices.Reverse(survey.List(w.Clusters["dr"].Objects[1].Definition["paths"]))
	equal(t, "paths in another order", keys(UnmetConfiguration(w, in, nil)))
}

func TestFence_SetAndLifted(t *testing.T) {
	t.Parallel()
	s, in := world(), surveytest.Intent("dr")
	steps := UnmetFence(s, in)
	equal(t, "fence", keys(steps),
		"2b fence | prod | share | share|nas1|nas1 | read-only", "2b fence | prod | export | export|nas1|7 | read-only")
	for _, st := range steps {
		st.Effect(s)
	}
	equal(t, "fence that stands", keys(UnmetFence(s, in)))
	equal(t, "lifted too early", keys(LiftFence(s, in, "prod", survey.StageFinish)))
	back := surveytest.Intent("prod")
	equal(t, "lifted when the goal is set back", keys(LiftFence(s, back, "prod", survey.StageFinish)),
		"8 finish | prod | share | share|nas1|nas1 | as before the fence", "8 finish | prod | export | export|nas1|7 | as before the fence")
	in.Fence = survey.FenceNone
	equal(t, "no fence", keys(UnmetFence(world(), in)))
	in.Fence = survey.FenceInterfaces
	if w := world(); len(UnmetFence(w, in)) != 0 {
		t.Error("a pool without interfaces has some to take away")
	}
	s.Settings.Lost = map[string]string{"prod": "2000-01-01T00:00:00Z"}
	equal(t, "lifted on a lost cluster", keys(LiftFence(s, back, "prod", survey.StageFinish)))
}

func TestOwnObjects_ShowsWhatTheFenceHolds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change         func(o *survey.Object)
		fenced, edited bool
	}{
		"fenced":          {func(*survey.Object) {}, true, false},
		"given back":      {func(o *survey.Object) { o.Definition["permissions"] = []any{allow("full", "SID:S-1-1-0")} }, false, false},
		"one user more":   {func(o *survey.Object) { addRight(o, "change") }, false, true},
		"one reader more": {func(o *survey.Object) { addRight(o, "read") }, false, true},
		"another text":    {func(o *survey.Object) { o.Definition["description"] = "new" }, true, false},
		"as root":         {func(o *survey.Object) { o.Definition["run_as_root"] = []any{map[string]any{"id": "SID:S-1-1-0"}} }, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := world()
			live := open(s)
			c.change(&live[0])
			o := OwnObjects(s, "prod", live)[0]
			if o.Fenced != c.fenced || o.Edited != c.edited {
				t.Errorf("fenced %v, edited %v: %v", o.Fenced, o.Edited, o.Definition)
			}
			if o.Fenced && survey.Fence(o).Equal(o.Definition) {
				t.Errorf("shows the fenced form: %v", o.Definition)
			}
		})
	}
}

func addRight(o *survey.Object, right string) {
	o.Definition["permissions"] = append(survey.List(o.Definition["permissions"]), allow(right, "SID:S-1-5-21-9"))
}

func TestOwnObjects_WhereTheyReach(t *testing.T) {
	t.Parallel()
	at := func(kind string, d survey.Definition, list ...string) survey.Object {
		return survey.Object{Kind: kind, Zone: "nas1", ID: "1", Paths: list, Definition: d}
	}
	for name, c := range map[string]struct {
		o            survey.Object
		seen, beyond bool
	}{
		"inside":            {at(survey.KindShare, survey.Definition{}, "/ifs/data/nas1/x"), true, false},
		"elsewhere":         {at(survey.KindShare, survey.Definition{}, "/ifs/data/nas10"), false, false},
		"above":             {at(survey.KindShare, survey.Definition{}, "/ifs/data"), true, true},
		"a variable below":  {at(survey.KindShare, survey.Definition{}, "/ifs/data/nas1/%U"), true, false},
		"a variable beside": {at(survey.KindShare, survey.Definition{}, "/ifs/data/nas1%U"), true, true},
		"no variable": {
			at(survey.KindShare, survey.Definition{"allow_variable_expansion": false}, "/ifs/data/nas1/100%"), true, false,
		},
		"an export with a percent": {at(survey.KindExport, survey.Definition{}, "/ifs/data/nas1/100%/x"), true, false},
		"one path elsewhere":       {at(survey.KindExport, survey.Definition{}, "/ifs/data/nas1/a", "/ifs/other"), true, true},
	} {
		got := OwnObjects(world(), "prod", []survey.Object{c.o})
		if (len(got) == 1) != c.seen || c.seen && got[0].Above != c.beyond {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestEdits_StopUntilDecided(t *testing.T) {
	t.Parallel()
	s, in := world(), surveytest.Intent("dr")
	live := open(s)
	addRight(&live[0], "change")
	live[1].Definition["read_only_clients"] = append(survey.List(live[1].Definition["read_only_clients"]), "10.0.0.9")
	s.Clusters["prod"].Objects = OwnObjects(s, "prod", live)
	found := &finding.Findings{}
	EditedReadiness(s, in, found)
	equal(t, "findings", ids(found.List),
		"edited_under_fence: share nas1 in zone nas1 on prod", "edited_under_fence: export 7 /ifs/data/nas1/a /ifs/data/nas1/b on prod")
	if found.List[0].Severity != finding.Blocking || found.List[1].Severity != finding.Risk {
		t.Errorf("what lets people write counts as %s, what does not as %s", found.List[0].Severity, found.List[1].Severity)
	}
	for _, word := range []string{"allow change for name of SID:S-1-5-21-9", "allow full for"} {
		if !strings.Contains(found.List[0].Text, word) {
			t.Errorf("%q is not in %s", word, found.List[0].Text)
		}
	}
	if !strings.Contains(found.List[0].Call, `"permission":"full"`) ||
		!strings.Contains(found.List[1].Call, `"read_write_clients":["10.0.0.1"]`) {
		t.Errorf("the requests are %s and %s", found.List[0].Call, found.List[1].Call)
	}
	if err := EditedOpen(s, in); err == nil || strings.Contains(err.Error(), "export") {
		t.Errorf("open is %v", err)
	}
	if n := len(EditedSteps(s, in)); n != 2 || len(Edited(s, "prod")) != 2 {
		t.Errorf("%d steps for people", n)
	}
	equal(t, "fence", keys(UnmetFence(s, in)))
	equal(t, "lift", keys(LiftFence(s, surveytest.Intent("prod"), "prod", survey.StageFinish)))
	if got := keys(UnmetConfiguration(s, in, nil)); len(got) != 1 || !strings.Contains(got[0], "alias") {
		t.Errorf("copied are %v", got)
	}
	left := position.LeftUnsettled(s)
	if len(left["prod"]) != 2 {
		t.Fatalf("left are %v", left)
	}

	// The run is over; the journal has what it was.
	s.Run, s.Unsettled = nil, left
	now := s.Clone()
	now.Clusters["prod"].Objects = OwnObjects(now, "prod", live)
	if found = (&finding.Findings{}); true {
		EditedReadiness(now, in, found)
	}
	if len(found.List) != 2 || found.List[1].Severity != finding.Blocking {
		t.Errorf("after the run: %v", ids(found.List))
	}

	// Lost, what it was is what is copied.
	lost := now.Clone()
	lost.Settings.Lost = map[string]string{"prod": "2000-01-01T00:00:00Z"}
	if b := beforeEdit(lost, "prod", lost.Clusters["prod"].Objects[0]); !b.Definition.Equal(world().Clusters["prod"].Objects[0].Definition) {
		t.Errorf("before the edit it was %v", b.Definition)
	}

	// Named in the configuration, it is what is meant.
	taken := now.Clone()
	in.IgnoreFindings = []string{"edited_under_fence"}
	TakeEdits(taken, in)
	if len(Edited(taken, "prod")) != 0 || len(taken.Unsettled) != 0 || len(keys(UnmetConfiguration(taken, in, nil))) != 3 {
		t.Errorf("taken: %v, %v", Edited(taken, "prod"), taken.Unsettled)
	}

	// Given back, it is settled.
	s.Clusters["prod"].Objects = OwnObjects(s, "prod", world().Clusters["prod"].Objects)
	if len(Edited(s, "prod")) != 0 || len(s.Unsettled) != 0 {
		t.Errorf("given back: %v, %v", Edited(s, "prod"), s.Unsettled)
	}
}

func TestTwin_ExportsOfOneDirectory(t *testing.T) {
	t.Parallel()
	s, d := world(), survey.Direction{From: "prod", To: "dr"}
	export := func(id, path, client string) survey.Object {
		return survey.Object{
			Kind: survey.KindExport, Zone: "nas1", ID: id, Paths: []string{path}, Pairs: []string{"nas1"},
			Definition: survey.Definition{"paths": []any{path}, "clients": []any{client}},
		}
	}
	s.Clusters["prod"].Objects = []survey.Object{export("1", "/ifs/data/nas1", "a"), export("2", "/ifs/data/nas1", "b")}
	s.Clusters["dr"].Objects = []survey.Object{export("10", "/ifs/dr/nas1", "b"), export("9", "/ifs/dr/nas1", "c")}
	for id, is := range map[int]string{0: "9", 1: "10"} {
		o := s.Clusters["prod"].Objects[id]
		want, _ := s.TranslateObject(o, d)
		if have, ok := twin(s, o, want, d); !ok || have.ID != is {
			t.Errorf("the twin of %s is %s, want %s", o.ID, have.ID, is)
		}
	}
}

func TestObjectReadiness_WhatIsInTheWay(t *testing.T) {
	t.Parallel()
	in := surveytest.Intent("dr")
	for name, c := range map[string]struct {
		change func(s *survey.Survey)
		want   []string
	}{
		"nothing": {func(*survey.Survey) {}, nil},
		"a share elsewhere": {func(s *survey.Survey) {
			s.Clusters["dr"].Facts.Namesakes = []survey.Object{{Kind: survey.KindShare, Zone: "NAS1", ID: "NAS1", Paths: []string{"/ifs/x"}}}
		}, []string{"share_with_other_path: share nas1 in zone nas1 on dr"}},
		"an alias elsewhere": {func(s *survey.Survey) {
			s.Clusters["dr"].Facts.Namesakes = []survey.Object{{Kind: survey.KindAlias, Zone: "nas1", ID: "/home", Paths: []string{"/ifs/x"}}}
		}, []string{"alias_with_other_path: nfs alias /home on dr"}},
		"no zone": {func(s *survey.Survey) { s.Clusters["dr"].Zones = []string{"System"} }, []string{"zone_missing: share nas1 in zone nas1"}},
		"another zone": {func(s *survey.Survey) {
			s.Clusters["prod"].Objects[1].Zone = "System"
		}, []string{"other_zone_serves_path: export 7 /ifs/data/nas1/a /ifs/data/nas1/b on prod"}},
		"above": {func(s *survey.Survey) {
			s.Clusters["prod"].Objects[1].Above, s.Clusters["prod"].Objects[1].Paths = true, []string{"/ifs/data"}
		}, []string{"object_above_policy: export 7 /ifs/data on prod"}},
		"local accounts": {func(s *survey.Survey) {
			s.Clusters["prod"].Objects[0].Definition["permissions"] = []any{allow("full", "UID:1"), allow("full", "SID:S-1-1-0")}
			s.Clusters["prod"].Objects[0].Definition["run_as_root"] = []any{map[string]any{"id": "GID:1", "name": "wheel"}}
		}, []string{"local_trustee: share nas1 in zone nas1 on prod"}},
		"no protocols": {func(s *survey.Survey) {
			s.Clusters["dr"].Facts.NoSMB, s.Clusters["dr"].Facts.NoNFS = true, true
		}, []string{"protocol_service_off: cluster dr", "protocol_service_off: cluster dr"}},
	} {
		s, found := world(), &finding.Findings{}
		c.change(s)
		ObjectReadiness(s, in, found)
		TrusteeReadiness(s, in, found)
		ProtocolReadiness(s, in, found)
		equal(t, name, ids(found.List), c.want...)
	}
}

func TestNamesakes_OutsideThePolicies(t *testing.T) {
	t.Parallel()
	s := world()
	all := append(slices.Clone(s.Clusters["prod"].Objects),
		survey.Object{Kind: survey.KindShare, Zone: "nas1", ID: "other", Paths: []string{"/ifs/o"}})
	all = append(all, survey.Object{Kind: survey.KindAlias, Zone: "nas1", ID: "/HOME", Paths: []string{"/ifs/o"}})
	all[0].Paths = []string{"/ifs/x"}
	got := Namesakes(s, "dr", all)
	var names []string
	for _, o := range got {
		names = append(names, o.Kind+" "+o.ID)
	}
	equal(t, "in the way", names, "share nas1", "alias /home", "alias /HOME")
}

func TestOriginals_LostAndReturned(t *testing.T) {
	t.Parallel()
	s, in := world(), surveytest.Intent("dr")
	for _, st := range UnmetConfiguration(s, in, nil) {
		st.Effect(s)
	}
	for i, o := range s.Clusters["prod"].Objects {
		if o.Kind != survey.KindAlias {
			s.Clusters["prod"].Objects[i].Definition = survey.Fence(o)
		}
	}
	equal(t, "copied", keys(UnmetConfiguration(s, in, nil)))
	found := &finding.Findings{}
	OriginalsReadiness(s, found)
	equal(t, "lost", ids(found.List), "originals_lost: share nas1 in zone nas1 on prod",
		"originals_lost: export 7 /ifs/data/nas1/a /ifs/data/nas1/b on prod")
	if n := len(OriginalSteps(s)); n != 2 {
		t.Errorf("%d steps for people", n)
	}

	back := world()
	equal(t, "isolated", keys(UnmetReturnedFence(back, in)),
		"1 isolate | prod | share | share|nas1|nas1 | read-only", "1 isolate | prod | export | export|nas1|7 | read-only")
	in.Fence = survey.FenceNone
	equal(t, "isolated without a fence", keys(UnmetReturnedFence(back, in)))
}

func TestRights_ForPeople(t *testing.T) {
	t.Parallel()
	for want, o := range map[string]survey.Object{
		"none": {Kind: survey.KindShare},
		"allow full for SID:1, as root ann, directories are made on connecting": {Kind: survey.KindShare, Definition: survey.Definition{
			"permissions": []any{map[string]any{"permission": "full", "permission_type": "allow", "trustee": map[string]any{"id": "SID:1"}}},
			"run_as_root": []any{map[string]any{"name": "ann"}}, "auto_create_directory": true,
		}},
		"read-only, read write clients none, read only clients a, b, root clients none": {Kind: survey.KindExport, Definition: survey.Definition{
			"read_only": true, "read_only_clients": []any{"a", "b"},
		}},
		"the interfaces 2:ext-1": {Kind: survey.KindPool, Definition: survey.Definition{
			"ifaces": []any{map[string]any{"iface": "ext-1", "lnn": 2}},
		}},
	} {
		if got := rights(o.Kind, o.Definition); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
