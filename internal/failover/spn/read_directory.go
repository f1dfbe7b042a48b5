// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package spn

import (
	"context"
	"errors"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// ReadDirectory reads the clusters' accounts in Active Directory, those of a lost cluster too. What the clusters say of their own accounts
// is replaced: they may ask another domain controller.
func ReadDirectory(ctx context.Context, e *clusters.Set, s *survey.Survey) {
	s.Directory = nil
	d := e.Options.Directory
	if d == nil || !s.HasAD() {
		return
	}
	s.Directory = &survey.DirectoryView{User: d.User()}
	session, err := d.Open(ctx)
	if err == nil {
		defer session.Close()
		err = read(ctx, s.Directory, session, s)
	}
	if err != nil {
		s.Directory.Problem = err.Error()
		s.Directory.Refused = !errors.Is(err, ad.ErrUnreachable)
	}
}

func read(ctx context.Context, v *survey.DirectoryView, session *ad.Session, s *survey.Survey) error {
	var own []string
	for _, k := range s.Keys() {
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
	holders, err := session.Holders(ctx, s.SPNsOfNames()...)
	if err != nil {
		return err
	}
	v.Elsewhere = map[string]string{}
	for spn, accounts := range holders {
		for _, a := range accounts {
			if !survey.ContainsFold(own, a) {
				v.Elsewhere[spn] = a
			}
		}
	}
	aliases, err := session.Aliases(ctx)
	if err != nil {
		return err
	}
	v.StandsFor = map[string][]string{}
	for _, class := range s.SPNClasses() {
		for stands, list := range aliases {
			if stands != class && slices.Contains(list, class) {
				v.StandsFor[class] = append(v.StandsFor[class], stands)
			}
		}
		slices.Sort(v.StandsFor[class])
	}
	return nil
}

// KeepAccounts takes the account of a provider that cannot be read now from what was read before: by LDAP its SPNs can still move.
func KeepAccounts(now, before []survey.ADView) []survey.ADView {
	for i := range now {
		for _, b := range before {
			if now[i].Account == "" && b.Provider == now[i].Provider {
				now[i].Account = b.Account
			}
		}
	}
	return now
}
