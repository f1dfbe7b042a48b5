// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// TestEngine_PredictedIsReal holds, after every real stage, the survey that the steps' effects predicted against the one that was read.
func TestEngine_PredictedIsReal(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"lab", "style-b", "different-paths", "nfs-only"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				seen := map[survey.StageID]int{}
				b := New(t, Options{Scenario: name, AfterStage: func(st survey.StageID, predicted, read *survey.Survey) {
					seen[st]++
					overlookEarlyScans(predicted, read)
					if diff := cmp.Diff(essence(predicted), essence(read)); diff != "" {
						t.Errorf("stage %s: predicted and real survey differ (-predicted +real):\n%s", st, diff)
					}
				}})
				adopt(t, b)
				for _, side := range []string{DR, Prod, DR} {
					move(t, b, side)
				}
				for _, st := range failover.Stages(b.Intent(DR)) {
					if seen[st] == 0 && st != survey.StageSettle && !(name == "nfs-only" && st == survey.StageSPNs) {
						t.Errorf("stage %s never ran", st)
					}
				}
			})
		})
	}
}

// overlookEarlyScans: a quota that is not promised to be ready may be ready all the same.
func overlookEarlyScans(predicted, read *survey.Survey) {
	for key, c := range predicted.Clusters {
		open := map[string]bool{}
		for _, q := range c.Quotas {
			open[q.Type+q.Path+q.Who] = !q.Ready
		}
		for i, q := range read.Clusters[key].Quotas {
			if open[q.Type+q.Path+q.Who] {
				read.Clusters[key].Quotas[i].Ready = false
			}
		}
	}
}

// essence is what effects speak of, in a form that compares: ids, counters and witnesses are left out.
func essence(s *survey.Survey) map[string]any {
	out := map[string]any{"run open": s.Run != nil}
	for key, c := range s.Clusters {
		out[key+" zone name"] = strings.ToLower(c.Pool.ZoneName)
		out[key+" aliases"] = c.Pool.Aliases
		for _, ad := range c.AD {
			spns := slices.Clone(ad.SPNs)
			slices.Sort(spns)
			out[key+" SPNs "+ad.Provider] = spns
		}
		for name, p := range c.Policies {
			out[key+" policy "+name] = map[string]any{
				"enabled": p.Enabled, "schedule": p.Schedule.Text, "source": p.SourcePath, "target": p.TargetPath, "conflicted": p.Conflicted,
			}
		}
		for name, target := range c.Targets {
			out[key+" target "+name] = target.State + " " + target.Path
		}
		for _, o := range c.Objects {
			id := o.ID
			if o.Kind == survey.KindExport {
				id = ""
			}
			out[key+" "+o.Kind+" "+o.Zone+" "+id+strings.Join(o.Paths, ",")] = map[string]any{"fenced": o.Fenced, "definition": o.Definition}
		}
		for _, q := range c.Quotas {
			out[key+" quota "+q.Type+" "+q.Path+" "+q.Who] = map[string]any{
				"ready": q.Ready, "limits": q.Limits, "rules": q.Rules,
				"notify": q.Notifications,
			}
		}
	}
	return out
}
