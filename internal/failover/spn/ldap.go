// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package spn

import (
	"context"
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// ldapWriter writes in Active Directory itself, name by name. It works as well when a cluster is lost.
type ldapWriter struct {
	r        *run.Run
	provider string
	session  *ad.Session
	// closed is an account that this attempt has read and whose SPNs the user may not write, "" if there is none.
	closed string
}

func (w *ldapWriter) account(ctx context.Context, cluster string) (*survey.ADView, error) {
	known := w.r.Survey.ADOn(cluster, w.provider)
	if known == nil || known.Account == "" {
		return nil, fmt.Errorf("the machine account of %s is not known", cluster)
	}
	a, err := w.session.Account(ctx, known.Account)
	if err != nil {
		return nil, err
	}
	if !a.Writable {
		w.closed = a.Name
	}
	return &survey.ADView{Provider: w.provider, Account: a.Name, SPNs: a.SPNs}, nil
}

// remove takes nothing off while either account may not be written: with the validated write the removal would succeed, and both the
// addition and putting back would be refused.
func (w *ldapWriter) remove(ctx context.Context, p permit.Permit, _ string, a *survey.ADView, spns []string) error {
	if w.closed != "" {
		return &ad.RightError{User: w.r.Engine.Options.Directory.User(), Account: w.closed}
	}
	return w.session.Remove(ctx, p, a.Account, spns)
}

func (w *ldapWriter) add(ctx context.Context, p permit.Permit, _ string, a *survey.ADView, spns []string) error {
	return w.session.Add(ctx, p, a.Account, spns)
}

// prove asks the controller which attributes the user may write: nothing is written.
func (w *ldapWriter) prove(ctx context.Context, _ permit.Permit, cluster string) error {
	known := w.r.Survey.ADOn(cluster, w.provider)
	if known == nil || known.Account == "" {
		return fmt.Errorf("the machine account of %s is not known", cluster)
	}
	a, err := w.session.Account(ctx, known.Account)
	if err != nil {
		return err
	}
	if !a.Writable {
		return fmt.Errorf("%w: %w", &ad.RightError{User: w.r.Engine.Options.Directory.User(), Account: a.Name}, errNoSPNRight)
	}
	return nil
}

func (w *ldapWriter) close() { w.session.Close() }
