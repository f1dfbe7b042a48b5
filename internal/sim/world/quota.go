// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import "time"

// Quota holds quotas, their notification rules and the scans that make new ones ready.
type Quota struct {
	quotas   Table[QuotaDomain]
	rules    Table[[]QuotaRule] // quota id to its own rules; absent means the defaults. Lists are replaced, never written in place
	defaults *[]QuotaRule       // rules of the cluster for quotas without own ones; nil while nobody has changed them
	lastID   uint64
	// ScanTime is how long a QuotaScan takes; 0 leaves it to the dial, which is [DefaultQuotaScan] as it comes.
	ScanTime time.Duration
	// ScansStuck keeps every scan from ending while it is true.
	ScansStuck bool
}

// DefaultQuotaScan is how long the scan of a new quota takes when a scenario says nothing else.
const DefaultQuotaScan = 20 * time.Second

func (q *Quota) clone() Quota {
	out := *q
	out.quotas, out.rules = q.quotas.Clone(), q.rules.Clone()
	return out
}

// Get returns the quota of that id.
func (q *Quota) Get(id string) (QuotaDomain, bool) { return q.quotas.Get(id) }

// All lists the quotas in the order they were made.
func (q *Quota) All() []QuotaDomain { return q.quotas.Values() }

// Len counts the quotas.
func (q *Quota) Len() int { return q.quotas.Len() }

// Find returns the quota that limits the same thing as d: there can be only one per path, type, persona and include_snapshots.
func (q *Quota) Find(d QuotaDomain) (QuotaDomain, bool) {
	for _, each := range q.quotas.All() {
		same := each.Path == d.Path && each.Type == d.Type && each.IncludeSnapshots == d.IncludeSnapshots
		if same && samePersona(each.Persona, d.Persona) {
			return each, true
		}
	}
	return QuotaDomain{}, false
}

func samePersona(a, b *Persona) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.ID == b.ID
}
