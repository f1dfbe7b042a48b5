// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
)

// move carries out an op on data and domains.
func (x pair) move(o siq.Op, j *Job) string {
	switch o { //nolint:exhaustive // the others are done before
	case siq.TakeSource:
		return x.takeSource()
	case siq.KeepSource:
		x.keepSource(j)
	case siq.ProtectTarget:
		return text(x.target.FS.Protect(x.record.TargetPath, x.policyID))
	case siq.OpenTarget:
		x.openTarget()
	case siq.CopyHalf:
		return x.copyHalf(j)
	case siq.CopyAll:
		return x.copyAll(j)
	case siq.KeepTarget:
		x.keepTarget(j)
	case siq.RestoreTarget:
		return x.restoreTarget()
	case siq.MarkSource:
		x.source.policies.Update(x.policyID, func(p *Policy) { p.DomainMarked = true })
		if x.w.Dials.Is("source_closed_at", "restore") {
			return text(x.source.FS.Protect(x.policy.SourceRootPath, x.policyID))
		}
	case siq.RestoreSource:
		return x.restoreSource()
	case siq.ProtectSource:
		return text(x.source.FS.Protect(x.policy.SourceRootPath, x.policyID))
	case siq.ShareBaseline:
		return x.shareBaseline()
	default:
		panic("world: no way to do " + string(o))
	}
	return ""
}

func text(err error) string {
	if err != nil {
		return err.Error()
	}
	return ""
}

// sourceSnapshotName is the name of a policy's own snapshot on its source: SIQ-<id>-new while a run goes on, SIQ-<id>-latest after it.
func sourceSnapshotName(id, which string) string { return "SIQ-" + id + "-" + which }

// takeSource freezes what the run replicates and counts the changes.
func (x pair) takeSource() string {
	root := x.policy.SourceRootPath
	if !x.source.FS.Exists(root) {
		return fmt.Sprintf("The source root path %s does not exist.", root)
	}
	snap := x.source.FS.Snapshot()
	before := fs.Snapshot{}
	switch {
	case x.policy.HasState && x.policy.latest != nil:
		before = *x.policy.latest
	case x.policy.TargetCompareInitialSync:
		before = rebased(x.target.FS.Snapshot(), x.policy.TargetPath, root)
	}
	delta, err := fs.Diff(before, root, snap, root)
	if err != nil {
		return err.Error()
	}
	x.source.jobs.Update(x.policyID, func(live *Job) {
		live.source, live.Counts.Delta, live.Counts.TotalFiles = &snap, delta, snap.Usage(root).Files
	})
	x.source.AddSnapshot(sourceSnapshotName(x.policyID, "new"), root, snap)
	return ""
}

// rebased is a tree that holds what s has at from, at to.
func rebased(s fs.Snapshot, from, to string) fs.Snapshot {
	t := fs.New()
	if t.CopyInto(to, s, from) != nil {
		return fs.Snapshot{}
	}
	return t.Snapshot()
}

// keepSource makes the run's snapshot the state that both sides share.
func (x pair) keepSource(j *Job) {
	live, _ := x.source.LiveJob(j.PolicyID)
	x.source.DropSnapshot(sourceSnapshotName(x.policyID, "latest"))
	x.source.DropSnapshot(sourceSnapshotName(x.policyID, "new"))
	if live.source != nil {
		x.source.AddSnapshot(sourceSnapshotName(x.policyID, "latest"), x.policy.SourceRootPath, *live.source)
	}
	marks := live.marksWhileRunning(x.source)
	x.source.policies.Update(x.policyID, func(p *Policy) {
		p.latest, p.HasState, p.TargetGUID = live.source, true, x.target.GUID
		p.DomainMarked = p.DomainMarked || marks
	})
}

// openTarget lifts the domain that the policy has put on its target; a domain of another policy stays.
func (x pair) openTarget() {
	if !x.recorded || !x.target.Reachable {
		return
	}
	for _, d := range x.target.FS.Domains() {
		if d.Path == path.Clean(x.record.TargetPath) && d.Owner == x.policyID {
			x.target.FS.Unprotect(d.Path)
		}
	}
}

// openSource lifts the domain that a resync_prep which never reached its end has left on the source. Once it has, the domain belongs to
// the reverse policy and stays.
func (x pair) openSource() {
	for _, d := range x.source.FS.Domains() {
		if d.Path == path.Clean(x.policy.SourceRootPath) && d.Owner == x.policyID {
			x.source.FS.Unprotect(d.Path)
		}
	}
}

// copyHalf brings the first half of the source's top level to the target, so that a run that is cut short leaves a mixture.
func (x pair) copyHalf(j *Job) string {
	live, _ := x.source.LiveJob(j.PolicyID)
	children, err := live.source.List(x.policy.SourceRootPath)
	if err != nil {
		return err.Error()
	}
	before := x.target.FS.Snapshot()
	for _, child := range children[:len(children)/2] {
		if x.excluded(child.Path) {
			continue
		}
		to := fs.Rebase(child.Path, x.policy.SourceRootPath, x.policy.TargetPath)
		if x.policy.Action == "copy" && child.Dir {
			continue // what a copy policy keeps on the target is merged at the end
		}
		if err := x.target.FS.CopyInto(to, *live.source, child.Path); err != nil {
			return err.Error()
		}
	}
	return text(x.leaveOut(j, before))
}

// copyAll makes the target equal to the source's snapshot, but for what the policy leaves out.
func (x pair) copyAll(j *Job) string {
	live, _ := x.source.LiveJob(j.PolicyID)
	root, to := x.policy.SourceRootPath, x.policy.TargetPath
	if x.policy.Action == "copy" || len(x.policy.SourceExcludeDirectories) > 0 || len(x.policy.SourceIncludeDirectories) > 0 {
		return text(x.merge(*live.source, root))
	}
	before := x.target.FS.Snapshot()
	if err := x.target.FS.CopyInto(to, *live.source, root); err != nil {
		return err.Error()
	}
	if err := x.leaveOut(j, before); err != nil {
		return err.Error()
	}
	if x.policy.DeleteQuotas {
		n := x.deleteQuotas()
		x.source.jobs.Update(j.PolicyID, func(live *Job) { live.Counts.QuotasDeleted = n })
	}
	return ""
}

// merge copies file by file and removes nothing.
func (x pair) merge(s fs.Snapshot, at string) error {
	children, err := s.List(at)
	if err != nil {
		return err
	}
	for _, child := range children {
		if x.excluded(child.Path) {
			continue
		}
		if child.Dir {
			err = x.merge(s, child.Path)
		} else if x.included(child.Path) {
			err = x.target.FS.CopyInto(fs.Rebase(child.Path, x.policy.SourceRootPath, x.policy.TargetPath), s, child.Path)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (x pair) excluded(p string) bool { return withinAny(p, x.policy.SourceExcludeDirectories) }

func (x pair) included(p string) bool {
	return len(x.policy.SourceIncludeDirectories) == 0 || withinAny(p, x.policy.SourceIncludeDirectories)
}

func withinAny(p string, dirs []string) bool {
	for _, d := range dirs {
		if fs.Within(p, path.Clean(d)) {
			return true
		}
	}
	return false
}

// deleteQuotas removes the target's quotas whose directories are gone, and counts them (synciq.md §6).
func (x pair) deleteQuotas() (n int64) {
	for _, q := range x.target.Quota.All() {
		if fs.Within(q.Path, x.policy.TargetPath) && !x.target.FS.Exists(q.Path) && x.target.DeleteQuota(q.ID) {
			n++
		}
	}
	return n
}

// keepTarget takes the snapshot that a failover goes back to.
func (x pair) keepTarget(j *Job) {
	snap := x.target.FS.Snapshot()
	now := x.w.Now()
	name := failoverSnapshotName(x.policy.Name, now)
	x.target.DropSnapshot(x.record.syncedName)
	x.target.AddSnapshot(name, x.record.TargetPath, snap)
	names := []string{name}
	if x.policy.TargetSnapshotArchive {
		archive := expandPattern(x.policy.TargetSnapshotPattern, x.source.Name, x.policy.Name, now)
		x.target.AddSnapshot(archive, x.record.TargetPath, snap)
		names = append(names, archive)
	}
	x.target.records.Update(x.policyID, func(t *TargetRecord) {
		t.synced, t.syncedName, t.LastUpdate = &snap, name, now
		t.CoordinatorIP, t.SourceHost, t.Name = x.source.coordinator(), x.source.Name, x.policy.Name
	})
	x.source.jobs.Update(j.PolicyID, func(live *Job) { live.TargetSnapshots = names })
}

// failoverSnapshotName is the name of the snapshot on the target that a failover goes back to.
func failoverSnapshotName(policy string, at time.Time) string {
	return "SIQ-Failover-" + policy + "-" + at.Format("2006-01-02_15-04-05")
}

// expandPattern fills a snapshot name pattern.
func expandPattern(pattern, cluster, policy string, at time.Time) string {
	return strings.NewReplacer(
		"%{SrcCluster}", cluster, "%{PolicyName}", policy, "%Y", at.Format("2006"), "%m", at.Format("01"), "%d", at.Format("02"),
		"%H", at.Format("15"), "%M", at.Format("04"), "%S", at.Format("05"),
	).Replace(pattern)
}

// restoreTarget makes the target its last completed sync again; it is empty if there was none.
func (x pair) restoreTarget() string {
	to := x.record.TargetPath
	if x.record.synced == nil {
		if err := x.target.FS.CopyInto(to, fs.Snapshot{}, to); err != nil {
			return err.Error()
		}
		return text(x.target.FS.Mkdir(to, true, fs.Write{By: x.policyID, At: x.w.Now()}))
	}
	if _, listed := x.target.Snapshots.Get(x.record.syncedName); !listed {
		return "The snapshot of the last completed sync has been deleted."
	}
	return text(x.target.FS.Restore(to, *x.record.synced))
}

// restoreSource makes the source the last state that both sides share. What was written there since is lost.
func (x pair) restoreSource() string {
	if x.policy.latest == nil {
		return "There is no snapshot that both clusters share. Reset the policy."
	}
	return text(x.source.FS.Restore(x.policy.SourceRootPath, *x.policy.latest))
}

// toUndo counts the files and directories that the roll-back of a job will touch.
func (x pair) toUndo(a siq.Action) int64 {
	var d fs.Delta
	var err error
	switch {
	case a == siq.ResyncPrep && x.there && x.policy.latest != nil:
		root := x.policy.SourceRootPath
		d, err = fs.Diff(x.source.FS.Snapshot(), root, *x.policy.latest, root)
	case a != siq.ResyncPrep && x.recorded && x.record.synced != nil:
		root := x.record.TargetPath
		d, err = fs.Diff(x.target.FS.Snapshot(), root, *x.record.synced, root)
	}
	if err != nil {
		return 0
	}
	return d.FilesNew + d.FilesChanged + d.FilesUnlinked + d.DirsNew + d.DirsChanged + d.DirsDeleted
}
