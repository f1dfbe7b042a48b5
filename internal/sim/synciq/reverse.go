// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"fmt"
	"time"
)

// checkReverse says what stands against making the reverse policy, or "".
func (x pair) checkReverse() string {
	name := reverseName(x.policy.Name)
	if _, taken := x.target.Policy(name); taken && !x.returns {
		return fmt.Sprintf("A policy named %s exists already on the target cluster.", name)
	}
	if x.policy.TargetCertificateID == "" {
		return ""
	}
	if _, known := x.target.peerWith(x.source); !known {
		own, _ := x.source.ownCertificate()
		return fmt.Sprintf("Certificate %q not found in the synciq_peer certificate store.", own.ID)
	}
	return ""
}

// makeReverse makes the reverse policy on the target, disabled, unless a left-over one is there, which keeps its settings. The new one
// has the policy's settings but for what belongs to one cluster: source pinning, certificate, password; and it has no schedule.
func (x pair) makeReverse() string {
	if text := x.checkReverse(); text != "" {
		return text
	}
	if x.returns {
		return ""
	}
	s := x.policy.PolicySettings
	s.Name = reverseName(s.Name)
	s.SourceRootPath, s.TargetPath = s.TargetPath, s.SourceRootPath
	s.Description = ""
	s.ForceInterface, s.RestrictTargetNetwork, s.SourceNetwork = false, false, nil
	s.AcceleratedFailback = x.w.Dials.Is("mirror_accelerated_failback", "yes")
	if x.w.Dials.Is("mirror_schedule", "empty") {
		s.Schedule, s.JobDelay = "", nil
	}
	s.TargetHost = x.record.CoordinatorIP
	if x.w.Dials.Is("mirror_target_host", "source_host") {
		s.TargetHost = x.record.SourceHost
	}
	if s.TargetCertificateID != "" {
		peer, _ := x.target.peerWith(x.source)
		s.TargetCertificateID = peer.ID
	}
	x.target.AddPolicy(s, false, "")
	return ""
}

// shareBaseline lets the reverse policy start from the state that both sides share, so that its next run is incremental, and that a
// failover before that run finds the shared state. The source's domain becomes the reverse policy's.
func (x pair) shareBaseline() string {
	shared := x.record.synced
	keep := x.w.Dials.Is("cycle_keeps_sync_state", "yes")
	x.target.policies.Update(x.reverse.ID, func(p *Policy) {
		p.latest, p.HasState, p.TargetGUID = shared, keep && shared != nil, x.source.GUID
		p.NeedsReset, p.Conflicted = false, false
		p.DomainMarked = true // the domain that was the target's covers it
		if !keep {
			p.LastSuccess = time.Time{}
		}
	})
	if shared != nil {
		x.target.AddSnapshot(sourceSnapshotName(x.reverse.ID, "latest"), x.record.TargetPath, *shared)
	}
	there := x.source.FS.Snapshot()
	name := failoverSnapshotName(x.reverse.Name, x.w.Now())
	x.source.AddSnapshot(name, x.policy.SourceRootPath, there)
	x.source.records.Update(x.reverse.ID, func(t *TargetRecord) {
		x.source.DropSnapshot(t.syncedName)
		t.synced, t.syncedName = &there, name
	})
	return text(x.source.FS.Protect(x.policy.SourceRootPath, x.reverse.ID))
}
