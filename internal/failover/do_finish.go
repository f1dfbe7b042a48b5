// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"time"

	"github.com/miekg/dns"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// finish is the last step of stage 8: caches flushed, names asked for, manual steps listed, journal closed.
func (r *run) finish(ctx context.Context, p permit.Permit, in Intent) error {
	if len(r.survey.Run.Originals[in.To()]) > 0 {
		// The serving side was fenced in this run, and a run that was killed may not have come to this after lifting the fence.
		r.dropSessions(ctx, p, in.To())
	}
	r.handOver(ctx, in)
	record := r.survey.Run
	r.lastID = record.ID
	r.survey.LastRun = r.lastID
	r.survey.Takeover = takeoverAfter(r.survey, in)
	s := r.survey.clone()
	s.Run = nil
	r.survey.Local = s.standbyNames()
	j := r.journal(nil)
	if err := r.engine.writeJournal(ctx, r.own(), in.To(), in.From(), j); err != nil {
		return err
	}
	r.survey.Run, r.survey.Proven, r.survey.JournalRevision = nil, nil, j.Revision
	if err := r.engine.writeInventory(ctx, r.survey); err != nil {
		r.log(ctx, "the inventory could not be written; the one in Terraform's state serves", map[string]any{"error": err.Error()})
	}
	r.report(ctx, record)
	return nil
}

// handOver flushes the name caches and lists what people have to do, now that the pool serves from in.To(): when a run ends, and also when
// it stays open because a pair waits for a person's word.
func (r *run) handOver(ctx context.Context, in Intent) {
	for _, k := range r.engine.reachable(in) {
		if err := r.engine.client(k).FlushDNSCache(ctx, permit.Housekeeping("DNS cache")); err != nil {
			r.log(ctx, "the DNS cache could not be flushed", map[string]any{"cluster": k, "error": err.Error()})
		}
	}
	r.manual = append(r.manual, r.nameSteps(ctx, in)...)
	r.manual = append(r.manual, r.survey.Run.Remount...)
	r.manual = append(r.manual, r.survey.originalSteps()...)
	moving := r.survey.Run.Names
	for _, spn := range classesNotMoved(r.survey, in, moving) {
		r.manual = append(
			r.manual,
			fmt.Sprintf("SPN %s is still on the account of %s: move it by hand, or list its class in spn_service_classes", spn, in.From()),
		)
	}
}

// nameSteps asks both SmartConnect services for every moved name: to must answer, from must not.
func (r *run) nameSteps(ctx context.Context, in Intent) []string {
	var out []string
	for _, n := range r.survey.Run.Names {
		to, from := r.engine.endpoint(r.survey, in.To()), r.engine.endpoint(r.survey, in.From())
		if r.engine.client(in.From()) == nil {
			from = ""
		}
		if to == "" {
			out = append(out, fmt.Sprintf("name %s: %s has no SmartConnect service address to ask; check by hand that it resolves", n, in.To()))
			continue
		}
		answers, err := r.engine.options.Resolve(ctx, to, n)
		switch {
		case err != nil && !errors.Is(err, ErrNameDenied):
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
		if answers, err := r.engine.options.Resolve(ctx, from, n); err == nil && len(answers) > 0 {
			out = append(out, fmt.Sprintf("name %s: the SmartConnect service of %s at %s still answers it; remove it there", n, in.From(), from))
		}
	}
	return out
}

// endpoint is where a cluster's SmartConnect service is asked.
func (e *Engine) endpoint(s *Survey, key string) string {
	if c := e.clusters[key]; c != nil && c.DNSEndpoint != "" {
		return c.DNSEndpoint
	}
	if p := s.Clusters[key].Pool; p != nil && len(p.Service) > 0 {
		return net.JoinHostPort(p.Service[0], "53")
	}
	return ""
}

// dnsTimeout bounds one question.
const dnsTimeout = 3 * time.Second

// ask puts one DNS question. A refusal is an empty answer: the cluster does not have the name. That there is no such name is ErrNameDenied.
func ask(ctx context.Context, endpoint, name string) ([]netip.Addr, error) {
	m := new(dns.Msg)
	m.SetQuestion(dns.Fqdn(name), dns.TypeA)
	c := dns.Client{Timeout: dnsTimeout}
	in, _, err := c.ExchangeContext(ctx, m, endpoint)
	if err != nil {
		return nil, err
	}
	if in.Rcode == dns.RcodeNameError {
		return nil, ErrNameDenied
	}
	var out []netip.Addr
	for _, rr := range in.Answer {
		if a, ok := rr.(*dns.A); ok {
			if addr, ok := netip.AddrFromSlice(a.A.To4()); ok {
				out = append(out, addr)
			}
		}
	}
	return out, nil
}

// nfsClients are the NFS clients that from has seen, as manual steps: an NFS mount stays on its address until it is mounted again.
func (e *Engine) nfsClients(ctx context.Context, from string, s *Survey) []string {
	rows, err := e.client(from).ClientStatistics(ctx, "nfs3", "nfs4")
	if err != nil {
		return []string{
			fmt.Sprintf("NFS clients of %s could not be listed (%v): every NFS mount of the moved names must be mounted again", from, err),
		}
	}
	var exports []string
	for _, o := range s.Clusters[from].Objects {
		if o.Kind == KindExport && !o.Above {
			exports = append(exports, o.Paths...)
		}
	}
	slices.Sort(exports)
	seen := map[string]bool{}
	var out []string
	for _, row := range rows {
		if row.RemoteAddr == "" || seen[row.RemoteAddr] {
			continue
		}
		seen[row.RemoteAddr] = true
		out = append(out, fmt.Sprintf("NFS client %s: mount again, it is mounted from %s; exports: %v", row.RemoteAddr, from, exports))
	}
	slices.Sort(out)
	return out
}
