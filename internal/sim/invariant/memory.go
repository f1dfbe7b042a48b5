// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package invariant

import (
	"maps"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Site says what a failover of the site is about; everything else is unrelated.
type Site struct {
	// Pool is the id of the pool pair, From and To the clusters as the scenario begins.
	Pool, From, To string
	// Policies are the names of the policies whose data moves, on their home cluster From.
	Policies []string
}

// Memory is what the invariants remember of the world before. Maps are replaced, never written in place, so that a clone is free.
type Memory struct {
	site    Site
	begun   bool
	crowded bool // there are too many quotas to look at each after every request

	excused map[string]map[string]bool // breaches that no request has caused, by invariant
	told    map[string]bool            // breaches that are recorded
	reach   string                     // which clusters could be reached at the last look
	lost    map[string]bool            // clusters declared lost
	spoken  []string                   // what was sent to them
	doomed  bool                       // a cluster has been unreachable: writes after the last sync may be gone

	names    map[string]bool   // every name that clients may have used, lower case
	locals   map[string]bool   // names that belong to the standby pool alone
	kept     map[string]string // digest of everything unrelated, by object
	exists   map[string]bool   // everything that must never be deleted
	limits   map[string]string // quota key to its limits
	quotas   int
	enforced map[string]enforced // limits that stop writes, by cluster and by what they are about
	original map[string]string   // definitions of related shares and exports before any run
	before   positions
	newest   map[string]string // cluster to its newest quota
	moves    map[string]int    // how often each object has moved in this run

	ways []way // by which somebody who follows a name could write when the simulation began
	down map[way]downtime
	gaps map[clients.Protocol]time.Duration // the longest time without an acknowledged write so far

	drills []*drill // in the order in which they began
}

const residence = "invariant"

// In returns the memory of a world; until [Begin] it judges nothing about sites.
func In(w *world.World) *Memory {
	if m, ok := w.Resident(residence).(*Memory); ok {
		return m
	}
	m := &Memory{reach: reach(w)}
	w.Settle(residence, m)
	return m
}

// Begin remembers the world as it is now: from here on, invariants compare. The lock is held.
func Begin(w *world.World, s Site) {
	m := &Memory{site: s, begun: true, reach: reach(w), crowded: quotaCount(w) >= crowd}
	w.Settle(residence, m)
	m.learnNames(w)
	m.kept = m.unrelated(w)
	m.exists = permanent(w)
	m.limits, m.quotas, m.newest = m.quotaLimits(w), quotaCount(w), newestQuotas(w)
	m.enforced = m.enforcedNow(w)
	m.original = m.definitions(w)
	m.before = m.look(w)
	m.learnWays(w)
	for _, i := range all {
		if i.standing {
			m.judge(w, i, "", true)
		}
	}
}

// NewRun begins to count moves and outages anew, as when somebody sets the goal back. The lock is held.
func NewRun(w *world.World) {
	m := In(w)
	m.moves, m.gaps = nil, nil
}

// DeclareLost tells the judge that the provider was told that a cluster is lost, or that it was told otherwise again. The lock is held.
func DeclareLost(w *world.World, cluster string, lost bool) {
	m := In(w)
	m.lost = maps.Clone(m.lost)
	if m.lost == nil {
		m.lost = map[string]bool{}
	}
	m.lost[cluster] = lost
}

// CloneResident copies the memory with a world.
func (m *Memory) CloneResident() world.Resident {
	out := *m
	out.spoken = append([]string(nil), m.spoken...)
	out.drills = nil
	for _, each := range m.drills {
		twin := *each
		out.drills = append(out.drills, &twin)
	}
	return &out
}

// Happen knows no events.
func (m *Memory) Happen(*world.World, world.Event) bool { return false }

// disturbed tells whether clusters were lost or came back since the last look: whatever is wrong then is no client's doing.
func (m *Memory) disturbed(w *world.World) bool {
	now := reach(w)
	if now == m.reach {
		return false
	}
	m.doomed = true
	m.reach = now
	return true
}

func reach(w *world.World) string {
	var out strings.Builder
	for _, c := range w.Clusters() {
		if c.Reachable {
			out.WriteString(c.Name + " ")
		}
	}
	return out.String()
}

// with returns a set that also holds key; the given one is left as it is.
func with(set map[string]bool, key string) map[string]bool {
	if set[key] {
		return set
	}
	out := maps.Clone(set)
	if out == nil {
		out = map[string]bool{}
	}
	out[key] = true
	return out
}
