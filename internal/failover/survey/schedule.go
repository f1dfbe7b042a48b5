// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

func SnapshotName(t *Takeover, p Pair) string { return "onefs-failover-" + t.Run + "-" + p.Name }

// SharedSnapshot is the name of the snapshot that a policy's next run, and its resync prep, start from (synciq.md §1.3).
func SharedSnapshot(s *Survey, cluster, policy string) string {
	return "SIQ-" + s.Clusters[cluster].Policies[policy].ID + "-latest"
}

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

func (a Schedule) Describe() string {
	if a.Text == "" {
		return "manual"
	}
	return `"` + a.Text + `"`
}
