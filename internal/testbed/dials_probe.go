// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit/issue"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// probe is a bed whose clients do one thing after the other, and everything that they are answered.
type probe struct {
	*Bed

	t    testing.TB
	ctx  context.Context //nolint:containedctx // it is the test's
	mu   sync.Mutex
	seen []string
}

// eyes is a transport that keeps what a client sees of an answer: status, replacement cookies and body.
type eyes struct {
	p    *probe
	next http.RoundTripper
}

func (e eyes) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := e.next.RoundTrip(req)
	if err != nil {
		e.p.saw("%s %s: %v", req.Method, req.URL.Path, err)
		return resp, err
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	e.p.saw("%s %s?%s: %d, %d cookies, %s", req.Method, req.URL.Path, req.URL.RawQuery, resp.StatusCode, len(resp.Cookies()), body)
	return resp, nil
}

func (p *probe) saw(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seen = append(p.seen, fmt.Sprintf(format, args...))
}

// newProbe builds a site with one dial set, and clients that are watched.
func newProbe(t testing.TB, name, value string, ways Options) *probe {
	t.Helper()
	p := &probe{t: t, ctx: t.Context()}
	o := ways
	o.Quiet = true
	if o.Build.Policies == 0 {
		o.Build = scenario.Options{Policies: 3}
	}
	o.Build.Dials = dial.Values{name: value}
	o.Wrap = func(next http.RoundTripper) http.RoundTripper { return eyes{p, next} }
	p.Bed = New(t, o)
	time.Sleep(4*time.Minute + 30*time.Second) // between two runs of the schedule, the first of them over
	for _, key := range []string{Prod, DR} {
		for _, name := range []string{"nas1", "fin", "proj"} {
			none := ""
			if err := p.Clients[key].UpdateSyncPolicy(p.ctx, probing, name, onefs.PolicyUpdate{Schedule: &none}); err != nil && key == Prod {
				t.Fatal(err)
			}
		}
	}
	time.Sleep(time.Minute)
	p.seen = nil
	return p
}

// probing is the permit of every probe, strewing that of files anywhere in the cluster.
var (
	probing, _ = issue.New([]string{"probe"}, nil).For("probe")
	strewing   = permit.Keep(permit.Lease, "/ifs")
)

// inWorld runs f with the lock held.
func (p *probe) inWorld(f func(w *world.World)) { p.World.Do(func() { f(p.World) }) }

// watch looks at everything about replication every other second.
func (p *probe) watch(seconds int) {
	for range seconds / 2 {
		for _, key := range []string{Prod, DR} {
			c := p.Clients[key]
			_, _ = c.SyncJobs(p.ctx)
			_, _ = c.SyncPolicies(p.ctx)
			_, _ = c.SyncTargetPolicies(p.ctx)
			_, _ = c.SyncReports(p.ctx, onefs.ReportQuery{ReportsPerPolicy: 2})
			_, _ = c.SyncTargetReports(p.ctx, onefs.ReportQuery{ReportsPerPolicy: 2})
		}
		time.Sleep(2 * time.Second)
	}
}

// job asks for a job and watches what comes of it.
func (p *probe) job(key, policy, action string, seconds int) {
	_, _ = p.Clients[key].StartSyncJob(p.ctx, probing, onefs.JobRequest{ID: policy, Action: action})
	p.watch(seconds)
}

// there is a failover of nas1 by hand: sync, allow_write, resync prep, the mirror's run.
func (p *probe) there() {
	p.job(Prod, "nas1", "", 70)
	p.job(DR, "nas1", "allow_write", 70)
	p.job(Prod, "nas1", "resync_prep", 90)
	p.job(DR, "nas1_mirror", "", 70)
}

// set changes policy nas1.
func (p *probe) set(u onefs.PolicyUpdate) {
	_ = p.Clients[Prod].UpdateSyncPolicy(p.ctx, probing, "nas1", u)
}

// on switches that policy.
func (p *probe) on(enabled bool) { p.set(onefs.PolicyUpdate{Enabled: &enabled}) }

// readAll reads what a survey reads.
func (p *probe) readAll() {
	for _, key := range []string{Prod, DR} {
		c := p.Clients[key]
		_, _ = c.Pools(p.ctx)
		_, _ = c.Zones(p.ctx)
		_, _ = c.Licenses(p.ctx)
		_, _ = c.ADSProvider(p.ctx, "DEMO.LOCAL", "")
		_, _ = c.SyncPolicies(p.ctx)
		_, _ = c.SyncTargetPolicies(p.ctx)
		_, _ = c.SyncReports(p.ctx, onefs.ReportQuery{ReportsPerPolicy: 2})
		_, _ = c.SMBShares(p.ctx, "nas1")
		_, _ = c.NFSExports(p.ctx, "nas1")
		_, _ = c.Quotas(p.ctx, onefs.QuotaQuery{})
		_, _ = c.SMBShare(p.ctx, "nas1", "no-such-share")
	}
}

// trace is everything seen, as one text.
func (p *probe) trace() string { return strings.Join(p.seen, "\n") }
