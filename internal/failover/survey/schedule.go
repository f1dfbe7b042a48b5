// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import "time"

// Schedule is what is carried over from a policy to its mirror so that the new production is protected as the old one was.
type Schedule struct {
	Text     string `json:"text"`
	JobDelay *int   `json:"job_delay,omitempty"`
	RPOAlert *int   `json:"rpo_alert,omitempty"`
	Priority int    `json:"priority,omitempty"`
}

// Equal compares two schedules; a number that is not set is 0.
func (a Schedule) Equal(b Schedule) bool {
	return a.Text == b.Text && a.Priority == b.Priority && equalInt(a.JobDelay, b.JobDelay) && equalInt(a.RPOAlert, b.RPOAlert)
}

func equalInt(a, b *int) bool {
	value := func(p *int) int {
		if p == nil {
			return 0
		}
		return *p
	}
	return value(a) == value(b)
}

// Describe is the schedule in a line for people: the quoted text, or "manual".
func (a Schedule) Describe() string {
	if a.Text == "" {
		return "manual"
	}
	return `"` + a.Text + `"`
}

// SnapshotName is the name of the snapshot that is taken of a directory of a returned cluster before its data may be discarded.
func SnapshotName(t *Takeover, p Pair) string { return "onefs-failover-" + t.Run + "-" + p.Name }

// SharedSnapshot is the name of the snapshot that a policy's next run, and its resync prep, start from (synciq.md §1.3).
func SharedSnapshot(s *Survey, cluster, policy string) string {
	return "SIQ-" + s.Clusters[cluster].Policies[policy].ID + "-latest"
}

// PrepSnapshot is the beginning of the name of the snapshot that is taken of a directory before a resync prep rolls it back. What a run
// adds to it says when the run began.
func PrepSnapshot(in Intent, p Pair) string { return "onefs-failover-" + PoolName(in) + "-" + p.Name }

// KeptSnapshot is a snapshot of a directory as it was right before a resync prep rolled it back.
type KeptSnapshot struct {
	Cluster string    `json:"cluster"`
	Policy  string    `json:"policy"`
	Path    string    `json:"path"`
	Name    string    `json:"name"`
	Expires time.Time `json:"expires"`
	// Compared: Files are all that differs from the last sync, or the first of Count. Otherwise nothing tells what does.
	Compared bool     `json:"compared,omitempty"`
	Files    []string `json:"files,omitempty"`
	Count    int      `json:"count,omitempty"`
}
