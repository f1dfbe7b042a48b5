// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package invariant

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Invariant is one thing that must be true.
type Invariant struct {
	Name string
	Text string
	// breaches lists every breach as of now, one text each.
	breaches func(w *world.World, m *Memory) []string
	// standing invariants may be broken when the simulation begins, or because a test broke something: only new breaches count.
	standing bool
	// atEnd invariants are true at the end of a run, not during it: only Finish looks.
	atEnd bool
}

// All lists the invariants.
func All() []Invariant { return slices.Clone(all) }

var all = []Invariant{
	{"one_cluster_answers", "a client's name is answered by one cluster at most", doubleNames, true, false},
	{"names_kept", "a name that clients have used lives or is parked somewhere", lostNames, true, false},
	{"one_account_holds_spn", "a service principal name is held by one account at most", doubleSPNs, true, false},
	{"quotas_somewhere", "every quota of the replicated data exists on one side, with the same limits and rules", lostQuotas, true, false},
	{"limits_enforced", "a limit goes from a side only while the other side enforces it, or a narrower one", loosened, false, false},
	{"unrelated_untouched", "pools, names, SPNs, shares, exports and quotas of others are as they were, in order", touched, false, false},
	{"nothing_deleted", "no policy, mirror, target association, pool, share or export is ever deleted", deleted, false, false},
	{"acknowledged_served", "every acknowledged write is on the side that serves the name and is writable", lostWrites, true, false},
	{"no_write_lost", "every acknowledged write of a policy's data is on the serving side, by whatever way", lostAnywhere, true, false},
	{"one_side_written", "after the switch nobody writes on the side that was left", writtenOnBoth, false, false},
	{"moved_once", "no name, SPN, quota or policy moves twice in a run", movedTwice, false, false},
	{"silent_to_lost", "nothing is sent to a cluster that was declared lost", spokenToLost, false, false},
	{"followers_write", "when a run is over, whoever follows a name that clients use can write again", cannotWrite, true, true},
	{"drill_leaves_production", "a drill changes nothing on the serving cluster but its policies' schedules", productionChanged, false, false},
	{"drill_unfelt", "during a drill nobody who follows a production name is kept from writing", productionInterrupted, false, false},
	{"drill_names_apart", "during a drill the standby answers no production name", productionNames, false, false},
	{"drill_gives_back", "after a drill the serving cluster is what it was, schedules included", productionKept, false, true},
	{"drill_copy_restored", "after a drill the copies are closed, are the last sync, and have been run since", copiesRestored, false, true},
	{"drill_names_gone", "after a drill no cluster has a name of it", drillNamesLeft, false, true},
	{"fence_restored", "when a run is over, shares and exports are what they were before it", notRestored, false, true},
}

// Names lists the names of the invariants.
func Names() []string {
	out := make([]string, 0, len(all))
	for _, i := range all {
		out = append(out, i.Name)
	}
	return out
}

// After judges a request that has been answered. It is made for papi.Face.After; the lock is held.
func After(w *world.World, done world.Request) {
	m := In(w)
	m.heard(done)
	if !done.Mutating {
		return
	}
	disturbed := m.disturbed(w)
	m.observe(w, done)
	m.Watch(w)
	cause := done.Method + " " + done.Path
	for _, i := range all {
		if !i.atEnd && m.due(i, w, done) {
			m.judge(w, i, cause, disturbed)
		}
	}
}

// Check judges the world as it is, without a request, such as after clients have written. The lock is held. It returns every breach that
// stands now and is not excused, whether it was recorded before or not.
func Check(w *world.World) []world.Violation { return In(w).check(w, false) }

// Finish judges the world at the end of a run, when everything that a run changes for its duration must be as before.
func Finish(w *world.World) []world.Violation { return In(w).check(w, true) }

func (m *Memory) check(w *world.World, end bool) []world.Violation {
	var out []world.Violation
	disturbed := m.disturbed(w)
	for _, i := range all {
		if i.atEnd && !end {
			continue
		}
		for _, text := range m.judge(w, i, "", disturbed) {
			out = append(out, world.Violation{Time: w.Now(), Rule: i.Name, Text: text})
		}
	}
	return out
}

// judge records the breaches of one invariant that are new, and returns all that are not excused. What nobody is charged with stays
// excused until it is mended.
func (m *Memory) judge(w *world.World, i Invariant, cause string, disturbed bool) []string {
	var excused map[string]bool
	var out []string
	for _, text := range slices.Sorted(slices.Values(i.breaches(w, m))) {
		if i.standing && (disturbed || m.excused[i.Name][text]) {
			excused = with(excused, text)
			continue
		}
		out = append(out, text)
		m.record(w, i.Name, text, cause)
	}
	if len(excused) != len(m.excused[i.Name]) {
		m.excused = maps.Clone(m.excused)
		if m.excused == nil {
			m.excused = map[string]map[string]bool{}
		}
		m.excused[i.Name] = excused
	}
	return out
}

func (m *Memory) record(w *world.World, rule, text, cause string) {
	key := rule + "\x00" + text
	if m.told[key] {
		return
	}
	m.told = with(m.told, key)
	w.Violate(rule, text, cause)
}

// crowd is from how many quotas on they are looked at only by Check and Finish, because doing so after every request would take longer
// than the requests.
const crowd = 2000

// due spares the expensive invariants where a request cannot have broken them.
func (m *Memory) due(i Invariant, w *world.World, done world.Request) bool {
	switch i.Name {
	case "unrelated_untouched":
		return !strings.HasPrefix(done.Path, "/namespace/") // writing a file changes none of the objects; the next request of another kind looks
	case "limits_enforced":
		return strings.Contains(done.Path, "/quota/") && !m.crowded
	case "quotas_somewhere":
		return (strings.Contains(done.Path, "/quota/") || quotaCount(w) != m.quotas) && !m.crowded
	case "nothing_deleted":
		return done.Method != http.MethodPut && !strings.Contains(done.Path, "/quota/")
	case "acknowledged_served", "no_write_lost":
		return done.Status < http.StatusBadRequest
	}
	return true
}
