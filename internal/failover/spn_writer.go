// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"errors"
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Values of Settings.SPNWriter.
const (
	// SPNsThroughOneFS: the clusters write SPNs with their own machine accounts.
	SPNsThroughOneFS = "onefs"
	// SPNsByLDAP: this tool writes them in Active Directory with a delegated account.
	SPNsByLDAP = "ldap"
)

// via says in plans how SPNs move.
func (s Settings) via() string {
	if s.SPNWriter == SPNsByLDAP {
		return "by LDAP"
	}
	return "through OneFS"
}

// spnWriter reads and writes the SPNs of the clusters' accounts of one AD provider. One writer is one attempt: all that it does is done
// at one domain controller. Names that it is given to remove are held by the account, names to add are not.
type spnWriter interface {
	account(ctx context.Context, cluster string) (*ADView, error)
	remove(ctx context.Context, p permit.Permit, cluster string, a *ADView, spns []string) error
	add(ctx context.Context, p permit.Permit, cluster string, a *ADView, spns []string) error
	// prove answers errNoSPNRight if the account's SPNs may not be written, another error if that could not be found out.
	prove(ctx context.Context, cluster string) error
	close()
}

// errNoSPNRight: whoever writes has no right to.
var errNoSPNRight = errors.New("no right to write SPNs")

// spnWriter is the configured way. Through OneFS, to is the cluster whose domain controller is used and which acts for a lost partner.
func (r *run) spnWriter(ctx context.Context, provider, to string) (spnWriter, error) {
	d := r.engine.options.Directory
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
