// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package spn

import (
	"context"
	"errors"
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// writer reads and writes the SPNs of the clusters' accounts of one AD provider. One writer is one attempt: all that it does is done
// at one domain controller. Names that it is given to remove are held by the account, names to add are not.
type writer interface {
	account(ctx context.Context, cluster string) (*survey.ADView, error)
	remove(ctx context.Context, p permit.Permit, cluster string, a *survey.ADView, spns []string) error
	add(ctx context.Context, p permit.Permit, cluster string, a *survey.ADView, spns []string) error
	// prove answers errNoSPNRight if the account's SPNs may not be written, another error if that could not be found out.
	prove(ctx context.Context, p permit.Permit, cluster string) error
	close()
}

// errNoSPNRight: whoever writes has no right to.
var errNoSPNRight = errors.New("no right to write SPNs")

// newWriter is the configured way. Through OneFS, to is the cluster whose domain controller is used and which acts for a lost partner.
func newWriter(ctx context.Context, r *run.Run, provider, to string) (writer, error) {
	d := r.Engine.Options.Directory
	if d == nil {
		return &oneFSWriter{r: r, provider: provider, to: to}, nil
	}
	s, err := d.Open(ctx)
	if err != nil {
		return nil, fmt.Errorf("active_directory: %w", err)
	}
	return &ldapWriter{r: r, provider: provider, session: s}, nil
}

// spnWorthAnotherTry: not what will be refused in a minute as it is now, and never a password that locks its account.
func spnWorthAnotherTry(err error) bool {
	for _, final := range []error{
		onefs.ErrForbidden, ad.ErrMayNotWrite, ad.ErrCredentials, ad.ErrCertificate, ad.ErrNoAccount,
		ad.ErrRefused,
	} {
		if errors.Is(err, final) {
			return false
		}
	}
	return true
}
