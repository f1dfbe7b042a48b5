// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
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
	Findings  []Finding
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
func (e *Engine) Observe(ctx context.Context, in Intent, s *Survey) Observation {
	out := Observation{Delegated: map[string]bool{}}
	found := &findings{}
	e.observeReplication(ctx, s, &out, found)
	for _, k := range s.keys() {
		c := s.Clusters[k]
		for _, cert := range slices.Concat(c.Facts.Own, c.Facts.Peers) {
			if at := time.Unix(cert.Ends, 0).UTC(); cert.Ends > 0 && (out.CertificateEnds.IsZero() || at.Before(out.CertificateEnds)) {
				out.CertificateEnds = at
			}
		}
	}
	e.observeInventory(ctx, s, &out, found)
	if bothPools(s, in) {
		moving, _ := movingNames(s, in)
		e.observeDelegation(ctx, s, moving, &out, found)
	}
	out.Findings = found.list
	return out
}

// observeReplication measures how old the copies are.
func (e *Engine) observeReplication(ctx context.Context, s *Survey, out *Observation, found *findings) {
	if len(s.Unread()) > 0 {
		return
	}
	copies := s.clone()
	snapshots := map[string][]onefs.Snapshot{}
	for _, k := range s.keys() {
		if err := e.readRecoveryPoints(ctx, copies, k); err != nil {
			e.options.Log(ctx, "reports could not be read", map[string]any{"cluster": k, "error": err.Error()})
		}
		all, err := e.client(k).Snapshots(ctx)
		if err != nil {
			e.options.Log(ctx, "snapshots could not be read", map[string]any{"cluster": k, "error": err.Error()})
			continue
		}
		snapshots[k] = append([]onefs.Snapshot{}, all...)
	}
	for _, p := range s.Pairs {
		r := Replicated{Name: p.Name}
		keys := s.keys()
		switch s.Position(p, keys[0], keys[1]) {
		case AtFrom:
			r.From = keys[0]
		case AtTo:
			r.From = keys[1]
		}
		if r.From != "" {
			to := s.other(r.From)
			r.Policy = p.PolicyOn(r.From)
			v := s.Clusters[r.From].Policies[r.Policy]
			if n := copies.Clusters[to].Targets[r.Policy].Newest; n > 0 {
				r.Newest = time.Unix(n, 0).UTC()
				r.Age = max(e.now(to).Sub(r.Newest), 0).Truncate(time.Second)
			}
			if v.Schedule.RPOAlert != nil {
				r.RPO = time.Duration(*v.Schedule.RPOAlert) * time.Minute
			}
			dataAge(p, r, found)
			if list, read := snapshots[to]; read {
				restorePoint(p, r, to, list, found)
			}
		}
		out.Replication = append(out.Replication, r)
	}
}

func dataAge(p Pair, r Replicated, found *findings) {
	if r.RPO == 0 || r.Age <= r.RPO {
		return
	}
	at := p.about(r.From, found)
	at("data_old", Risk,
		fmt.Sprintf("last copied the state of %s, %s ago; its own limit (rpo_alert) is %s", r.Newest.Format(time.RFC3339), r.Age, r.RPO),
		"isi sync jobs start "+r.Policy).by(r.From, "POST", jobsPath, fields{"id": r.Policy})
}

// restorePoint looks for the snapshot to which a failover brings the copy back.
func restorePoint(p Pair, r Replicated, to string, snapshots []onefs.Snapshot, found *findings) {
	if slices.ContainsFunc(snapshots, func(x onefs.Snapshot) bool { return strings.HasPrefix(x.Name, "SIQ-Failover-"+r.Policy+"-") }) {
		return
	}
	at := p.about(r.From, found)
	at("failover_snapshot_missing", Risk,
		"has no SIQ-Failover snapshot on "+to+": the copy cannot be brought back to a finished run if one is interrupted",
		"isi sync jobs start "+r.Policy).by(r.From, "POST", jobsPath, fields{"id": r.Policy})
}

// now is the time by a cluster's own clock, as far as its last answer told.
func (e *Engine) now(cluster string) time.Time {
	now := time.Now().UTC()
	if c := e.client(cluster); c != nil {
		if skew, known := c.ClockSkew(); known {
			now = now.Add(skew)
		}
	}
	return now
}

// observeInventory reads when the inventory on the clusters was written. The one in Terraform's private state may be newer; it is lost
// together with the state.
func (e *Engine) observeInventory(ctx context.Context, s *Survey, out *Observation, found *findings) {
	for _, k := range s.keys() {
		if e.client(k) == nil || s.Clusters[k].Unread != "" {
			continue
		}
		kept, err := e.readInventory(ctx, k, s.ID)
		if err != nil || kept == nil {
			continue
		}
		for _, c := range slices.Sorted(maps.Keys(kept.Clusters)) {
			if at, err := time.Parse(time.RFC3339, kept.Clusters[c].Seen); err == nil && at.After(out.Inventory) {
				out.Inventory = at
			}
		}
	}
	at := func(id string, sev Severity, text, cure string) {
		found.add(Finding{ID: id, Severity: sev, Object: "inventory on the clusters", Text: text, Cure: cure})
	}
	const cure = "take the pool up again: `terraform apply -replace=<address of its resource>` forgets and adopts it, and changes nothing"
	switch {
	case len(s.Unread()) == len(s.keys()):
	case out.Inventory.IsZero():
		at(
			"inventory_not_written",
			Risk,
			"does not exist: if Terraform's state is lost together with a cluster, nobody knows what that had",
			cure,
		)
	case time.Since(out.Inventory) > inventoryLimit:
		at("inventory_stale", Risk, "is of "+out.Inventory.Format(time.RFC3339)+", more than 30 days old", cure)
	}
}
