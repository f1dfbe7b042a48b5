// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package pool

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
)

// MovingNames are the names that this run moves or has moved, in the order in which they stand on the pools: those still live on from,
// then those whose move is half done or done. The findings say what cannot be decided or must not be written.
func MovingNames(s *survey.Survey, in survey.Intent) ([]string, []finding.Finding) {
	from, to := s.Clusters[in.From()].Pool, s.Clusters[in.To()].Pool
	if from == nil || to == nil {
		return nil, nil
	}
	if len(in.Names) > 0 {
		return declaredNames(in, from, to)
	}
	var moving []string
	var out []finding.Finding
	for _, n := range from.Production() {
		moves, f := moves(s, in, n, from, to)
		out = append(out, f...)
		if moves {
			moving = append(moving, n)
		}
	}
	for _, n := range to.Production() {
		if from.On(n) == survey.Parked && !slices.Contains(moving, n) {
			moving = append(moving, n)
		}
	}
	if s.Run != nil {
		for _, n := range s.Run.Names {
			if !slices.Contains(moving, n) && (from.On(n) != survey.Nowhere || to.On(n) != survey.Nowhere) {
				moving = append(moving, n)
			}
		}
	}
	return moving, append(out, lostNames(s, in, moving)...)
}

// declaredNames takes the attribute names at its word.
func declaredNames(in survey.Intent, from, to *survey.PoolView) ([]string, []finding.Finding) {
	var moving []string
	var out []finding.Finding
	for _, n := range in.Names {
		if from.On(n) == survey.Nowhere && to.On(n) == survey.Nowhere {
			out = append(out, finding.New(finding.NameNotFound, "name "+n,
				fmt.Sprintf("is neither live nor parked on pool %s of %s or pool %s of %s", from.ID, in.From(), to.ID, in.To()),
				"remove it from names, or add it to the pool that serves").At(n))
			continue
		}
		moving = append(moving, n)
	}
	return moving, out
}

// moves decides on one live name of the serving pool (design: four rules, tried in order).
func moves(s *survey.Survey, in survey.Intent, n string, from, to *survey.PoolView) (bool, []finding.Finding) {
	if to.On(n) == survey.Parked {
		return true, nil
	}
	if to.On(n) == survey.Live {
		f := finding.New(finding.NameOnBothSides, "name "+n,
			fmt.Sprintf("is live on pool %s of %s and on pool %s of %s", from.ID, in.From(), to.ID, in.To()),
			"park it on the cluster that must not answer: rename it there to "+names.Parked(n))
		if lost := s.Run; lost != nil && lost.Uncontrolled {
			// The cluster that it was taken over from could not be asked to park it.
			f.Text += ", and the takeover by " + lost.To + " that published it there is not finished"
			f.Cure = fmt.Sprintf("cut %s off again, set its lost_since and apply with active_cluster = %q, until the takeover is finished; "+
				"then let %s return: it is isolated first", lost.From, lost.To, lost.From)
			return true, []finding.Finding{f}
		}
		return true, []finding.Finding{f}
	}
	if s.Run != nil && slices.Contains(s.Run.Names, n) {
		return true, nil
	}
	if names.Validate(n) != nil {
		return false, nil // it cannot be parked, so it stays; NameCannotBeParked says so
	}
	local, known := s.Local[in.From()]
	if slices.Contains(local, n) || !known && s.Run == nil && position.Serving(s) == in.To() {
		return false, nil // where nothing is recorded, as after an import, the names of the pool that does not serve are its own
	}
	others := slices.DeleteFunc(from.Production(), func(o string) bool { return o == n || to.On(o) != survey.Parked })
	if names.Equal(from.ZoneName, n) && len(others) > 0 {
		return false, []finding.Finding{ownNameOfPool(in, n, from, others, known)}
	}
	f := finding.New(finding.NameMovesForTheFirstTime, "name "+n,
		fmt.Sprintf("is not parked on pool %s of %s yet: it is added there", to.ID, in.To()),
		fmt.Sprintf("if %s should move, nothing has to be done; if it should stay on %s, set `names` to the names that move", n, in.From()))
	f.Isi(in.To(), "network pools modify %s --add-sc-dns-zone-aliases=%s", to.ID, names.Parked(n))
	return true, []finding.Finding{f}
}

// ownNameOfPool is the third rule: the zone name of a pool beside names that came from the other side is taken for the pool's own.
func ownNameOfPool(in survey.Intent, n string, from *survey.PoolView, others []string, known bool) finding.Finding {
	if known {
		return finding.New(finding.ZoneNameStays, "name "+n,
			fmt.Sprintf("is taken for the own name of pool %s of %s, because %s came from the other side; it stays",
				from.ID, in.From(), strings.Join(others, ", ")),
			"list it in `names` if it should move")
	}
	quote := func(list []string) string { return `["` + strings.Join(list, `", "`) + `"]` }
	return finding.New(finding.ZoneNameAmbiguous, "name "+n,
		fmt.Sprintf("may be the own name of pool %s of %s or a production name, and no record of local names exists", from.ID, in.From()),
		fmt.Sprintf("write `names = %s` if it stays, or `names = %s` if it moves", quote(others), quote(append([]string{n}, others...))))
}

// LostNames are the names that are parked and answered by neither cluster, for a pool at rest.
func LostNames(s *survey.Survey, in survey.Intent) []finding.Finding {
	_, absent := declaredNames(in, s.Clusters[in.From()].Pool, s.Clusters[in.To()].Pool)
	out := lostNames(s, in, nil)
	for _, f := range absent {
		out = append(out, f.AsRisk())
	}
	return out
}

// lostNames are parked on a pool and live nowhere, and no open run knows them: retired, or lost in a run whose journal is gone.
func lostNames(s *survey.Survey, in survey.Intent, moving []string) []finding.Finding {
	var out []finding.Finding
	for _, k := range in.Keys() {
		for _, a := range s.Clusters[k].Pool.All() {
			n, ok := names.Unparked(names.Canonical(a))
			if !ok || slices.Contains(moving, n) {
				continue
			}
			if s.Clusters[in.From()].Pool.On(n) != survey.Live && s.Clusters[in.To()].Pool.On(n) != survey.Live {
				f := finding.New(finding.NameLiveNowhere, "name "+n,
					fmt.Sprintf("is parked on %s and live on neither cluster; it is not touched", k),
					"list it in `names` to publish it on the cluster that serves, or remove the parked alias")
				if !names.Equal(s.Clusters[k].Pool.ZoneName, a) {
					f.Isi(k, "network pools modify %s --remove-sc-dns-zone-aliases=%s", in.Pools[k], a)
				}
				out = append(out, f)
			}
		}
	}
	return out
}
