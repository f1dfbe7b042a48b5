// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
)

// facts are what the state machine decides from. asked is the cluster that got the request, or on which the job starts. Jobs are left
// out when a job that exists already is about to start.
func (x pair) facts(asked *Cluster, a siq.Action, starting bool) siq.Facts {
	f := siq.Facts{View: x.view(x.self(a.StartsJob()))}
	hold := func(c siq.Condition, holds bool) {
		if holds {
			f.Holds = append(f.Holds, c)
		}
	}
	settings := asked.settings()
	hold(siq.NoLicence, !asked.Config.Licensed("SYNCIQ", x.w.Now()))
	hold(siq.ServiceOff, settings.Service == "off")
	if !starting {
		hold(siq.ActiveSource, x.live(x.source, asked, a))
		hold(siq.ActiveTarget, x.live(x.target, asked, a))
		hold(siq.Hanging, x.hanging())
		hold(siq.Conflicted, x.there && x.policy.Conflicted)
	}
	if !x.there {
		return f
	}
	hold(siq.Unsupported, !x.policy.CanFailBack())
	hold(siq.AssociationLost, x.policy.NeedsReset || x.source.snapshotLost(x.policy))
	reached := clusterByHost(x.w, x.policy.TargetHost)
	hold(siq.TargetUnreachable, reached == nil || !reached.Reachable || !x.source.Reachable)
	if reached == nil || !reached.Reachable {
		return f
	}
	hold(siq.WrongCluster, x.policy.TargetGUID != "" && x.policy.TargetGUID != reached.GUID)
	hold(siq.PathTaken, x.pathTaken(reached))
	pool, pooled := reached.poolOf(x.policy.TargetHost)
	hold(siq.WrongPool, pooled && !carriesSync(pool))
	encrypted := x.policy.TargetCertificateID != ""
	required := x.source.settings().EncryptionRequired || reached.settings().EncryptionRequired
	now := x.w.Now().Unix()
	hold(siq.NoCertificate, encrypted && !encrypts(x.source, reached, x.policy.TargetCertificateID, now) || required && !encrypted)
	key := reached.settings().PasswordSum
	hold(siq.NoPassword, key != "" && key != x.policy.PasswordSum)
	_, unscanned := x.source.UnscannedQuota(x.policy.SourceRootPath)
	hold(siq.QuotaScan, unscanned)
	_, unscanned = reached.UnscannedQuota(x.policy.TargetPath)
	hold(siq.TargetQuotaScan, unscanned)
	return f
}

// live tells whether the policy has a live job on the cluster where. Actions on the job itself see only the cluster that is asked.
func (x pair) live(where, asked *Cluster, a siq.Action) bool {
	if where == nil || !where.Reachable {
		return false
	}
	if (a == siq.Cancel || a == siq.Pause || a == siq.Resume) && where != asked {
		return false
	}
	_, live := where.LiveJob(x.policyID)
	return live
}

// pathTaken tells whether another policy's target on that cluster overlaps this one's. The reverse policy's own path is another matter.
func (x pair) pathTaken(on *Cluster) bool {
	for id, t := range on.records.All() {
		if id != x.policyID && (fs.Within(t.TargetPath, x.policy.TargetPath) || fs.Within(x.policy.TargetPath, t.TargetPath)) {
			return true
		}
	}
	return false
}

// snapshotLost tells whether somebody deleted the snapshot that the next run would start from, which breaks the relationship
// (synciq.md §1.3).
func (c *Cluster) snapshotLost(p Policy) bool {
	_, listed := c.Snapshots.Get(sourceSnapshotName(p.ID, "latest"))
	return p.HasState && !listed
}

// hanging tells whether the record still shows a job as running whose source does not answer any more.
func (x pair) hanging() bool {
	return x.recorded && x.record.lastJobState.Committed() == "running" && (x.source == nil || !x.source.Reachable) && !x.overtaken()
}
