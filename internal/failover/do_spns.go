// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// spnPatience is how long one attempt of the stage keeps trying before clients come first.
const spnPatience = 60 * time.Second

// moveSPNs tries for a minute: a domain controller that has not yet seen a change of another one refuses for a while.
func (r *run) moveSPNs(ctx context.Context, p permit.Permit, provider, from, to string, spns []string) error {
	for end := time.Now().Add(spnPatience); ; {
		err := r.moveSPNsOnce(ctx, p, provider, from, to, spns)
		if err == nil || errors.Is(err, onefs.ErrForbidden) || time.Until(end) < r.engine.options.PollInterval {
			return err
		}
		r.log(ctx, "SPNs refused, trying again", map[string]any{"provider": provider, "error": err.Error()})
		if err := r.wait(ctx, 1); err != nil {
			return err
		}
	}
}

// moveSPNsOnce removes the SPNs from from's account, then adds them to to's, both at the same domain controller: another controller may not
// have seen the removal and would refuse the addition. An SPN never sits on two accounts; if the removal fails, nothing is added.
func (r *run) moveSPNsOnce(ctx context.Context, p permit.Permit, provider, from, to string, spns []string) error {
	b, err := r.engine.readAD(ctx, to, provider)
	if err != nil {
		return err
	}
	a, err := r.partner(ctx, provider, from, to)
	if err != nil {
		return err
	}
	dc := b.DC
	kept := slices.DeleteFunc(slices.Clone(a.SPNs), func(x string) bool { return containsSPN(spns, x) })
	if len(kept) != len(a.SPNs) {
		if err := r.putPartnerSPNs(ctx, p, from, to, a, kept, dc); err != nil {
			return fmt.Errorf("removing SPNs from %s: %w; nothing was added to %s", a.Account, err, b.Account)
		}
	}
	grown := slices.Clone(b.SPNs)
	for _, s := range spns {
		if !containsSPN(grown, s) {
			grown = append(grown, s)
		}
	}
	if len(grown) == len(b.SPNs) {
		return nil
	}
	if err := r.putSPNs(ctx, p, to, provider, grown, dc); err != nil {
		err = fmt.Errorf("adding SPNs to %s: %w", b.Account, err)
		return r.putBackSPNs(ctx, p, provider, from, spns, a, dc, err)
	}
	return nil
}

// putBackSPNs returns the SPNs to from's account, but only while from still answers the names: else they would point at a cluster that
// nobody asks.
func (r *run) putBackSPNs(
	ctx context.Context,
	p permit.Permit,
	provider, from string,
	spns []string,
	was *ADView,
	dc string,
	cause error,
) error {
	if r.engine.client(from) == nil {
		return cause
	}
	moving, _ := movingNames(r.survey, r.intent)
	for _, n := range moving {
		if r.survey.Clusters[from].Pool.on(n) != live {
			return cause
		}
	}
	now, err := r.engine.readAD(ctx, from, provider)
	if err != nil {
		return fmt.Errorf("%w; putting them back failed: %w", cause, err)
	}
	back := slices.Clone(now.SPNs)
	for _, s := range spns {
		if was.has(s) && !containsSPN(back, s) {
			back = append(back, s)
		}
	}
	if err := r.putSPNs(ctx, p, from, provider, back, dc); err != nil {
		return fmt.Errorf("%w; putting them back on %s failed: %w", cause, was.Account, err)
	}
	return fmt.Errorf("%w; they are on %s again", cause, was.Account)
}

// partner is from's account: read on from itself, or, when from is lost, through to (query machine_account, synciq.md §5).
func (r *run) partner(ctx context.Context, provider, from, to string) (*ADView, error) {
	if r.engine.client(from) != nil {
		return r.engine.readAD(ctx, from, provider)
	}
	known := r.survey.adOn(from, provider)
	if known == nil || known.Account == "" {
		return nil, fmt.Errorf("the machine account of %s is not known", from)
	}
	p, err := r.engine.client(to).ADSProvider(ctx, provider, known.Account)
	if err != nil {
		return nil, fmt.Errorf("account %s through %s: %w", known.Account, to, err)
	}
	return &ADView{Provider: provider, Account: known.Account, SPNs: p.SPNs}, nil
}

func (r *run) putPartnerSPNs(ctx context.Context, p permit.Permit, from, to string, a *ADView, spns []string, dc string) error {
	if r.engine.client(from) != nil {
		return r.putSPNs(ctx, p, from, a.Provider, spns, dc)
	}
	c := r.engine.clusters[to]
	return c.Client.UpdateADSProviderSPNs(ctx, p, a.Provider, onefs.ADSUpdate{
		SPNs: append([]string{}, spns...), MachineAccount: a.Account, DomainController: dc, User: c.SPNUser, Password: c.SPNPassword,
	})
}

func (r *run) putSPNs(ctx context.Context, p permit.Permit, cluster, provider string, spns []string, dc string) error {
	if spns == nil {
		spns = []string{}
	}
	c := r.engine.clusters[cluster]
	return c.Client.UpdateADSProviderSPNs(ctx, p, provider, onefs.ADSUpdate{
		SPNs: spns, DomainController: dc, User: c.SPNUser, Password: c.SPNPassword,
	})
}

// proveSPNRight writes each account's list as it is: a missing right shows before anything else has happened.
func (r *run) proveSPNRight(ctx context.Context, record RunRecord) error {
	done := map[string]bool{}
	for _, m := range record.SPNs {
		if done[m.Provider] {
			continue
		}
		done[m.Provider] = true
		for _, k := range []string{record.From, record.To} {
			if r.engine.client(k) == nil {
				continue
			}
			ad, err := r.engine.readAD(ctx, k, m.Provider)
			if err == nil {
				err = r.putSPNs(ctx, permit.Housekeeping("SPN right"), k, m.Provider, ad.SPNs, ad.DC)
			}
			switch {
			case err == nil:
			case ad != nil && missingRight(err) && !slices.Contains(r.intent.IgnoreFindings, FailureSPNRight):
				return &refusalError{
					FailureSPNRight,
					"Grant the right, or set spn_credentials of this cluster, and apply again; nothing has to be put back.\n" +
						"With `" + FailureSPNRight + "` in ignore_findings the pool moves without its SPNs.",
					fmt.Errorf("%s may not write the SPNs of %s: %w", k, ad.Account, err),
				}
			default:
				// A directory that is down or busy proves nothing. Clients come first: the stage of the SPNs will tell.
				r.log(ctx, "the right to write SPNs could not be proved", map[string]any{"cluster": k, "error": err.Error()})
			}
		}
	}
	return nil
}

// missingRight: OneFS refuses for want of a right or of an account, not because the directory is out of reach.
func missingRight(err error) bool {
	return errors.Is(err, onefs.ErrForbidden) || errors.Is(err, onefs.ErrBadRequest)
}

func containsSPN(list []string, spn string) bool {
	return slices.ContainsFunc(list, func(x string) bool { return names.EqualSPN(x, spn) })
}
