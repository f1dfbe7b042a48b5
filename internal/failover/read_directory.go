// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
)

// DirectoryView is what Active Directory itself says, when SPNs move by LDAP.
type DirectoryView struct {
	// Problem says why the directory could not be read, "" if it was; Refused tells a wrong password or certificate from no answer.
	Problem string `json:"problem,omitempty"`
	Refused bool   `json:"refused,omitempty"`
	// User is who writes.
	User string `json:"user"`
	// Closed are accounts whose SPNs the user may not write, Missing those that the domain does not have.
	Closed  []string `json:"closed,omitempty"`
	Missing []string `json:"missing,omitempty"`
	// Elsewhere maps SPNs of the pools' names to the third account that holds them.
	Elsewhere map[string]string `json:"elsewhere,omitempty"`
	// StandsFor maps service classes of SPNs that were seen, in lower case, to the classes that stand for them (sPNMappings).
	StandsFor map[string][]string `json:"stands_for,omitempty"`
}

// readDirectory reads the clusters' accounts in Active Directory, those of a lost cluster too. What the clusters say of their own accounts
// is replaced: they may ask another domain controller.
func (e *Engine) readDirectory(ctx context.Context, s *Survey) {
	s.Directory = nil
	d := e.options.Directory
	if d == nil || !s.hasAD() {
		return
	}
	s.Directory = &DirectoryView{User: d.User()}
	session, err := d.Open(ctx)
	if err == nil {
		defer session.Close()
		err = s.Directory.read(ctx, session, s)
	}
	if err != nil {
		s.Directory.Problem = err.Error()
		s.Directory.Refused = !errors.Is(err, ad.ErrUnreachable)
	}
}

func (s *Survey) hasAD() bool {
	for _, c := range s.Clusters {
		if len(c.AD) > 0 {
			return true
		}
	}
	return false
}

func (v *DirectoryView) read(ctx context.Context, session *ad.Session, s *Survey) error {
	var own []string
	for _, k := range s.keys() {
		if s.Clusters[k] == nil {
			continue
		}
		for i := range s.Clusters[k].AD {
			view := &s.Clusters[k].AD[i]
			if view.Account == "" {
				continue
			}
			a, err := session.Account(ctx, view.Account)
			if errors.Is(err, ad.ErrNoAccount) {
				v.Missing = append(v.Missing, view.Account)
				continue
			}
			if err != nil {
				return err
			}
			view.SPNs = slices.Sorted(slices.Values(a.SPNs))
			own = append(own, a.Name)
			if !a.Writable {
				v.Closed = append(v.Closed, a.Name)
			}
		}
	}
	holders, err := session.Holders(ctx, s.spnsOfNames()...)
	if err != nil {
		return err
	}
	v.Elsewhere = map[string]string{}
	for spn, accounts := range holders {
		for _, a := range accounts {
			if !containsFold(own, a) {
				v.Elsewhere[spn] = a
			}
		}
	}
	aliases, err := session.Aliases(ctx)
	if err != nil {
		return err
	}
	v.StandsFor = map[string][]string{}
	for _, class := range s.spnClasses() {
		for stands, list := range aliases {
			if stands != class && slices.Contains(list, class) {
				v.StandsFor[class] = append(v.StandsFor[class], stands)
			}
		}
		slices.Sort(v.StandsFor[class])
	}
	return nil
}

// spnsOfNames are the SPNs that the names of both pools could have: each with HOST and every class that an account holds for any of them.
func (s *Survey) spnsOfNames() []string {
	classes := append([]string{"HOST"}, s.spnClasses()...)
	out := map[string]bool{}
	for _, c := range s.Clusters {
		for _, n := range c.Pool.production() {
			for _, spn := range names.ServicePrincipals(n, classes) {
				out[spn] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(out))
}

// spnClasses are the service classes, in lower case and without host, of the SPNs that the accounts hold for names of the pools.
func (s *Survey) spnClasses() []string {
	hosts := map[string]bool{}
	for _, c := range s.Clusters {
		for _, n := range c.Pool.production() {
			hosts[names.Canonical(n)], hosts[strings.ToLower(names.Short(n))] = true, true
		}
	}
	out := map[string]bool{}
	for _, c := range s.Clusters {
		for _, view := range c.AD {
			for _, spn := range view.SPNs {
				class, host, _ := strings.Cut(strings.ToLower(spn), "/")
				if class != "host" && hosts[host] {
					out[class] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(out))
}

// keepAccounts takes the account of a provider that cannot be read now from what was read before: by LDAP its SPNs can still move.
func keepAccounts(now, before []ADView) []ADView {
	for i := range now {
		for _, b := range before {
			if now[i].Account == "" && b.Provider == now[i].Provider {
				now[i].Account = b.Account
			}
		}
	}
	return now
}
