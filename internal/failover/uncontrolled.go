// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// inventoryWarnAge is how old an inventory may be before every plan warns.
const inventoryWarnAge = 7 * 24 * time.Hour

// planUncontrolled is the preview of a move away from a lost cluster.
func planUncontrolled(s *Survey, in Intent) Preview {
	out := Preview{After: s}
	from, to := in.From(), in.To()
	if c := s.Clusters[to]; c.Unread != "" {
		out.Errors = append(out.Errors, unreadFindings(s, Intent{Active: to, Pools: map[string]string{to: in.Pools[to]}})...)
		return out
	}
	out.Errors = append(out.Errors, uncontrolledFindings(s, in)...)
	if len(out.Errors) > 0 {
		return out
	}
	steps, after := s.predict(in)
	if len(steps) == 0 {
		return out
	}
	out.After = after
	out.Moves = &Moves{Kind: KindUncontrolled}
	if s.stranded(in) && !slices.ContainsFunc(s.Pairs, func(p Pair) bool { return !s.holdsData(p, to) }) {
		out.Moves.Kind = KindAbort
	}
	for _, st := range steps {
		out.Approved = append(out.Approved, st.Keys...)
	}
	out.Moves.fill(steps)
	for _, f := range append(inventoryFindings(s, from), directoryReadiness(s, in, uncontrolledNames(s, in))...) {
		out.Moves.Risks = append(out.Moves.Risks, f.Line())
		out.Warnings = append(out.Warnings, f)
	}
	return out
}

// uncontrolledFindings stop the plan: nothing to fail over to, a loss over the limit, names that nobody knows.
func uncontrolledFindings(s *Survey, in Intent) []Finding {
	from, to := in.From(), in.To()
	var out []Finding
	for _, p := range s.Pairs {
		f := p.PolicyOn(from)
		if s.stranded(in) && s.holdsData(p, to) {
			continue
		}
		if s.targetState(to, f) == absent {
			out = append(out, Finding{
				ID: "rebuild", Severity: Invalid, Attribute: "policies", Key: p.Name, Object: fmt.Sprintf("target record of %s on %s", f, to),
				Text: "is missing: the copy there has no tie to the policy and cannot be opened by SyncIQ", Cure: "rebuild the pair by hand",
			})
		}
	}
	if len(out) > 0 {
		return out
	}
	out = append(out, unknownNames(s, in)...)
	if s.Takeover == nil {
		out = append(out, lossFindings(s, in)...)
	}
	return out
}

// unknownNames stop a takeover without inventory until somebody has written which names clients use: those that are parked on the survivor
// may not be all.
func unknownNames(s *Survey, in Intent) []Finding {
	from, to := in.From(), in.To()
	if s.Run != nil || s.Takeover != nil || len(in.Names) > 0 {
		return nil
	}
	known := uncontrolledNames(s, in)
	if s.Clusters[from].Pool != nil && len(known) > 0 {
		return nil
	}
	f := Finding{ID: "names_unknown", Severity: Invalid, Attribute: "names", Object: "the names that move"}
	switch {
	case s.Clusters[from].Pool != nil:
		f.Text = fmt.Sprintf("are none: pool %s of %s had no name that moves when it was seen last", in.Pools[from], from)
	case len(known) == 0:
		f.Text = fmt.Sprintf("are not known: no inventory of %s exists, and pool %s of %s has no parked name", from, in.Pools[to], to)
	default:
		f.Text = fmt.Sprintf("are not known for sure: no inventory of %s exists; parked on pool %s of %s: "+
			"%s", from, in.Pools[to], to, strings.Join(known, ", "))
	}
	if len(known) == 0 {
		known = []string{"nas1.example.com"}
	}
	line := fmt.Sprintf(`names = ["%s"]`, strings.Join(known, `", "`))
	f.Cure = fmt.Sprintf("write by hand every name that clients use, such as %s; create by hand the quotas, shares, exports, "+
		"aliases and SPNs "+
		"that only %s had", line, from)
	return []Finding{f}
}

// lossFindings compare what would be lost with the accepted limit. They cannot be ignored.
func lossFindings(s *Survey, in Intent) []Finding {
	from, to := in.From(), in.To()
	at, known := s.recoveryPoint(from, to)
	if s.stranded(in) {
		if at, known = s.strandedLoss(in); !known {
			return nil
		}
	}
	lost, err := time.Parse(time.RFC3339, s.Settings.Lost[from])
	if !known || err != nil {
		return []Finding{{
			ID: "recovery_point_unknown", Severity: Invalid, Attribute: "policies", Object: "the recovery point",
			Text: fmt.Sprintf("cannot be computed: %s has no report of a finished run of %s", to, strings.Join(s.neverFinished(from, to), ", ")),
			Cure: "take policies without a finished run out of `policies`, and restore their data from backup",
		}}
	}
	loss := max(lost.Sub(at), 0)
	if in.MaxDataLoss != nil && loss <= *in.MaxDataLoss || mutant.On(mutant.LossAccepted) {
		return nil
	}
	limit := "no limit is accepted yet"
	if in.MaxDataLoss != nil {
		limit = "max_data_loss accepts " + in.MaxDataLoss.String()
	}
	rounded := loss.Truncate(time.Minute)
	if rounded < loss || rounded == 0 {
		rounded += time.Minute
	}
	return []Finding{{
		ID: "data_loss", Severity: Invalid, Attribute: "max_data_loss", Object: "data loss",
		Text: fmt.Sprintf("is %s: %s, %s is lost since %s; %s",
			loss.Round(time.Second), s.newestState(in, at), from, lost.Format(time.RFC3339), limit),
		Cure: fmt.Sprintf("to accept it, write max_data_loss = %q", rounded.String()),
	}}
}

// newestState says what the survivor holds.
func (s *Survey) newestState(in Intent, at time.Time) string {
	from, to := in.From(), in.To()
	if s.stranded(in) {
		return fmt.Sprintf("%s holds everything up to the last sync of the run that began at %s; what people wrote on %s after that is "+
			"there alone", to, at.Format(time.RFC3339), from)
	}
	return fmt.Sprintf("the newest state that %s holds of every policy is of %s (%s)", to, at.Format(time.RFC3339),
		strings.Join(s.behind(from, to, at), ", "))
}

// inventoryFindings tell how old the picture of the lost cluster is. Its age is stated by the hour of reading, so that a plan made again
// says the same.
func inventoryFindings(s *Survey, from string) []Finding {
	c := s.Clusters[from]
	if c.Pool == nil {
		return []Finding{
			{
				ID:       "inventory_missing",
				Severity: Risk,
				Object:   "inventory of " + from,
				Text:     "does not exist: quotas, shares, exports, aliases and SPNs that only " + from + " had are not known",
				Cure:     "refresh if it can be read once more; otherwise create them by hand",
			},
		}
	}
	var out []Finding
	var without []string
	for _, p := range s.Pairs {
		if p.Uninventoried {
			without = append(without, p.Name)
		}
	}
	if len(without) > 0 {
		out = append(out, Finding{
			ID: "inventory_missing", Severity: Risk, Object: "inventory of " + from,
			Text: "is older than policies " + strings.Join(without, ", ") + ": quotas, shares, exports and aliases below their directories " +
				"that only " + from + " had are not known",
			Cure: "refresh if it can be read once more; otherwise create them by hand",
		})
	}
	f := Finding{
		ID:       "inventory_age",
		Severity: Risk,
		Object:   "inventory of " + from,
		Text:     "is of " + c.Seen + "; later changes on " + from + " are not known",
		Cure:     "refresh if it can be read once more; otherwise repeat by hand what was changed since",
	}
	seen, errSeen := time.Parse(time.RFC3339, c.Seen)
	lost, errLost := time.Parse(time.RFC3339, s.Settings.Lost[from])
	if errSeen == nil && errLost == nil && lost.Sub(seen) > inventoryWarnAge {
		f.ID, f.Text = "inventory_old", f.Text+"; that is more than 7 days before "+from+" was lost"
	}
	return append(out, f)
}

// uncontrolledNames are the names to publish: the declared ones, else those that the inventory says, else those parked on to.
func uncontrolledNames(s *Survey, in Intent) []string {
	if s.Run != nil {
		return s.Run.Names
	}
	if len(in.Names) > 0 {
		return in.Names
	}
	to := s.Clusters[in.To()].Pool
	if s.Clusters[in.From()].Pool != nil {
		moving, _ := movingNames(s, in)
		return moving
	}
	var out []string
	for _, a := range to.all() {
		if n, ok := names.Unparked(names.Canonical(a)); ok {
			out = append(out, n)
		}
	}
	return out
}

// uncontrolledOrder are the stages of a move away from a lost cluster. Nothing is sent to it.
func uncontrolledOrder() []stage {
	return []stage{
		{id: StageStart, unmet: unmetStartUncontrolled, touches: areaJournal},
		{id: StageConfiguration, unmet: unmetConfiguration, goOn: true, touches: areaObjects},
		{id: StageNames, unmet: unmetPublish, touches: areaNetwork},
		{id: StageSPNs, unmet: unmetSPNs, goOn: true, touches: areaAD},
		{id: StageWrites, unmet: unmetWritesUncontrolled, touches: areaSync},
		{id: StageQuotas, unmet: unmetQuotasUncontrolled, goOn: true, touches: areaQuotas},
		{id: StageSchedule, unmet: unmetStrandedSchedule, goOn: true, touches: areaSync},
		{id: StageFinish, unmet: unmetFinishUncontrolled, goOn: true, touches: areaAll},
	}
}

func unmetStartUncontrolled(s *Survey, in Intent) []Step {
	steps := unmetStartNamed(s, in, uncontrolledNames(s, in))
	for i := range steps {
		steps[i].Keys = []Key{key(StageStart, in.To(), "journal", in.ID, "open")}
	}
	return steps
}

// unmetPublish makes the names live on the survivor. Parking on the lost cluster is left for its return.
func unmetPublish(s *Survey, in Intent) []Step {
	to := in.To()
	moving := uncontrolledNames(s, in)
	if len(moving) == 0 || s.Clusters[to].Pool == nil {
		return nil
	}
	after := s.Clusters[to].Pool.clone()
	step := Step{
		Lane: "names",
		Effect: func(s *Survey) {
			for _, n := range moving {
				s.Clusters[to].Pool.publish(n)
			}
		},
		Do: func(ctx context.Context, r *run, p permit.Permit) error { return r.publish(ctx, p, to, moving) },
	}
	for _, n := range moving {
		where := after.publish(n)
		if s.Clusters[to].Pool.on(n) == live {
			continue
		}
		step.Keys = append(step.Keys, key(StageNames, to, "name", n, where))
		step.lines = append(step.lines, line{groupNames, n, n + ": " + in.From() + " -> " + to + ", " + where})
	}
	if len(step.Keys) == 0 {
		return nil
	}
	return []Step{step}
}

func (r *run) publish(ctx context.Context, p permit.Permit, to string, moving []string) error {
	pool, err := r.engine.readPool(ctx, to, r.intent.Pools[to])
	if err != nil {
		return err
	}
	for _, n := range moving {
		pool.publish(n)
	}
	return r.putNames(ctx, p, to, pool)
}

// unmetWritesUncontrolled opens every policy's copy, by its live target record alone.
func unmetWritesUncontrolled(s *Survey, in Intent) []Step {
	from, to := in.From(), in.To()
	var out []Step
	for _, p := range s.Pairs {
		f := p.PolicyOn(from)
		switch s.targetState(to, f) {
		case writesDisabled, enablingWrites, disablingWrites:
		default:
			continue
		}
		out = append(out, Step{
			Keys:   []Key{key(StageWrites, to, "policy", f, writesEnabled)},
			lines:  []line{{groupPolicies, p.Name, f + ": " + from + " -> " + to + ", opened with the newest state that " + to + " has"}},
			Effect: func(s *Survey) { s.Clusters[to].setState(f, writesEnabled) },
			Do: func(ctx context.Context, r *run, permit permit.Permit) error {
				if err := r.cancelHanging(ctx, permit, f, to); err != nil {
					return err
				}
				return r.allowWrites(ctx, permit, p, from, to)
			},
		})
	}
	return out
}

// cancelHanging ends a sync whose source is gone: it would hang on the target and keep allow_write waiting.
func (r *run) cancelHanging(ctx context.Context, p permit.Permit, f, to string) error {
	v, err := r.see(ctx, to, f)
	if err != nil {
		return err
	}
	if v.target.LastJobState != "running" && v.target.LastJobState != "paused" {
		return nil
	}
	if err := r.engine.client(to).CancelSyncTarget(ctx, p.Within("hanging job of "+f), f); err != nil {
		r.log(ctx, "the hanging job could not be cancelled; allow_write decides", map[string]any{"policy": f, "error": err.Error()})
	}
	return nil
}

// unmetQuotasUncontrolled creates the inventory's quotas on the survivor; those on the lost cluster go when it is protected again.
func unmetQuotasUncontrolled(s *Survey, in Intent) []Step {
	if !in.MoveQuotas {
		return nil
	}
	from, to := in.From(), in.To()
	there := s.quotaIndex(to)
	var out []Step
	for _, q := range s.Clusters[from].Quotas {
		p, ok := s.pair(q.Pair)
		if !ok || q.Linked {
			continue
		}
		want := p.translateQuota(q, from, to)
		switch have, exists := there[q.key(p.Paths[from])]; {
		case !exists:
			out = append(out, createQuota(q, want, from, to, ""))
		case s.Takeover == nil && !have.same(want):
			// One that a run before this one made, and had no time to give its rules. Once the takeover is over, the survivor's are the truth.
			out = append(out, createQuota(q, want, from, to, have.ID))
		}
	}
	return out
}

func unmetFinishUncontrolled(s *Survey, in Intent) []Step {
	if s.Run == nil {
		return nil
	}
	if lift := liftFence(s, in, in.To(), StageFinish); len(lift) > 0 {
		return lift
	}
	steps := unmetFinish(s, in)
	for i := range steps {
		if steps[i].closes {
			steps[i].Keys = []Key{key(StageFinish, in.To(), "journal", in.ID, "closed, takeover noted")}
		}
	}
	return steps
}
