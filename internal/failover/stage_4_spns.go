// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Stage 4, "The HOST SPNs are deleted on the Source Cluster and Created on Target Cluster in AD": an SPN may sit on one account only,
// so it is removed first. An SPN right never keeps a path read-only: the stage is given up for a while and tried again.

func unmetSPNs(s *Survey, in Intent) []Step {
	from, to := in.From(), in.To()
	moving, _ := movingNames(s, in)
	var out []Step
	byProvider := map[string]*Step{}
	for _, m := range movingSPNs(s, in, moving) {
		a, b := s.adOn(from, m.Provider), s.adOn(to, m.Provider)
		if a == nil || b == nil || !a.has(m.SPN) && b.has(m.SPN) {
			continue
		}
		st := byProvider[m.Provider]
		if st == nil {
			provider := m.Provider
			st = &Step{
				Lane: "ad/" + provider,
				Effect: func(s *Survey) {
					for _, m := range byProvider[provider].spns {
						s.adOn(from, provider).drop(m)
						s.adOn(to, provider).add(m)
					}
				},
				Do: func(ctx context.Context, r *run, permit permit.Permit) error {
					return r.moveSPNs(ctx, permit, provider, from, to, byProvider[provider].spns)
				},
			}
			byProvider[provider] = st
		}
		st.spns = append(st.spns, m.SPN)
		st.Keys = append(st.Keys, key(StageSPNs, to, "spn", m.Provider+" "+m.SPN, "on the account of "+to))
		st.lines = append(st.lines, line{groupSPNs, m.Provider + m.SPN, m.SPN + ": " + a.Account + " -> " + b.Account + ", " + s.Settings.via()})
	}
	for _, st := range byProvider {
		out = append(out, *st)
	}
	slices.SortFunc(out, func(a, b Step) int { return compare(a.Lane, b.Lane) })
	return out
}

func (a *ADView) drop(spn string) {
	a.SPNs = slices.DeleteFunc(a.SPNs, func(x string) bool { return names.EqualSPN(x, spn) })
}

func (a *ADView) add(spn string) {
	if !a.has(spn) {
		a.SPNs = append(a.SPNs, spn)
	}
}

// spnsOpen are the SPNs that stage 4 still has to move.
func spnsOpen(s *Survey, in Intent) []string {
	var out []string
	for _, st := range unmetSPNs(s, in) {
		out = append(out, st.spns...)
	}
	return out
}

// withoutKerberos are the moving names of which a client gets no ticket for to yet.
func withoutKerberos(s *Survey, in Intent) []string {
	moving, _ := movingNames(s, in)
	open := spnsOpen(s, in)
	return slices.DeleteFunc(moving, func(n string) bool {
		return !slices.ContainsFunc(open, func(spn string) bool {
			_, host, _ := strings.Cut(spn, "/")
			return names.Equal(host, n) || names.Equal(host, names.Short(n))
		})
	})
}
