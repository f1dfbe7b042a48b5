// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package quota

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/surveytest"
)

const root = "/ifs/data/nas1"

// quota is one at a path below the policy's directory on prod, with a hard limit of so many GiB.
func quota(kind, path string, gib int64, linked bool) survey.Quota {
	return survey.Quota{
		ID: kind + path, Pair: "nas1", Type: kind, Path: root + path, Ready: true, Linked: linked, Limits: size(gib << 30),
		Notifications: "default",
		Definition: survey.Definition{
			"type": kind, "include_snapshots": false, "enforced": true, "thresholds": map[string]any{"hard": float64(gib << 30)},
		},
	}
}

// onDR is the counterpart of a quota.
func onDR(q survey.Quota) survey.Quota {
	q = surveytest.TestPair.TranslateQuota(q, survey.Direction{From: "prod", To: "dr"})
	q.ID = "dr " + q.ID
	return q
}

// sides is a survey with these quotas on the two sides. The names are on dr; turned tells whether the policy has turned as well.
func sides(turned bool, prod, dr []survey.Quota) *survey.Survey {
	s := surveytest.World()
	s.Clusters["prod"].Quotas, s.Clusters["dr"].Quotas = prod, dr
	t := s.Clusters["dr"].Targets["nas1"]
	t.State = position.WritesEnabled
	if turned {
		t.State = position.ResyncCreated
		f := s.Clusters["prod"].Policies["nas1"]
		f.Enabled = false
		s.Clusters["prod"].Policies["nas1"] = f
		s.Clusters["dr"].Policies["nas1_mirror"] = survey.PolicyView{
			Enabled: true, Action: "sync", SourcePath: f.TargetPath,
			TargetPath: f.SourcePath,
		}
		s.Clusters["prod"].Targets["nas1_mirror"] = survey.TargetView{ID: "m", Path: root, State: position.WritesDisabled}
	}
	s.Clusters["dr"].Targets["nas1"] = t
	s.Run = &survey.RunRecord{From: "prod", To: "dr", Names: []string{"nas1.example.com"}, Schedules: map[string]survey.Schedule{"nas1": {}}}
	return s
}

func noHold(*survey.Survey, survey.Intent) []run.Step { return nil }

// through does what the stage asks for, round by round, and answers the keys with their lines.
func through(t *testing.T, s *survey.Survey, in survey.Intent) []string {
	t.Helper()
	var out []string
	for range 10 {
		steps := Unmet(s, in, noHold)
		if len(steps) == 0 {
			return out
		}
		for _, st := range steps {
			for _, k := range st.Keys {
				text := string(k)
				for _, l := range st.Lines {
					text += ": " + l.Text
				}
				out = append(out, text)
			}
			if len(st.Keys) == 0 {
				out = append(out, "wait on "+st.Lane)
			}
			st.Effect(s)
		}
	}
	t.Fatalf("the stage does not end:\n%s", strings.Join(out, "\n"))
	return nil
}

// TestUnmet: what is made, changed and dropped, in which order, and with which words.
func TestUnmet(t *testing.T) {
	t.Parallel()
	plain, linked, person := quota("directory", "/a", 10, false), quota("directory", "/teams/red", 4, true), quota("user", "/home", 5, true)
	teams, homes := quota("default-directory", "/teams", 4, false), quota("default-user", "/home", 5, false)
	person.Who = "SID:S-1-5-21-1-2-3-1105"
	larger := onDR(quota("directory", "/teams/red", 8, false))
	for name, c := range map[string]struct {
		turned   bool
		change   func(s *survey.Survey, in *survey.Intent)
		prod, dr []survey.Quota
		want     []string
	}{
		"a quota moves": {
			turned: true, prod: []survey.Quota{plain},
			want: []string{"dr create directory /a: prod -> dr", "wait", "prod delete directory /a: prod -> dr"},
		},
		"while the pair has not turned, the old side keeps it": {
			prod: []survey.Quota{plain}, want: []string{"dr create directory /a: prod -> dr", "wait"},
		},
		"one that follows a default quota is made for a directory, and not for a person": {
			turned: true, prod: []survey.Quota{teams, linked, homes, person},
			want: []string{
				"dr create default-directory /teams: prod -> dr",
				"dr create directory /teams/red: prod -> dr, as a quota of its own beside the default one",
				"dr create default-user /home: prod -> dr",
				"wait",
				"prod delete default-directory /teams: prod -> dr", "prod delete directory /teams/red: prod -> dr",
				"prod delete default-user /home: prod -> dr",
				"prod delete user SID:S-1-5-21-1-2-3-1105 /home: prod -> dr, made there by OneFS when its owner stores something",
			},
		},
		"one that has other limits is changed": {
			turned: true, prod: []survey.Quota{plain}, dr: []survey.Quota{onDR(quota("directory", "/a", 8, false))},
			want: []string{"dr update directory /a: prod -> dr", "wait", "prod delete directory /a: prod -> dr"},
		},
		"one that is there already": {
			turned: true, prod: []survey.Quota{plain}, dr: []survey.Quota{onDR(plain)}, want: []string{"prod delete directory /a: prod -> dr"},
		},
		"quotas do not move": {
			turned: true, prod: []survey.Quota{plain}, change: func(_ *survey.Survey, in *survey.Intent) { in.MoveQuotas = false },
		},
		"after a takeover the survivor's are the truth, and the plan says what goes": {
			turned: true, prod: []survey.Quota{plain, linked}, dr: []survey.Quota{larger},
			change: func(s *survey.Survey, _ *survey.Intent) { s.Takeover, s.Run = &survey.Takeover{Lost: "prod"}, nil },
			want: []string{
				"prod delete directory /a: deleted on prod; dr has none like it",
				"prod delete directory /teams/red: deleted on prod; that of dr stays as it is, 8 GiB",
			},
		},
		"nothing is dropped that rests where it was": {
			turned: true, prod: []survey.Quota{teams, linked}, dr: []survey.Quota{onDR(teams), larger},
		},
		"a policy that stays keeps its quotas": {
			prod: []survey.Quota{plain}, change: func(s *survey.Survey, _ *survey.Intent) {
				s.Clusters["dr"].Targets["nas1"] = survey.TargetView{State: position.WritesDisabled}
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := surveytest.Intent("dr")
			s := sides(c.turned, c.prod, c.dr)
			if c.change != nil {
				c.change(s, &in)
			}
			if strings.HasPrefix(name, "one that has other limits") { // which the run of today turned
				s.Run.Witnesses = survey.Witnesses{survey.MirrorRunOf("nas1_mirror"): survey.Baseline{State: survey.NothingRan}}
			}
			var got []string
			for _, l := range through(t, s, in) {
				got = append(got, plainLine(l))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// plainLine is "dr create directory /a: prod -> dr" from key and line of a step.
func plainLine(l string) string {
	if strings.HasPrefix(l, "wait") {
		return "wait"
	}
	key, text, _ := strings.Cut(l, ": ")
	parts := strings.Split(key, " | ")
	there := regexp.MustCompile(` at /ifs/dr/nas1[^,;]*`) // the path on the other side
	cut := func(x string) string { return there.ReplaceAllString(strings.ReplaceAll(x, root, ""), "") }
	_, what, _ := strings.Cut(text, ": ")
	return parts[1] + " " + parts[len(parts)-1] + " " + cut(parts[3]) + ": " + cut(what)
}

// TestUnmet_HoldsFirst: schedules are off before a quota is made.
func TestUnmet_HoldsFirst(t *testing.T) {
	t.Parallel()
	s, in := sides(true, []survey.Quota{quota("directory", "/a", 1, false)}, nil), surveytest.Intent("dr")
	hold := run.Step{Lane: "hold"}
	got := Unmet(s, in, func(*survey.Survey, survey.Intent) []run.Step { return []run.Step{hold} })
	if len(got) != 1 || got[0].Lane != "hold" {
		t.Errorf("got %v", got)
	}
}

// TestUnmetUncontrolled: the inventory's quotas are made on the survivor, those of persons that follow a default quota aside.
func TestUnmetUncontrolled(t *testing.T) {
	t.Parallel()
	in := surveytest.Intent("dr")
	differs := quota("directory", "/b", 3, false)
	s := sides(false, []survey.Quota{
		quota("directory", "/a", 1, false), quota("directory", "/teams/red", 4, true), quota("user", "/home", 5, true), differs,
	}, []survey.Quota{onDR(quota("directory", "/b", 2, false))})
	var got []string
	for _, st := range UnmetUncontrolled(s, in) {
		k := strings.Split(string(st.Keys[0]), " | ")
		got = append(got, k[3]+" "+k[len(k)-1])
	}
	want := []string{"directory /ifs/data/nas1/a create", "directory /ifs/data/nas1/teams/red create", "directory /ifs/data/nas1/b update"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	in.MoveQuotas = false
	if len(UnmetUncontrolled(s, in)) > 0 {
		t.Error("quotas move that shall not")
	}
}

// TestFindings: scans, quotas above the policies, left behind and half made.
func TestFindings(t *testing.T) {
	t.Parallel()
	unready, half := quota("directory", "/a", 1, false), quota("directory", "/b", 2, false)
	unready.Ready = false
	whole := onDR(half)
	whole.Notifications, whole.Rules = "custom", []survey.Definition{{"condition": "exceeded"}}
	above := survey.Quota{Type: "directory", Path: "/ifs/data", Definition: survey.Definition{"type": "directory"}}
	ids := func(out finding.Findings) (list []string) {
		for _, f := range out.List {
			list = append(list, f.ID.String()+" "+f.Object)
		}
		slices.Sort(list)
		return list
	}
	in := surveytest.Intent("dr")
	s := sides(false, []survey.Quota{unready, half}, []survey.Quota{whole})
	s.Run = nil
	s.Clusters["prod"].Facts.QuotasAbove = []survey.Quota{above}
	var out finding.Findings
	Readiness(s, in, &out)
	HalfMadeReadiness(s, in, &out)
	want := []string{
		"quota_above_policy quota directory /ifs/data on prod", "quota_half_made quota directory /ifs/data/nas1/b on prod",
		"quota_scan_unfinished quota directory /ifs/data/nas1/a on prod",
	}
	if diff := cmp.Diff(want, ids(out)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	s.Clusters["dr"].Facts.QuotasAbove = []survey.Quota{above}
	in.MoveQuotas = false
	out = finding.Findings{}
	Readiness(s, in, &out)
	HalfMadeReadiness(s, in, &out)
	if len(out.List) != 1 {
		t.Errorf("quotas do not move: %v", ids(out))
	}
	// The pool is on dr; prod has a quota that dr lacks, one that follows a default one, and one of a person.
	left := sides(true, []survey.Quota{quota("directory", "/a", 1, false), quota("directory", "/t/x", 1, true), quota("user",
		"/h", 1, true), half}, []survey.Quota{whole})
	out = finding.Findings{}
	LeftBehind(left, survey.Direction{From: "dr", To: "prod"}, &out)
	want = []string{"quota_left_behind quota directory /ifs/dr/nas1/a", "quota_left_behind quota directory /ifs/dr/nas1/t/x"}
	if diff := cmp.Diff(want, ids(out)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	half.Notifications = "custom"
	two := sides(true, []survey.Quota{half}, []survey.Quota{onDR(quota("directory", "/b", 2, false))})
	out = finding.Findings{}
	LeftBehind(two, survey.Direction{From: "dr", To: "prod"}, &out)
	if len(out.List) != 1 || out.List[0].ID != finding.QuotaHalfMade {
		t.Errorf("half made: %v", ids(out))
	}
}

// TestLooser: which of two quotas lets people store more.
func TestLooser(t *testing.T) {
	t.Parallel()
	four, eight := quota("directory", "/a", 4, false), quota("directory", "/a", 8, false)
	advisory := quota("directory", "/a", 4, false)
	advisory.Definition["enforced"] = false
	none := survey.Quota{Definition: survey.Definition{"enforced": true}}
	for name, c := range map[string]struct {
		q, other survey.Quota
		want     bool
	}{
		"larger": {four, eight, true}, "smaller": {eight, four, false}, "the same": {four, four, false},
		"not enforced": {four, advisory, true}, "no limit": {four, none, true}, "neither": {none, advisory, false},
	} {
		if got := looser(c.q, c.other); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if size(1536) != "1536 B" || size(10<<30) != "10 GiB" || size(0) != "0 B" {
		t.Errorf("sizes: %s %s %s", size(1536), size(10<<30), size(0))
	}
}
