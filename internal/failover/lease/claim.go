// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package lease

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/journal"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// claim names the run that holds a policy or a pool.
type claim struct {
	Run string `json:"run"`
}

// HeldError is a lease that another live run holds.
type HeldError struct {
	What, Cluster, Owner, Since string
	TTL                         string
	// File is the lease file; Account is the one that it belongs to, if that is neither the provider's user nor root.
	File, Account string
}

func (e *HeldError) Error() string {
	text := fmt.Sprintf("%s on %s is held by another run: %s, since %s; it is free %s after that run stops",
		e.What, e.Cluster, e.Owner, e.Since, e.TTL)
	if e.Account != "" {
		text += fmt.Sprintf(". The file %s belongs to the account %s, which is not the provider's user", e.File, e.Account)
	}
	return text
}

// held is the error of a lease that another run holds. Whose file it is, is told where that is not this tool's own account.
func (l *Lease) held(ctx context.Context, at place, what, file string, h heartbeat) error {
	return &HeldError{
		What: strings.Replace(what, "-", " ", 1), Cluster: at.cluster, Owner: h.Owner, Since: h.Since, TTL: h.TTL,
		File: file, Account: journal.Account(ctx, l.Engine, at.cluster, file),
	}
}

// claim makes the claim file, or takes it over from a dead run.
func (l *Lease) claim(ctx context.Context, at place, what string) error {
	c := l.Engine.Client(at.cluster)
	h := l.own()
	b, err := json.Marshal(claim{Run: l.id})
	if err != nil {
		return err
	}
	for n := 1; ; n++ {
		err := c.WriteFile(ctx, h, at.path, b, false)
		if err == nil {
			l.claimed = append(l.claimed, at)
			return nil
		}
		if !exists(err) || n > maxClaims {
			return fmt.Errorf("lease on %s: %w", at.cluster, err)
		}
		if err := l.waitForDeath(ctx, at, what); err != nil {
			return err
		}
		// Renamed before it is taken: of two runs that both saw the holder die, one gets a 404.
		grave := at.path + "." + l.id + ".stale"
		if err := c.RenameFile(ctx, h, at.path, grave); err != nil && !errors.Is(err, onefs.ErrNotFound) {
			return fmt.Errorf("lease on %s: %w", at.cluster, err)
		}
		if l.alive(ctx, place{at.cluster, grave}) {
			// Another one was faster: it had taken the claim of the dead before this run moved the file. It is put back.
			if err := c.RenameFile(ctx, h, grave, at.path); err != nil {
				return fmt.Errorf("lease on %s: %w", at.cluster, err)
			}
			continue
		}
		if err := c.DeleteFile(ctx, h, grave); err != nil && !errors.Is(err, onefs.ErrNotFound) {
			return fmt.Errorf("lease on %s: %w", at.cluster, err)
		}
	}
}

// maxClaims is how often a claim is tried whose holder has gone each time: a directory that refuses every new file looks like that too.
const maxClaims = 10

// exists: OneFS refuses overwrite=false on a file that is there with a conflict or a refusal (behaviour notes, section 10).
func exists(err error) bool {
	return errors.Is(err, onefs.ErrConflict) || errors.Is(err, onefs.ErrForbidden) || errors.Is(err, onefs.Status(412))
}

// waitForDeath returns nil when the holder's heartbeat did not change for its time-to-live on our clock, or the claim is gone.
func (l *Lease) waitForDeath(ctx context.Context, at place, what string) error {
	c := l.Engine.Client(at.cluster)
	raw, err := c.ReadFile(ctx, at.path)
	if errors.Is(err, onefs.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	holder, err := readClaim(raw)
	if err != nil {
		return &DamagedError{File: at.path, Cluster: at.cluster, Cause: err}
	}
	if holder.Run == l.id || l.dead[holder.Run] {
		return nil
	}
	beat := survey.Parent(at.path) + "/run-" + holder.Run + ".json"
	first, err := c.ReadFile(ctx, beat)
	if errors.Is(err, onefs.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	h, ttl, err := readBeat(first, l.Engine.Options.LeaseTTL)
	if err != nil {
		return &DamagedError{File: beat, Cluster: at.cluster, Cause: err}
	}
	l.Engine.Options.Log(ctx, "waiting for the lease of an earlier run", map[string]any{"what": what, "owner": h.Owner, "ttl": h.TTL})
	if l.waited >= longestTTL {
		return l.held(ctx, at, what, beat, h) // claims that change hands are not waited for one after the other
	}
	l.waited += ttl
	for deadline := time.Now().Add(ttl); time.Now().Before(deadline); {
		if err := onefs.Sleep(ctx, min(ttl/6, time.Until(deadline))); err != nil {
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
			return l.held(ctx, at, what, beat, h)
		}
	}
	l.dead[holder.Run] = true
	return nil
}

// alive tells whether a claim that was moved away names a run that is not known to be dead.
func (l *Lease) alive(ctx context.Context, at place) bool {
	raw, err := l.Engine.Client(at.cluster).ReadFile(ctx, at.path)
	if err != nil {
		return !errors.Is(err, onefs.ErrNotFound) // what cannot be read is not taken for dead
	}
	holder, err := readClaim(raw)
	if err != nil || holder.Run == l.id || l.dead[holder.Run] {
		return false
	}
	_, err = l.Engine.Client(at.cluster).ReadFile(ctx, survey.Parent(at.path)+"/run-"+holder.Run+".json")
	return !errors.Is(err, onefs.ErrNotFound) // without a heartbeat it is dead
}

// holds tells whether a claim still names this run: one whose lease has run out may have an heir.
func (l *Lease) holds(ctx context.Context, at place) bool {
	raw, err := l.Engine.Client(at.cluster).ReadFile(ctx, at.path)
	if err != nil {
		return false
	}
	now, err := readClaim(raw)
	return err == nil && now.Run == l.id
}
