// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package spn

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// spnPatience is how long one attempt of the stage keeps trying before clients come first.
const spnPatience = 60 * time.Second

// moveSPNs tries for a minute: a domain controller that has not yet seen a change of another one refuses for a while.
func moveSPNs(ctx context.Context, r *run.Run, p permit.Permit, provider string, d survey.Direction, spns []string) error {
	for end := time.Now().Add(spnPatience); ; {
		err := moveSPNsOnce(ctx, r, p, provider, d, spns)
		if err == nil || !spnWorthAnotherTry(err) || time.Until(end) < r.Engine.Options.PollInterval {
			return err
		}
		r.Log(ctx, "SPNs refused, trying again", map[string]any{"provider": provider, "error": err.Error()})
		if err := r.Wait(ctx, 1); err != nil {
			return err
		}
	}
}

// moveSPNsOnce removes the SPNs from from's account, then adds them to to's, both at the same domain controller: another controller may not
// have seen the removal and would refuse the addition. An SPN never sits on two accounts; if the removal fails, nothing is added.
func moveSPNsOnce(ctx context.Context, r *run.Run, p permit.Permit, provider string, d survey.Direction, spns []string) error {
	w, err := newWriter(ctx, r, provider, d.To)
	if err != nil {
		return err
	}
	defer w.close()
	b, err := w.account(ctx, d.To)
	if err != nil {
		return err
	}
	a, err := w.account(ctx, d.From)
	if err != nil {
		return err
	}
	held := slices.DeleteFunc(slices.Clone(spns), func(s string) bool { return !a.Has(s) })
	if len(held) > 0 {
		if err := w.remove(ctx, p, d.From, a, held); err != nil {
			return fmt.Errorf("removing SPNs from %s: %w; nothing was added to %s", a.Account, err, b.Account)
		}
		p = p.ToTheEnd() // the SPNs are on neither account: they are added, or put back, whatever becomes of the lease
		// The list that is written is the one of just now: what somebody has added to the account meanwhile stays.
		if now, err := w.account(ctx, d.To); err == nil {
			b = now
		}
	}
	lacking := slices.DeleteFunc(slices.Clone(spns), b.Has)
	if len(lacking) == 0 {
		return nil
	}
	if err := addSPNs(ctx, p, w, d.To, b, lacking); err != nil {
		cause := fmt.Errorf("adding SPNs to %s: %w", b.Account, err)
		return putBackSPNs(ctx, r, p, w, d, &survey.ADView{Account: a.Account, SPNs: held}, cause)
	}
	return nil
}

// refusedSPN: one of the names cannot go, whatever the way of writing.
func refusedSPN(err error) bool {
	_, clash := errors.AsType[*ad.ClashError](err)
	return clash || onefs.Refused(err)
}

// addSPNs adds them together. When that is refused, because one of them sits on a third account, the others go one by one: each name that
// has its SPN serves its clients.
func addSPNs(ctx context.Context, p permit.Permit, w writer, to string, b *survey.ADView, spns []string) error {
	err := w.add(ctx, p, to, b, spns)
	if err == nil || len(spns) == 1 || !refusedSPN(err) {
		return err
	}
	var all []error
	for _, spn := range spns {
		now, err := w.account(ctx, to)
		if err != nil {
			return errors.Join(append(all, err)...)
		}
		if now.Has(spn) {
			continue
		}
		if err := w.add(ctx, p, to, now, []string{spn}); err != nil {
			all = append(all, fmt.Errorf("%s: %w", spn, err))
		}
	}
	return errors.Join(all...)
}

// putBackSPNs returns to from's account what to's does not take, but only while from answers the names: else they would point at a cluster
// that nobody asks, and a client with a ticket that cannot be read fails, where one that gets none may fall back. The names were moved
// before, so that is so only when somebody has moved them back meanwhile; the cluster is asked and not the survey.
func putBackSPNs(ctx context.Context, r *run.Run, p permit.Permit, w writer, d survey.Direction, was *survey.ADView, cause error) error {
	if r.Engine.Client(d.From) == nil || !stillAnswers(ctx, r, d.From) {
		return cause
	}
	failed := func(err error) error {
		return fmt.Errorf("%w; putting them back on %s failed: %w", cause, was.Account, err)
	}
	now, err := w.account(ctx, d.From)
	if err != nil {
		return failed(err)
	}
	taken, err := w.account(ctx, d.To)
	if err != nil {
		return failed(err)
	}
	back := slices.DeleteFunc(slices.Clone(was.SPNs), func(s string) bool { return now.Has(s) || taken.Has(s) })
	if len(back) == 0 {
		return cause
	}
	if err := w.add(ctx, p, d.From, now, back); err != nil {
		return failed(err)
	}
	return fmt.Errorf("%w; back on %s: %s", cause, was.Account, strings.Join(back, ", "))
}

// stillAnswers: all moving names are live on the cluster at this moment.
func stillAnswers(ctx context.Context, r *run.Run, cluster string) bool {
	pl, err := pool.Read(ctx, r.Engine, cluster, r.Survey.Clusters[cluster].Pool.ID)
	if err != nil {
		return false
	}
	moving, _ := pool.MovingNames(r.Survey, r.Intent)
	return len(moving) > 0 && !slices.ContainsFunc(moving, func(n string) bool { return pl.On(n) != survey.Live })
}

// ProveSPNRight asks for the right to write each account's SPNs: a missing one shows before anything else has happened.
func ProveSPNRight(ctx context.Context, r *run.Run, p permit.Permit, record survey.RunRecord) error {
	done := map[string]bool{}
	for _, m := range record.SPNs {
		if done[m.Provider] {
			continue
		}
		done[m.Provider] = true
		for _, k := range []string{record.From, record.To} {
			err := proveSPNRightOn(ctx, r, p, k, m.Provider)
			switch {
			case err == nil:
			case errors.Is(err, errNoSPNRight) && !record.Uncontrolled &&
				!slices.Contains(r.Intent.IgnoreFindings, finding.SPNRightMissing.String()):
				return &RefusalError{
					finding.FailureSPNRight,
					"Grant the right, or write SPNs with another account (spn_credentials, active_directory), and apply again; " +
						"nothing has to be put back.\nWith `" + finding.SPNRightMissing.String() + "` in ignore_findings the pool moves without its SPNs.",
					err,
				}
			default:
				// A directory that is down or busy proves nothing. Clients come first: the stage of the SPNs will tell.
				r.Log(ctx, "the right to write SPNs could not be proved", map[string]any{"cluster": k, "error": err.Error()})
			}
		}
	}
	return nil
}

// proveSPNRightOn answers errNoSPNRight where the right is missing for sure.
func proveSPNRightOn(ctx context.Context, r *run.Run, p permit.Permit, cluster, provider string) error {
	w, err := newWriter(ctx, r, provider, cluster)
	if err != nil {
		return err
	}
	defer w.close()
	return w.prove(ctx, p, cluster)
}
