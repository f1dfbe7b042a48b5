// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package observe

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/journal"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/syncready"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// Observation is what changes from hour to hour and is therefore no part of a survey: ages, ends of certificates, what the site's DNS says.
// It is for people and alarms, never for a plan.
type Observation struct {
	// Replication holds one entry per policy, sorted by name.
	Replication []Replicated
	// CertificateEnds is when the first certificate of SyncIQ ends; zero without any.
	CertificateEnds time.Time
	// Inventory is when the inventory beside the journals was written, to the hour; zero without one.
	Inventory time.Time
	// Delegated tells for each name that moves whether the site's DNS leads to both clusters.
	Delegated map[string]bool
	Findings  []finding.Finding
}

// Replicated is how a policy fares.
type Replicated struct {
	// Name is the policy's name on its home cluster, Policy the one that replicates now, From the cluster that sends; "" while that is not
	// clear.
	Name, Policy, From string
	// Newest is the beginning of the newest finished run, which is the state that the other side holds; zero without one.
	Newest time.Time
	// Age is how old that state is by the clock of the cluster that told; RPO is the limit that the policy itself names, 0 for none.
	Age, RPO time.Duration
}

// inventoryLimit is how old the inventory on the clusters may be before it is worth an alarm.
const inventoryLimit = 30 * 24 * time.Hour

// Observe looks at what a survey leaves out. It never fails: what cannot be told is left out.
func Observe(ctx context.Context, e *clusters.Set, in survey.Intent, s *survey.Survey) Observation {
	out := Observation{Delegated: map[string]bool{}}
	found := &finding.Findings{}
	observeReplication(ctx, e, s, &out, found)
	for _, k := range s.Keys() {
		c := s.Clusters[k]
		for _, cert := range slices.Concat(c.Facts.Own, c.Facts.Peers) {
			if at := time.Unix(cert.Ends, 0).UTC(); cert.Ends > 0 && (out.CertificateEnds.IsZero() || at.Before(out.CertificateEnds)) {
				out.CertificateEnds = at
			}
		}
	}
	observeInventory(ctx, e, s, &out, found)
	if survey.BothPools(s, in) {
		moving, _ := pool.MovingNames(s, in)
		observeDelegation(ctx, e, s, moving, &out, found)
	}
	out.Findings = found.List
	return out
}

// observeReplication measures how old the copies are.
func observeReplication(ctx context.Context, e *clusters.Set, s *survey.Survey, out *Observation, found *finding.Findings) {
	if len(s.Unread()) > 0 {
		return
	}
	copies := s.Clone()
	snapshots := map[string][]onefs.Snapshot{}
	for _, k := range s.Keys() {
		if err := replication.ReadRecoveryPoints(ctx, e, copies, k); err != nil {
			e.Options.Log(ctx, "reports could not be read", map[string]any{"cluster": k, "error": err.Error()})
		}
		all, err := e.Client(k).Snapshots(ctx)
		if err != nil {
			e.Options.Log(ctx, "snapshots could not be read", map[string]any{"cluster": k, "error": err.Error()})
			continue
		}
		snapshots[k] = append([]onefs.Snapshot{}, all...)
	}
	for _, p := range s.Pairs {
		r := Replicated{Name: p.Name}
		keys := s.Keys()
		switch position.Of(s, p, survey.Direction{From: keys[0], To: keys[1]}) {
		case position.AtFrom:
			r.From = keys[0]
		case position.AtTo:
			r.From = keys[1]
		}
		if r.From != "" {
			to := s.Other(r.From)
			r.Policy = p.PolicyOn(r.From)
			v := s.Clusters[r.From].Policies[r.Policy]
			if n := copies.Clusters[to].Targets[r.Policy].Newest; n > 0 {
				r.Newest = time.Unix(n, 0).UTC()
				r.Age = max(now(e, to).Sub(r.Newest), 0).Truncate(time.Second)
			}
			if v.Schedule.RPOAlert != nil {
				r.RPO = time.Duration(*v.Schedule.RPOAlert) * time.Second
			}
			dataAge(p, r, found)
			if list, read := snapshots[to]; read {
				restorePoint(p, r, to, list, found)
			}
		}
		out.Replication = append(out.Replication, r)
	}
}

func dataAge(p survey.Pair, r Replicated, found *finding.Findings) {
	if r.RPO == 0 || r.Age <= r.RPO {
		return
	}
	at := syncready.About(p, r.From, found)
	at(finding.DataOld,
		fmt.Sprintf("last copied the state of %s, %s ago; its own limit (rpo_alert) is %s", r.Newest.Format(time.RFC3339), r.Age, r.RPO),
		"run it once").Isi(r.From, "sync jobs start %s", r.Policy).
		By(r.From, "POST", uri.SyncJobs, finding.Fields{"id": r.Policy})
}

// restorePoint looks for the snapshot to which a failover brings the copy back.
func restorePoint(p survey.Pair, r Replicated, to string, snapshots []onefs.Snapshot, found *finding.Findings) {
	if slices.ContainsFunc(snapshots, func(x onefs.Snapshot) bool { return strings.HasPrefix(x.Name, "SIQ-Failover-"+r.Policy+"-") }) {
		return
	}
	at := syncready.About(p, r.From, found)
	at(finding.FailoverSnapshotMissing,
		"has no SIQ-Failover snapshot on "+to+": the copy cannot be brought back to a finished run if one is interrupted",
		"run it once").Isi(r.From, "sync jobs start %s", r.Policy).
		By(r.From, "POST", uri.SyncJobs, finding.Fields{"id": r.Policy})
}

// now is the time by a cluster's own clock, as far as its last answer told.
func now(e *clusters.Set, cluster string) time.Time {
	now := time.Now().UTC()
	if c := e.Client(cluster); c != nil {
		if skew, known := c.ClockSkew(); known {
			now = now.Add(skew)
		}
	}
	return now
}

// observeInventory reads when the inventory on the clusters was written. The one in Terraform's private state may be newer; it is lost
// together with the state.
func observeInventory(ctx context.Context, e *clusters.Set, s *survey.Survey, out *Observation, found *finding.Findings) {
	for _, k := range s.Keys() {
		if e.Client(k) == nil || s.Clusters[k].Unread != "" {
			continue
		}
		kept, err := journal.ReadInventory(ctx, e, k, s.ID)
		if err != nil || kept == nil {
			continue
		}
		for _, c := range slices.Sorted(maps.Keys(kept.Clusters)) {
			if at, err := time.Parse(time.RFC3339, kept.Clusters[c].Seen); err == nil && at.After(out.Inventory) {
				out.Inventory = at
			}
		}
	}
	at := func(id finding.ID, text, cure string) {
		found.Add(finding.New(id, "inventory on the clusters", text, cure))
	}
	const cure = "take the pool up again: `terraform apply -replace=<address of its resource>` forgets and adopts it, and changes nothing"
	switch {
	case len(s.Unread()) == len(s.Keys()):
	case out.Inventory.IsZero():
		at(
			finding.InventoryNotWritten, "does not exist: if Terraform's state is lost together with a cluster, nobody knows what that had",
			cure,
		)
	case time.Since(out.Inventory) > inventoryLimit:
		at(finding.InventoryStale, "is of "+out.Inventory.Format(time.RFC3339)+", more than 30 days old", cure)
	}
}
