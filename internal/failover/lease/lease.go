// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package lease

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Lease keeps two runs apart. It is one heartbeat file, and one claim file per policy and pool that names the heartbeat; both lie on both
// clusters, so runs in opposite directions and from other machines meet as well. Terraform's state lock does not cover an orphaned
// provider process or a second state.
type Lease struct {
	Engine *clusters.Set
	id     string
	owner  string
	// resource is the id of the resource that holds the lease, for people.
	resource string
	// leave lets others of this process in.
	leave func()
	// claimed are the places held, in the order in which they were taken.
	claimed []place
	beats   []place
	// dead are the runs whose heartbeat stood still for its time-to-live: they are waited for once, however much they held. A run that
	// cannot beat on one cluster gives up on both, so one cluster is enough to tell.
	dead map[string]bool
	// waited is for how long this one has waited for other runs to die.
	waited time.Duration
	cancel context.CancelFunc
	done   chan struct{}

	mu sync.Mutex
	// until, lost and trouble are those of each cluster: how long its heartbeat is good for by our monotonic clock, why it is no longer,
	// and why the newest could not be written.
	until   map[string]time.Time
	lost    map[string]error
	trouble map[string]error
}

// own is the permit for the files of leases.
func (l *Lease) own() permit.Housekeeping {
	return permit.Keep(permit.Lease, l.Engine.Options.JournalDirectory)
}

// place is a file on a cluster.
type place struct{ cluster, path string }

// Acquire takes the claims in sorted order on both clusters. A claim whose heartbeat does not change for its time-to-live is taken over.
func Acquire(ctx context.Context, e *clusters.Set, s *survey.Survey, in survey.Intent) (*Lease, error) {
	return Take(ctx, e, e.Reachable(in), in.ID, claims(s, in), s.PolicyNames(), false)
}

// Take holds the claims on the clusters for a resource. Mirrors and failovers of this process wait for each other before they do so.
func Take(ctx context.Context, e *clusters.Set, keys []string, resource string, claims, policies []string, mirror bool) (*Lease, error) {
	leave, err := e.Turns.Enter(ctx, policies, mirror)
	if err != nil {
		return nil, err
	}
	l, err := takeClaims(ctx, e, keys, resource, claims)
	if err != nil {
		leave()
		return nil, err
	}
	l.leave = leave
	return l, nil
}

func takeClaims(ctx context.Context, e *clusters.Set, keys []string, resource string, claims []string) (*Lease, error) {
	b := make([]byte, 8)
	_, _ = rand.Read(b) // never fails since Go 1.24
	host, err := os.Hostname()
	if err != nil {
		host = "unknown host"
	}
	l := &Lease{
		Engine: e, id: hex.EncodeToString(b), owner: fmt.Sprintf("process %d on %s", os.Getpid(), host), resource: resource,
		dead: map[string]bool{}, until: map[string]time.Time{}, lost: map[string]error{}, trouble: map[string]error{},
	}
	dir := e.Options.JournalDirectory + "/leases/"
	for _, k := range keys {
		l.beats = append(l.beats, place{k, dir + "run-" + l.id + ".json"})
	}
	if err := l.beat(ctx, 0); errors.Is(err, onefs.ErrForbidden) {
		return nil, &DeniedError{Cause: err}
	} else if err != nil {
		return nil, fmt.Errorf("lease: %w", err)
	}
	// Waiting for a dead run to run out takes longer than our own lease lasts, so the beats come from here on.
	renew, cancel := context.WithCancel(context.WithoutCancel(ctx))
	l.cancel, l.done = cancel, make(chan struct{})
	go l.renew(renew)
	for _, what := range claims {
		for _, k := range keys {
			if err := l.claim(ctx, place{k, dir + what + ".json"}, what); err != nil {
				l.Release(context.WithoutCancel(ctx))
				return nil, err
			}
		}
	}
	return l, nil
}

// claims are the policies and pools of the resource, sorted, so that two runs never wait for each other.
func claims(s *survey.Survey, in survey.Intent) []string {
	var out []string
	for _, p := range s.Pairs {
		out = append(out, OfPolicy(p.Name))
	}
	for _, k := range in.Keys() {
		out = append(out, "pool-"+k+"-"+in.Pools[k])
	}
	slices.Sort(out)
	return out
}

// OfPolicy is the claim of a policy. It is the name of a file, which a policy's name may not be fit for.
func OfPolicy(name string) string { return "policy-" + url.PathEscape(name) }

// Check is asked before each write. It is local: some time must be left, because a write under way cannot be called back. Beats come
// every quarter of the time-to-live, so normally three quarters are left.
func (l *Lease) Check() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.beats) == 0 {
		return onefs.Finally(errors.New("no lease is held"))
	}
	for _, at := range l.beats {
		k := at.cluster
		if l.lost[k] == nil && time.Until(l.until[k]) <= l.Engine.Options.LeaseTTL/4 {
			err := errors.New("the lease ran out because no heartbeat could be written; another run may have taken over")
			if l.trouble[k] != nil {
				err = fmt.Errorf("%w: %w", err, l.trouble[k])
			}
			l.lost[k] = onefs.Finally(err)
		}
		if l.lost[k] != nil {
			return l.lost[k]
		}
	}
	return nil
}

// Abandon goes on without the claims on a cluster: nothing is written there any more, so nothing there has to be kept from others. The
// claims on the other one still keep them out, because every run needs those of both clusters.
func (l *Lease) Abandon(cluster string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	there := func(p place) bool { return p.cluster == cluster }
	l.beats, l.claimed = slices.DeleteFunc(slices.Clone(l.beats), there), slices.DeleteFunc(slices.Clone(l.claimed), there)
}

// Release gives the claims back. What cannot be given back runs out by itself; what another run has taken over stays its own.
func (l *Lease) Release(ctx context.Context) {
	if l.leave != nil {
		defer l.leave()
	}
	if l.cancel != nil {
		l.cancel()
		<-l.done
	}
	ctx, cancel := context.WithTimeout(ctx, l.Engine.Options.LeaseTTL)
	defer cancel()
	l.mu.Lock()
	files := append(slices.Clone(l.claimed), l.beats...)
	l.mu.Unlock()
	for _, at := range files {
		if l.Check() != nil && slices.Contains(l.claimed, at) && !l.holds(ctx, at) {
			continue
		}
		if err := l.Engine.Client(at.cluster).DeleteFile(ctx, l.own(), at.path); err != nil && !errors.Is(err, onefs.ErrNotFound) {
			l.Engine.Options.Log(
				ctx,
				"a lease file was left behind; it runs out by itself",
				map[string]any{"path": at.path, "cluster": at.cluster},
			)
		}
	}
}
