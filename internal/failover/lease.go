// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// lease keeps two runs apart. It is one heartbeat file, and one claim file per policy and pool that names the heartbeat; both lie on both
// clusters, so runs in opposite directions and from other machines meet as well. Terraform's state lock does not cover an orphaned
// provider process or a second state.
type lease struct {
	engine *Engine
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
	dead   map[string]bool
	cancel context.CancelFunc
	done   chan struct{}

	mu    sync.Mutex
	until time.Time // by our monotonic clock
	lost  error
	// trouble is why the newest heartbeat could not be written, nil if it was.
	trouble error
}

// place is a file on a cluster.
type place struct{ cluster, path string }

// heartbeat is the content of the heartbeat file. Count changes with every beat; times are for people.
type heartbeat struct {
	Run   string `json:"run"`
	Owner string `json:"owner"`
	Pool  string `json:"pool"`
	Count int    `json:"count"`
	Since string `json:"since"`
	TTL   string `json:"ttl"`
}

// claim names the run that holds a policy or a pool.
type claim struct {
	Run string `json:"run"`
}

// HeldError is a lease that another live run holds.
type HeldError struct {
	What, Cluster, Owner, Since string
	TTL                         string
}

func (e *HeldError) Error() string {
	return fmt.Sprintf(
		"%s on %s is held by another run: %s, since %s; it is free %s after that run stops",
		e.What,
		e.Cluster,
		e.Owner,
		e.Since,
		e.TTL,
	)
}

// acquire takes the claims in sorted order on both clusters. A claim whose heartbeat does not change for its time-to-live is taken over.
func (e *Engine) acquire(ctx context.Context, s *Survey, in Intent) (*lease, error) {
	return e.take(ctx, e.reachable(in), in.ID, claims(s, in), s.PolicyNames(), false)
}

// take holds the claims on the clusters for a resource. Mirrors and failovers of this process wait for each other before they do so.
func (e *Engine) take(ctx context.Context, clusters []string, resource string, claims, policies []string, mirror bool) (*lease, error) {
	leave, err := e.turns.enter(ctx, policies, mirror)
	if err != nil {
		return nil, err
	}
	l, err := e.takeClaims(ctx, clusters, resource, claims)
	if err != nil {
		leave()
		return nil, err
	}
	l.leave = leave
	return l, nil
}

func (e *Engine) takeClaims(ctx context.Context, clusters []string, resource string, claims []string) (*lease, error) {
	b := make([]byte, 8)
	_, _ = rand.Read(b) // never fails since Go 1.24
	host, err := os.Hostname()
	if err != nil {
		host = "unknown host"
	}
	l := &lease{engine: e, id: hex.EncodeToString(b), owner: fmt.Sprintf("process %d on "+
		"%s", os.Getpid(), host), resource: resource, dead: map[string]bool{}}
	dir := e.options.JournalDirectory + "/leases/"
	for _, k := range clusters {
		l.beats = append(l.beats, place{k, dir + "run-" + l.id + ".json"})
	}
	if err := l.beat(ctx, 0); err != nil {
		return nil, fmt.Errorf("lease: %w", err)
	}
	// Waiting for a dead run to run out takes longer than our own lease lasts, so the beats come from here on.
	renew, cancel := context.WithCancel(context.WithoutCancel(ctx))
	l.cancel, l.done = cancel, make(chan struct{})
	go l.renew(renew)
	for _, what := range claims {
		for _, k := range clusters {
			if err := l.claim(ctx, place{k, dir + what + ".json"}, what); err != nil {
				l.release(context.WithoutCancel(ctx))
				return nil, err
			}
		}
	}
	return l, nil
}

// claims are the policies and pools of the resource, sorted, so that two runs never wait for each other.
func claims(s *Survey, in Intent) []string {
	var out []string
	for _, p := range s.Pairs {
		out = append(out, "policy-"+p.Name)
	}
	for _, k := range in.Keys() {
		out = append(out, "pool-"+k+"-"+in.Pools[k])
	}
	slices.Sort(out)
	return out
}

func (l *lease) beat(ctx context.Context, count int) error {
	began := time.Now()
	b, err := json.Marshal(heartbeat{
		Run:   l.id,
		Owner: l.owner,
		Pool:  l.resource,
		Count: count,
		Since: startTime().Format(time.RFC3339),
		TTL:   l.engine.options.LeaseTTL.String(),
	})
	if err != nil {
		return err
	}
	for _, p := range l.beats {
		if err := l.engine.writeFile(ctx, p.cluster, p.path, b); err != nil {
			return err
		}
	}
	l.mu.Lock()
	l.until = began.Add(l.engine.options.LeaseTTL)
	l.mu.Unlock()
	return nil
}

// claim makes the claim file, or takes it over from a dead run.
func (l *lease) claim(ctx context.Context, at place, what string) error {
	c := l.engine.client(at.cluster)
	p := permit.Housekeeping("lease")
	b, err := json.Marshal(claim{Run: l.id})
	if err != nil {
		return err
	}
	for {
		err := c.WriteFile(ctx, p, at.path, b, mutant.On(mutant.LeaseOverwrites))
		if err == nil {
			l.claimed = append(l.claimed, at)
			return nil
		}
		if !exists(err) {
			return fmt.Errorf("lease on %s: %w", at.cluster, err)
		}
		if err := l.waitForDeath(ctx, at, what); err != nil {
			return err
		}
		// Renamed before it is taken: of two runs that both saw the holder die, one gets a 404.
		grave := at.path + "." + l.id + ".stale"
		if err := c.RenameFile(ctx, p, at.path, grave); err != nil && !errors.Is(err, onefs.ErrNotFound) {
			return fmt.Errorf("lease on %s: %w", at.cluster, err)
		}
		if l.alive(ctx, place{at.cluster, grave}) {
			// Another one was faster: it had taken the claim of the dead before this run moved the file. It is put back.
			if err := c.RenameFile(ctx, p, grave, at.path); err != nil {
				return fmt.Errorf("lease on %s: %w", at.cluster, err)
			}
			continue
		}
		if err := c.DeleteFile(ctx, p, grave); err != nil && !errors.Is(err, onefs.ErrNotFound) {
			return fmt.Errorf("lease on %s: %w", at.cluster, err)
		}
	}
}

// exists: OneFS refuses overwrite=false on a file that is there with a conflict or a refusal (behaviour notes, section 10).
func exists(err error) bool {
	return errors.Is(err, onefs.ErrConflict) || errors.Is(err, onefs.ErrForbidden) || errors.Is(err, onefs.Status(412))
}

// waitForDeath returns nil when the holder's heartbeat did not change for its time-to-live on our clock, or the claim is gone.
func (l *lease) waitForDeath(ctx context.Context, at place, what string) error {
	c := l.engine.client(at.cluster)
	raw, err := c.ReadFile(ctx, at.path)
	if errors.Is(err, onefs.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	var holder claim
	if err := json.Unmarshal(raw, &holder); err != nil {
		return fmt.Errorf("claim %s on %s cannot be read: %w", at.path, at.cluster, err)
	}
	if holder.Run == l.id || l.dead[holder.Run] {
		return nil
	}
	beat := parent(at.path) + "/run-" + holder.Run + ".json"
	first, err := c.ReadFile(ctx, beat)
	if errors.Is(err, onefs.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	var h heartbeat
	if err := json.Unmarshal(first, &h); err != nil {
		return fmt.Errorf("heartbeat %s on %s cannot be read: %w", beat, at.cluster, err)
	}
	ttl, err := time.ParseDuration(h.TTL)
	if err != nil {
		return fmt.Errorf("heartbeat %s on %s has no time-to-live: %w", beat, at.cluster, err)
	}
	l.engine.options.Log(ctx, "waiting for the lease of an earlier run", map[string]any{"what": what, "owner": h.Owner, "ttl": h.TTL})
	for deadline := time.Now().Add(ttl); time.Now().Before(deadline) && !mutant.On(mutant.LeaseUnawaited); {
		if err := sleep(ctx, min(ttl/6, time.Until(deadline))); err != nil {
			return err
		}
		again, err := c.ReadFile(ctx, beat)
		if errors.Is(err, onefs.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if string(again) != string(first) {
			return &HeldError{What: strings.Replace(what, "-", " ", 1), Cluster: at.cluster, Owner: h.Owner, Since: h.Since, TTL: h.TTL}
		}
	}
	l.dead[holder.Run] = true
	return nil
}

// renew beats until the run ends. It lives inside one RPC.
func (l *lease) renew(ctx context.Context) {
	defer close(l.done)
	pause := l.engine.options.LeaseTTL / 4
	for count := 1; ; count++ {
		if sleep(ctx, pause) != nil {
			return
		}
		// One heartbeat that nobody answers must not cost the lease: it is given up in time for the next one.
		limited, cancel := context.WithTimeout(ctx, l.engine.options.LeaseTTL/4)
		err := l.beat(limited, count)
		cancel()
		pause = l.engine.options.LeaseTTL / 4
		if err != nil {
			pause /= 4
		}
		l.mu.Lock()
		l.trouble = err
		l.mu.Unlock()
		if err != nil && ctx.Err() == nil {
			l.engine.options.Log(ctx, "the lease could not be renewed", map[string]any{"error": err.Error()})
		}
	}
}

// check is asked before each write. It is local: some time must be left, because a write under way cannot be called back. Beats come
// every quarter of the time-to-live, so normally three quarters are left.
func (l *lease) check() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lost != nil {
		return l.lost
	}
	if time.Until(l.until) <= l.engine.options.LeaseTTL/4 && !mutant.On(mutant.LeaseUnchecked) {
		l.lost = errors.New("the lease ran out because no heartbeat could be written; another run may have taken over")
		if l.trouble != nil {
			l.lost = fmt.Errorf("%w: %w", l.lost, l.trouble)
		}
		l.lost = finally(l.lost)
		return l.lost
	}
	return nil
}

// release gives the claims back. What cannot be given back runs out by itself; what another run has taken over stays its own.
func (l *lease) release(ctx context.Context) {
	if l.leave != nil {
		defer l.leave()
	}
	if l.cancel != nil {
		l.cancel()
		<-l.done
	}
	ctx, cancel := context.WithTimeout(ctx, l.engine.options.LeaseTTL)
	defer cancel()
	p := permit.Housekeeping("lease")
	inherited := l.check() != nil
	for _, at := range append(slices.Clone(l.claimed), l.beats...) {
		if inherited && slices.Contains(l.claimed, at) && !l.holds(ctx, at) {
			continue
		}
		if err := l.engine.client(at.cluster).DeleteFile(ctx, p, at.path); err != nil && !errors.Is(err, onefs.ErrNotFound) {
			l.engine.options.Log(
				ctx,
				"a lease file was left behind; it runs out by itself",
				map[string]any{"path": at.path, "cluster": at.cluster},
			)
		}
	}
}

// alive tells whether a claim that was moved away names a run that is not known to be dead.
func (l *lease) alive(ctx context.Context, at place) bool {
	raw, err := l.engine.client(at.cluster).ReadFile(ctx, at.path)
	if err != nil {
		return false
	}
	var holder claim
	if json.Unmarshal(raw, &holder) != nil || holder.Run == l.id || l.dead[holder.Run] {
		return false
	}
	_, err = l.engine.client(at.cluster).ReadFile(ctx, parent(at.path)+"/run-"+holder.Run+".json")
	return err == nil // without a heartbeat it is dead
}

// holds tells whether a claim still names this run: one whose lease has run out may have an heir.
func (l *lease) holds(ctx context.Context, at place) bool {
	raw, err := l.engine.client(at.cluster).ReadFile(ctx, at.path)
	if err != nil {
		return false
	}
	var now claim
	return json.Unmarshal(raw, &now) == nil && now.Run == l.id
}

// sleep waits or ends with the context.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
