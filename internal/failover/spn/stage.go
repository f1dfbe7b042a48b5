// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package spn

import (
	"context"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Stage 4, "The HOST SPNs are deleted on the Source Cluster and Created on Target Cluster in AD": an SPN may sit on one account only,
// so it is removed first. An SPN right never keeps a path read-only: the stage is given up for a while and tried again.

// Unmet is stage 4: per AD provider one step that takes the moving SPNs off the account of the old side and adds them to that of the new
// one.
func Unmet(s *survey.Survey, in survey.Intent) []run.Step {
	d := in.Direction()
	moving, _ := pool.MovingNames(s, in)
	var out []run.Step
	byProvider := map[string]*run.Step{}
	for _, m := range Moving(s, in, moving) {
		a, b := s.ADOn(d.From, m.Provider), s.ADOn(d.To, m.Provider)
		if a == nil || b == nil || !a.Has(m.SPN) && b.Has(m.SPN) {
			continue
		}
		st := byProvider[m.Provider]
		if st == nil {
			provider := m.Provider
			st = &run.Step{
				Lane: "ad/" + provider,
				Effect: func(s *survey.Survey) {
					for _, m := range byProvider[provider].SPNs {
						s.ADOn(d.From, provider).Drop(m)
						s.ADOn(d.To, provider).Add(m)
					}
				},
				Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
					return moveSPNs(ctx, r, permit, provider, d, byProvider[provider].SPNs)
				},
			}
			byProvider[provider] = st
		}
		st.SPNs = append(st.SPNs, m.SPN)
		st.Keys = append(st.Keys, survey.NewKey(survey.StageSPNs, d.To, "spn", m.Provider+" "+m.SPN, "on the account of "+d.To))
		st.Lines = append(st.Lines, run.Line{
			Group: run.GroupSPNs, Object: m.Provider + " " + m.SPN, Text: m.SPN + ": " + a.Account + " -> " + b.Account + ", " + s.Settings.Via(),
		})
	}
	for _, st := range byProvider {
		out = append(out, *st)
	}
	slices.SortFunc(out, func(a, b run.Step) int { return strings.Compare(a.Lane, b.Lane) })
	return out
}

// StillOpen are the SPNs that stage 4 still has to move.
func StillOpen(s *survey.Survey, in survey.Intent) []string {
	var out []string
	for _, st := range Unmet(s, in) {
		out = append(out, st.SPNs...)
	}
	return out
}

// WithoutKerberos are the moving names of which a client gets no ticket for to yet.
func WithoutKerberos(s *survey.Survey, in survey.Intent) []string {
	moving, _ := pool.MovingNames(s, in)
	open := StillOpen(s, in)
	return slices.DeleteFunc(moving, func(n string) bool {
		return !slices.ContainsFunc(open, func(spn string) bool {
			_, host, _ := strings.Cut(spn, "/")
			return names.Equal(host, n) || names.Equal(host, names.Short(n))
		})
	})
}
