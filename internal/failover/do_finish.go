// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/dns"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/journal"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/session"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/share"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/spn"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// finish is the last step of stage 8: caches flushed, names asked for, manual steps listed, journal closed.
func finish(ctx context.Context, r *run.Run, p permit.Permit, in survey.Intent) error {
	if len(r.Survey.Run.Originals[in.To()]) > 0 {
		// The serving side was fenced in this run, and a run that was killed may not have come to this after lifting the fence.
		session.DropSessions(ctx, r, p, in.To())
	}
	handOver(ctx, r, in)
	record := r.Survey.Run
	r.LastID = record.ID
	r.Survey.LastRun = r.LastID
	r.Survey.Takeover, r.Survey.Unsettled = takeoverAfter(r.Survey, in), position.LeftUnsettled(r.Survey)
	s := r.Survey.Clone()
	s.Run = nil
	r.Survey.Local = position.StandbyNames(s)
	j := r.Journal(nil)
	if err := journal.Write(ctx, r.Engine, r.Own(), in.To(), in.From(), j); err != nil {
		return err
	}
	r.Survey.Run, r.Survey.Proven, r.Survey.JournalRevision = nil, nil, j.Revision
	if err := journal.WriteInventory(ctx, r.Engine, r.Survey); err != nil {
		r.Log(ctx, "the inventory could not be written; the one in Terraform's state serves", map[string]any{"error": err.Error()})
	}
	r.Report(ctx, record)
	return nil
}

// handOver flushes the name caches and lists what people have to do, now that the pool serves from in.To(): when a run ends, and also when
// it stays open because a pair waits for a person's word.
func handOver(ctx context.Context, r *run.Run, in survey.Intent) {
	for _, k := range r.Engine.Reachable(in) {
		if err := r.Engine.Client(k).FlushDNSCache(ctx, permit.Keep(permit.DNSCache, "")); err != nil {
			r.Log(ctx, "the DNS cache could not be flushed", map[string]any{"cluster": k, "error": err.Error()})
		}
	}
	r.Manual = append(r.Manual, nameSteps(ctx, r, in)...)
	r.Manual = append(r.Manual, r.Survey.Run.Remount...)
	r.Manual = append(r.Manual, share.OriginalSteps(r.Survey)...)
	r.Manual = append(r.Manual, share.EditedSteps(r.Survey, in)...)
	r.Manual = append(r.Manual, replication.KeptSteps(r.Survey.Run)...)
	moving := r.Survey.Run.Names
	for _, name := range spn.ClassesNotMoved(r.Survey, in, moving) {
		r.Manual = append(
			r.Manual,
			fmt.Sprintf("SPN %s is still on the account of %s: move it by hand, or list its class in spn_service_classes if it has neither "+
				"a port nor a third part", name, in.From()),
		)
	}
}

// nameSteps asks both SmartConnect services for every moved name: to must answer, from must not.
func nameSteps(ctx context.Context, r *run.Run, in survey.Intent) []string {
	var out []string
	for _, n := range r.Survey.Run.Names {
		to, from := r.Engine.Endpoint(r.Survey, in.To()), r.Engine.Endpoint(r.Survey, in.From())
		if r.Engine.Client(in.From()) == nil {
			from = ""
		}
		if to == "" {
			out = append(out, fmt.Sprintf("name %s: %s has no SmartConnect service address to ask; check by hand that it resolves", n, in.To()))
			continue
		}
		answers, err := r.Engine.Options.Resolve(ctx, to, n)
		switch {
		case err != nil && !errors.Is(err, dns.ErrNameDenied):
			out = append(
				out,
				fmt.Sprintf("name %s: the SmartConnect service of %s at %s could not be asked (%v); check by hand", n, in.To(), to, err),
			)
		case len(answers) == 0:
			out = append(
				out,
				fmt.Sprintf("name %s: the SmartConnect service of %s at %s does not answer it; check pool %s", n, in.To(), to, in.Pools[in.To()]),
			)
		}
		if from == "" {
			continue
		}
		if answers, err := r.Engine.Options.Resolve(ctx, from, n); err == nil && len(answers) > 0 {
			out = append(out, fmt.Sprintf("name %s: the SmartConnect service of %s at %s still answers it; remove it there", n, in.From(), from))
		}
	}
	return out
}

// maxExamples is how many clients a line names.
const maxExamples = 20

// nfsClients are the exports that move, as manual steps: an NFS mount stays on its address until it is mounted again. OneFS lists whoever
// was active lately, so the clients that it names are examples and no list of all.
func nfsClients(ctx context.Context, e *clusters.Set, from string, s *survey.Survey) []string {
	seen := "; OneFS has seen no client of it lately, which does not mean that there is none"
	if rows, err := e.Client(from).ClientStatistics(ctx, "nfs3", "nfs4"); err != nil {
		seen = fmt.Sprintf("; its clients could not be listed (%v)", err)
	} else {
		var all []string
		for _, row := range rows {
			if row.RemoteAddr != "" && !slices.Contains(all, row.RemoteAddr) {
				all = append(all, row.RemoteAddr)
			}
		}
		slices.Sort(all)
		if n := len(all); n > 0 {
			seen = "; NFS clients seen lately, there may be more: " + strings.Join(all[:min(n, maxExamples)], ", ")
			if n > maxExamples {
				seen += fmt.Sprintf(" and %d others", n-maxExamples)
			}
		}
	}
	var out []string
	for _, o := range s.Clusters[from].Objects {
		if o.Kind == survey.KindExport && !o.Above {
			out = append(out, fmt.Sprintf("%s: whoever has mounted it from %s must mount it again%s", o.Label(), from, seen))
		}
	}
	return out
}
