// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Resync prep rolls a directory back to the last sync (synciq.md §1.3). What was written there since is thrown away, by whomever and past
// whatever fence, so before each of them a snapshot of the directory is taken (evidence-2.md E1). It ends by itself; nothing here deletes
// one.

// maxTaken is how many snapshots of one directory and run there may be, and maxRefused how often one is asked for.
const (
	maxTaken   = 100
	maxRefused = 3
)

// snapshotPart is what a step with a resync prep adds to its keys and lines: the snapshot before it.
func snapshotPart(s *survey.Survey, in survey.Intent, id survey.StageID, p survey.Pair, cluster string) ([]survey.Key, []run.Line) {
	if waived(s, in, cluster) {
		return nil, nil
	}
	name := survey.PrepSnapshot(in, p)
	return []survey.Key{survey.NewKey(id, cluster, "snapshot", name, p.Paths[cluster])}, []run.Line{{
		Group: run.GroupConfiguration, Object: name,
		Text: fmt.Sprintf("snapshot %s-<time>: %s, %s, before it is rolled back, kept %d days", name, cluster, p.Paths[cluster], keptDays),
	}}
}

// waived: somebody has accepted by name that none is taken, and none can be.
func waived(s *survey.Survey, in survey.Intent, cluster string) bool {
	return mayDoWithout(in) && Unlicensed(s, cluster)
}

func mayDoWithout(in survey.Intent) bool {
	return slices.Contains(in.IgnoreFindings, finding.SnapshotBeforePrep.String())
}

// Unlicensed tells whether the cluster says that it has no licence for snapshots.
func Unlicensed(s *survey.Survey, cluster string) bool {
	status, known := s.Clusters[cluster].Licences["SNAPSHOTIQ"]
	return known && status != "Licensed" && status != "Evaluation"
}

// keepBefore takes the snapshot of a directory that is about to be rolled back, finds what was written there since the last sync, and notes
// both. Without it resync prep does not begin, unless that was accepted by name.
func keepBefore(ctx context.Context, r *run.Run, p permit.Permit, pair survey.Pair, cluster string) error {
	if waived(r.Survey, r.Intent, cluster) {
		return nil
	}
	made, expires, err := keep(ctx, r, p, pair, cluster)
	switch {
	case err != nil && mayDoWithout(r.Intent):
		r.Log(ctx, "resync prep without a snapshot, as was accepted", map[string]any{
			"policy": pair.Name, "cluster": cluster, "error": err.Error(),
		})
		return nil
	case err != nil:
		return fmt.Errorf("no snapshot of %s on %s, so it is not rolled back to the last sync: %w; make room or add the licence, then apply "+
			"again; or do without it: %s", pair.Paths[cluster], cluster, err, synciq.Accepting(finding.SnapshotBeforePrep))
	}
	kept := survey.KeptSnapshot{Cluster: cluster, Policy: pair.Name, Path: pair.Paths[cluster], Name: made.Name, Expires: expires}
	compare(ctx, r, pair, made, &kept)
	r.Log(ctx, "a snapshot keeps what resync prep rolls back", map[string]any{
		"snapshot": kept.Name, "cluster": cluster, "compared": kept.Compared, "differ": kept.Count,
	})
	return r.Note(ctx, func(rec *survey.RunRecord) {
		rec.Kept = slices.DeleteFunc(rec.Kept, func(k survey.KeptSnapshot) bool { return k.Cluster == cluster && k.Name == kept.Name })
		rec.Kept = append(rec.Kept, kept)
	})
}

// keep takes the snapshot. Its name says pool, policy and when the run began, so that an apply which goes on finds what an earlier one has
// taken; that one serves if it is younger than the last sync, and nobody can have written since.
func keep(ctx context.Context, r *run.Run, p permit.Permit, pair survey.Pair, cluster string) (*onefs.Snapshot, time.Time, error) {
	began := r.Survey.Run.Started.UTC().Format("20060102T150405Z")
	name := survey.PrepSnapshot(r.Intent, pair) + "-" + began
	for n, refused := 1, 0; n <= maxTaken; {
		asked := name
		if n > 1 {
			asked += fmt.Sprintf("-%d", n)
		}
		expires := time.Now().Add(keptFor)
		made, err := r.Engine.Client(cluster).CreateSnapshot(ctx, p.Within("snapshot "+asked), onefs.SnapshotRequest{
			Name: asked, Path: pair.Paths[cluster], Expires: new(expires.Unix()),
		})
		switch {
		case err == nil:
			made.Name = asked
			return made, expires, nil
		case errors.Is(err, onefs.ErrConflict):
			if there, ok, err := stillServes(ctx, r, pair, cluster, asked); err != nil || ok {
				return there, ends(there), err
			}
			n++
		case onefs.Transient(err) && !onefs.Refused(err):
			return nil, expires, err
		default:
			if refused++; refused == maxRefused || !onefs.Transient(err) {
				return nil, expires, onefs.Finally(err)
			}
			if err := r.Wait(ctx, 1); err != nil {
				return nil, expires, err
			}
		}
	}
	return nil, time.Time{}, fmt.Errorf("%d snapshots of this run are there already", maxTaken)
}

func ends(s *onefs.Snapshot) time.Time {
	if s == nil || s.Expires == nil {
		return time.Time{}
	}
	return time.Unix(*s.Expires, 0)
}

// stillServes finds a snapshot that an earlier attempt of this run has taken, and tells whether it holds all that was written since the
// last sync: it is younger than that, by the clock of the cluster that made both, and the fence has kept people from writing since.
func stillServes(ctx context.Context, r *run.Run, pair survey.Pair, cluster, name string) (*onefs.Snapshot, bool, error) {
	if r.Intent.Fence == survey.FenceNone || !position.FenceStands(r.Survey, cluster, pair) {
		return nil, false, nil
	}
	list, err := r.Engine.Client(cluster).Snapshots(ctx)
	if err != nil {
		return nil, false, err
	}
	i := slices.IndexFunc(list, func(s onefs.Snapshot) bool { return s.Name == name && s.Path == pair.Paths[cluster] })
	if i < 0 {
		return nil, false, nil
	}
	last, err := synciq.LastSyncBegan(ctx, r, cluster, pair.PolicyOn(cluster))
	return &list[i], err == nil && list[i].Created >= last, err
}

// mostNamed is how many files a manual step names.
const mostNamed = 20

// compare finds what differs between the last sync and the snapshot, where the cluster can tell. The address is assumed: 404 and 403 leave
// it open, and so does any other trouble.
func compare(ctx context.Context, r *run.Run, pair survey.Pair, made *onefs.Snapshot, kept *survey.KeptSnapshot) {
	c, shared := r.Engine.Client(kept.Cluster), survey.SharedSnapshot(r.Survey, kept.Cluster, pair.PolicyOn(kept.Cluster))
	list, err := r.Snapshots.Get(ctx, r.Began, r.Engine.Options.PollInterval, kept.Cluster, c.Snapshots)
	i := slices.IndexFunc(list, func(s onefs.Snapshot) bool { return s.Name == shared })
	if err != nil || i < 0 {
		return
	}
	// One question tells for all policies of the run whether the cluster answers such.
	tells, err := r.Changelists.Get(ctx, r.Began, onceARun, kept.Cluster, func(ctx context.Context) (bool, error) {
		_, err := c.ChangedFiles(ctx, list[i].ID, made.ID)
		if errors.Is(err, onefs.ErrNotFound) || errors.Is(err, onefs.ErrForbidden) {
			return false, nil
		}
		return err == nil, err
	})
	if err != nil || !tells {
		return
	}
	files, err := c.ChangedFiles(ctx, list[i].ID, made.ID)
	if err != nil {
		return
	}
	kept.Compared, kept.Count = true, len(files)
	for _, f := range files[:min(len(files), mostNamed)] {
		kept.Files = append(kept.Files, f.Path)
	}
}

// onceARun is a beat that no run outlives.
const onceARun = 1000 * time.Hour

// KeptSteps tell people what was rolled back: for each policy the files that the cluster names, and in one line a cluster the snapshots of
// which it does not say what differs from the last sync.
func KeptSteps(rec *survey.RunRecord) []string {
	var out []string
	open := map[string][]survey.KeptSnapshot{}
	kept := slices.Clone(rec.Kept) // they were taken side by side
	slices.SortStableFunc(kept, func(a, b survey.KeptSnapshot) int { return strings.Compare(a.Policy, b.Policy) })
	for _, k := range kept {
		switch {
		case !k.Compared:
			open[k.Cluster] = append(open[k.Cluster], k)
		case k.Count > 0:
			out = append(out, fmt.Sprintf("%d files below %s on %s were written after the last sync of %s and have been rolled back; snapshot %s "+
				"keeps them until %s: %s",
				k.Count, k.Path, k.Cluster, k.Policy, k.Name, k.Expires.UTC().Format(time.DateOnly), joined(k.Files, k.Count)))
		}
	}
	for _, cluster := range slices.Sorted(maps.Keys(open)) {
		list := open[cluster]
		var names []string
		for _, k := range list[:min(len(list), mostNamed)] {
			names = append(names, k.Name)
		}
		text := fmt.Sprintf("%s cannot tell whether anything was written there after the last sync; if somebody misses something, it is in "+
			"these snapshots, kept until %s: %s", cluster, list[0].Expires.UTC().Format(time.DateOnly), joined(names, len(list)))
		out = append(out, text)
	}
	return out
}

func joined(list []string, of int) string {
	text := strings.Join(list, ", ")
	if more := of - len(list); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
