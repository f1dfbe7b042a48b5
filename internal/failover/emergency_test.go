// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/surveytest"
)

// lostAt is when prod is lost in these tests.
const lostAt = "2026-05-02T09:00:00Z"

// emergencies are a world and an intent for each kind of emergency.
var emergencies = map[finding.Kind]func() (*survey.Survey, survey.Intent){
	finding.Uncontrolled: func() (*survey.Survey, survey.Intent) {
		s, in := surveytest.World(), surveytest.Intent("dr")
		limit := 24 * time.Hour
		in.MaxDataLoss = &limit
		s.Settings.Lost = map[string]string{"prod": lostAt}
		s.Clusters["prod"].Unread, s.Clusters["prod"].UnreadKind, s.Clusters["prod"].Seen = "is declared lost", "lost", lostAt
		t := s.Clusters["dr"].Targets["nas1"]
		t.Newest = time.Date(2026, 5, 2, 8, 55, 0, 0, time.UTC).Unix()
		s.Clusters["dr"].Targets["nas1"] = t
		return s, in
	},
	finding.Resume: func() (*survey.Survey, survey.Intent) {
		s := surveytest.World()
		opened(s)
		upTo(s, survey.StageFence)
		return s, surveytest.Intent("dr")
	},
	finding.Abort: func() (*survey.Survey, survey.Intent) {
		s := surveytest.World()
		opened(s)
		upTo(s, survey.StageNames)
		return s, surveytest.Intent("prod")
	},
	finding.Isolate: func() (*survey.Survey, survey.Intent) {
		s, in := surveytest.World(), surveytest.Intent("dr")
		for _, n := range []string{"nas1.example.com", "fin.example.com"} {
			s.Clusters["dr"].Pool.Publish(n)
		}
		t := s.Clusters["dr"].Targets["nas1"]
		t.State = position.WritesEnabled
		s.Clusters["dr"].Targets["nas1"] = t
		s.Takeover = &survey.Takeover{
			Run: "first", Lost: "prod", GUID: "g-prod", Fork: lostAt, Names: []string{"nas1.example.com", "fin.example.com"},
		}
		s.Clusters["prod"].Shared = []string{"nas1"}
		return s, in
	},
}

// eachPolicy changes every policy of both clusters.
func eachPolicy(change func(*survey.PolicyView)) func(*survey.Survey, *survey.Intent) {
	return func(s *survey.Survey, _ *survey.Intent) {
		for _, c := range s.Clusters {
			for name, v := range c.Policies {
				change(&v)
				c.Policies[name] = v
			}
		}
	}
}

func eachCluster(change func(*survey.ClusterView)) func(*survey.Survey, *survey.Intent) {
	return func(s *survey.Survey, _ *survey.Intent) {
		for _, c := range s.Clusters {
			change(c)
		}
	}
}

func directory(v survey.DirectoryView) func(*survey.Survey, *survey.Intent) {
	return func(s *survey.Survey, _ *survey.Intent) { s.Directory = &v }
}

// runs lets one cluster run a newer release than the other.
func runs(s *survey.Survey, newer, older string) {
	s.Clusters[newer].Release, s.Clusters[older].Release = "v9.10.0.1", "v9.9.0.2"
}

// blockers bring about a finding that stops a controlled move and may stop no emergency.
var blockers = map[finding.ID]func(*survey.Survey, *survey.Intent){
	finding.OneFSTooOld:   eachCluster(func(c *survey.ClusterView) { c.Version = 12 }),
	finding.TargetOlder:   func(s *survey.Survey, in *survey.Intent) { runs(s, in.From(), in.To()) },
	finding.TargetNewer:   func(s *survey.Survey, in *survey.Intent) { runs(s, in.To(), in.From()) },
	finding.PolicyMissing: func(s *survey.Survey, _ *survey.Intent) { s.Missing = []string{"made yesterday"} },
	finding.PolicyAmbiguous: func(s *survey.Survey, _ *survey.Intent) {
		s.Missing = []string{"both"}
		s.Ambiguous = []survey.Namesakes{{Name: "both", Paths: map[string]string{"prod": "/ifs/data/both", "dr": "/ifs/abroad"}}}
	},
	finding.PoliciesOverlap: func(s *survey.Survey, in *survey.Intent) {
		s.Pairs = append(s.Pairs, survey.Pair{
			Name: "sub", Home: "prod", Paths: map[string]string{"prod": "/ifs/data/nas1/sub", "dr": "/ifs/dr/nas1/sub"},
		})
		in.Policies = append(in.Policies, "sub")
		for _, c := range s.Clusters {
			for of, as := range map[string]string{"nas1": "sub", "nas1_mirror": "sub_mirror"} {
				if v, ok := c.Policies[of]; ok {
					v.SourcePath, v.TargetPath = v.SourcePath+"/sub", v.TargetPath+"/sub"
					c.Policies[as] = v
				}
				if v, ok := c.Targets[of]; ok {
					v.Path += "/sub"
					c.Targets[as] = v
				}
			}
		}
	},
	finding.DomainNotMarked: eachPolicy(func(v *survey.PolicyView) { v.DomainMarked, v.HardLinks = false, true }),
	finding.NoWayBack: func(s *survey.Survey, _ *survey.Intent) {
		s.Clusters["dr"].Facts.SmartLocks = []survey.SmartLockDir{{Path: "/ifs/dr/nas1/vault", Type: "compliance"}}
		s.Clusters["prod"].Facts.SmartLocks = []survey.SmartLockDir{{Path: "/ifs/data", Type: "enterprise"}}
	},
	finding.PolicyNotDeclared: func(s *survey.Survey, _ *survey.Intent) {
		s.Undeclared = []string{"other"}
		for _, c := range s.Clusters {
			c.ZonePools = []string{"groupnet0.subnet0.nas1"}
			c.Served = map[string][]string{"other": {"share other in zone nas1"}}
		}
	},
	finding.PolicyElsewhere: func(s *survey.Survey, _ *survey.Intent) {
		s.Missing = []string{"astray"}
		s.Clusters["prod"].Strays = []survey.Stray{{Name: "astray", Path: "/ifs/data/astray", Host: "elsewhere.example.com"}}
	},
	finding.PolicyCopies:          eachPolicy(func(v *survey.PolicyView) { v.Action = "copy" }),
	finding.PolicyFiltered:        eachPolicy(func(v *survey.PolicyView) { v.Filtered = true }),
	finding.PolicyWithoutFailback: eachPolicy(func(v *survey.PolicyView) { v.NoFailback = true }),
	finding.RunCountersMissing:    eachPolicy(func(v *survey.PolicyView) { v.Runs.Missing = []string{"failed_chunks"} }),
	finding.RunLeftFiles:          eachPolicy(func(v *survey.PolicyView) { v.Runs.Left = []string{"failed_chunks 1"} }),
	finding.SnapshotBeforePrep:    eachCluster(func(c *survey.ClusterView) { c.Licences = map[string]string{"SNAPSHOTIQ": "Expired"} }),
	finding.NameNotFound: func(_ *survey.Survey, in *survey.Intent) {
		in.Names = []string{"fin.example.com", "ghost.example.com", "nas1.example.com"}
	},
	finding.NameCannotBeParked: eachCluster(func(c *survey.ClusterView) {
		c.Pool.Aliases = append(c.Pool.Aliases, strings.Repeat("x", 60)+"-"+c.Name[:2]+".example.com")
	}),
	finding.ZoneNameAmbiguous: func(s *survey.Survey, _ *survey.Intent) {
		s.Local = nil
		s.Clusters["prod"].Pool.ZoneName = "own-prod.example.com"
	},
	finding.NodesNotAsked: eachCluster(func(c *survey.ClusterView) {
		c.Facts.Unasked = map[string][]int{"not reachable from here": {2, 3}}
		if !slices.ContainsFunc(c.Objects, func(o survey.Object) bool { return o.Kind == survey.KindShare }) {
			c.Objects = append(c.Objects, survey.Object{
				Kind: survey.KindShare, Zone: "nas1", ID: "nas1", Paths: []string{"/ifs/data/nas1"}, Pairs: []string{"nas1"},
				Definition: survey.Definition{"path": "/ifs/data/nas1"},
			})
		}
	}),
	finding.ObjectAboveInUse: eachCluster(func(c *survey.ClusterView) {
		wide := survey.Object{
			Kind: survey.KindShare, Zone: "System", ID: "ifs", Paths: []string{"/ifs"}, Above: true, Definition: survey.Definition{"path": "/ifs"},
		}
		c.Objects = append(c.Objects, wide)
		c.Facts.Clients = &survey.ClientsView{Sessions: 1, Above: map[string]string{wide.Address(): "admin from 10.1.0.7 on node 1"}}
	}),
	finding.ShareContinuityDiffers: eachCluster(func(c *survey.ClusterView) {
		dir := surveytest.TestPair.Paths[c.Name]
		c.Objects = append(c.Objects, survey.Object{
			Kind: survey.KindShare, Zone: "nas1", ID: "db", Paths: []string{dir}, Pairs: []string{"nas1"},
			Definition: survey.Definition{"path": dir, "continuously_available": c.Name == "dr"},
		})
	}),
	finding.JournalOwner: eachCluster(func(c *survey.ClusterView) {
		c.Facts.Strangers = []string{"/ifs/.onefs-failover/journals belongs to the account mallory"}
	}),
	finding.DirectoryRefused:  directory(survey.DirectoryView{User: "mover", Problem: "wrong password", Refused: true}),
	finding.SPNRightMissing:   directory(survey.DirectoryView{User: "mover", Closed: []string{"PROD$", "DR$"}}),
	finding.SPNAccountMissing: directory(survey.DirectoryView{User: "mover", Missing: []string{"PROD$"}}),
	finding.SPNOnThirdAccount: directory(survey.DirectoryView{User: "mover", Elsewhere: map[string]string{"HOST/nas1.example.com": "OTHER$"}}),
}

// unmade are findings of the same classes that Plan does not make of a controlled move: the provider makes the first, the second needs SPNs
// of two classes, and the last sync finds the third.
var unmade = []finding.ID{finding.ApplyPoliciesFirst, finding.SPNAliasStays, finding.AttributesChanged}

// TestEmergencies_NoFindingStopsThem holds the engine to the registry: what stops a controlled move, and is about completeness, versions,
// sessions, labels, a log-in or a privilege, is no error of an emergency, which is planned all the same.
func TestEmergencies_NoFindingStopsThem(t *testing.T) {
	t.Parallel()
	for _, f := range finding.All() {
		calm := f.In[finding.Controlled] != finding.Risk
		for _, k := range finding.Kinds() {
			calm = calm && (!k.Emergency() || f.In[k] == finding.Risk)
		}
		if calm && blockers[f.ID()] == nil && !slices.Contains(unmade, f.ID()) {
			t.Errorf("no case for %s", f.Name)
		}
	}
	named := 0
	for id, bring := range blockers {
		is := func(f finding.Finding) bool { return f.ID == id }
		s, in := surveytest.World(), surveytest.Intent("dr")
		bring(s, &in)
		if p := Plan(s, in); !slices.ContainsFunc(p.Errors, is) {
			t.Errorf("%s does not stop a controlled move: %v", id, p.Errors)
		}
		for k, world := range emergencies {
			s, in := world()
			if got := KindOf(s, in).Kind; got != k {
				t.Fatalf("a world of the kind %s is planned as %s", k, got)
			}
			bring(s, &in)
			p := Plan(s, in)
			if len(p.Errors) > 0 || p.Moves == nil {
				t.Errorf("%s stops a run of the kind %s: errors %v, moves %v", id, k, p.Errors, p.Moves)
				continue
			}
			if slices.ContainsFunc(p.Warnings, is) {
				named++
				if !slices.ContainsFunc(p.Moves.Risks, func(l string) bool { return strings.HasPrefix(l, id.String()+": ") }) {
					t.Errorf("%s is no line in the risks of a run of the kind %s", id, k)
				}
			}
		}
	}
	t.Logf("%d findings in %d kinds of emergencies, %d times named as a risk", len(blockers), len(emergencies), named)
}

// TestEmergencies_UnparkableNameStays: a name that cannot be parked is left where it is by a run that goes on.
func TestEmergencies_UnparkableNameStays(t *testing.T) {
	t.Parallel()
	for _, k := range []finding.Kind{finding.Resume, finding.Abort} {
		s, in := emergencies[k]()
		blockers[finding.NameCannotBeParked](s, &in)
		for _, l := range Plan(s, in).Moves.Names {
			if strings.Contains(l, "xxx") {
				t.Errorf("%s: %s", k, l)
			}
		}
	}
}
