// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package spn

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// oneFSWriter writes through the clusters, each its own account: the whole list, for OneFS has no other way (synciq.md §5).
type oneFSWriter struct {
	r            *run.Run
	provider, to string
	// dc is the domain controller of to, once known: everything is written there.
	dc string
}

// account reads an account on its cluster, or, when that is lost, through to (query machine_account, synciq.md §5).
func (w *oneFSWriter) account(ctx context.Context, cluster string) (*survey.ADView, error) {
	if w.r.Engine.Client(cluster) != nil {
		v, err := readAD(ctx, w.r.Engine, cluster, w.provider)
		if err == nil && cluster == w.to {
			w.dc = v.DC
		}
		return v, err
	}
	known := w.r.Survey.ADOn(cluster, w.provider)
	if known == nil || known.Account == "" {
		return nil, fmt.Errorf("the machine account of %s is not known", cluster)
	}
	p, err := w.r.Engine.Client(w.to).ADSProvider(ctx, w.provider, known.Account)
	if err != nil {
		return nil, fmt.Errorf("account %s through %s: %w", known.Account, w.to, err)
	}
	return &survey.ADView{Provider: w.provider, Account: known.Account, SPNs: p.SPNs}, nil
}

func (w *oneFSWriter) remove(ctx context.Context, p permit.Permit, cluster string, a *survey.ADView, spns []string) error {
	left := slices.DeleteFunc(slices.Clone(a.SPNs), func(x string) bool { return survey.ContainsSPN(spns, x) })
	return w.put(ctx, p, cluster, a.Account, left)
}

func (w *oneFSWriter) add(ctx context.Context, p permit.Permit, cluster string, a *survey.ADView, spns []string) error {
	return w.put(ctx, p, cluster, a.Account, slices.Concat(a.SPNs, spns))
}

func (w *oneFSWriter) put(ctx context.Context, p permit.Permit, cluster, account string, spns []string) error {
	by, machine := cluster, ""
	if w.r.Engine.Client(cluster) == nil {
		by, machine = w.to, account
	}
	c := w.r.Engine.Clusters[by]
	return c.Client.UpdateADSProviderSPNs(ctx, p, w.provider, onefs.ADSUpdate{
		SPNs: append([]string{}, spns...), MachineAccount: machine, DomainController: w.dc, User: c.SPNUser, Password: c.SPNPassword,
	})
}

// prove writes the account's list as it is. A lost cluster proves nothing.
func (w *oneFSWriter) prove(ctx context.Context, p permit.Permit, cluster string) error {
	if w.r.Engine.Client(cluster) == nil {
		return nil
	}
	a, err := w.account(ctx, cluster)
	if err != nil {
		return err
	}
	w.dc = a.DC
	err = w.put(ctx, p.Within("SPN right on "+a.Account), cluster, a.Account, a.SPNs)
	// OneFS refuses for want of a right or of an account, not because the directory is out of reach.
	if errors.Is(err, onefs.ErrForbidden) || errors.Is(err, onefs.ErrBadRequest) {
		return fmt.Errorf("%s may not write the SPNs of %s: %w (%w)", cluster, a.Account, err, errNoSPNRight)
	}
	return err
}

func (w *oneFSWriter) close() {}
