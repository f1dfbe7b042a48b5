// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package scenario

import (
	"fmt"
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// settle is longer than any job of a site's history takes when there are few of them.
const settle = 10 * time.Minute

// replication makes the policies, by hand at first: nothing runs while a site's history is being made but what this file starts.
func (b *builder) replication() error {
	for _, p := range b.policies {
		s := synciq.NewPolicySettings()
		s.Name, s.SourceRootPath, s.TargetPath = p.name, b.source(p.name), b.target(p.name)
		s.TargetHost = b.to.Name + ".demo.local"
		s.RPOAlert, s.AcceleratedFailback = new(int64(600)), true
		s.Description = "data of pool nas1"
		synciq.Of(b.from).AddPolicy(s, true, "")
	}
	other := synciq.NewPolicySettings()
	other.Name, other.SourceRootPath, other.TargetPath, other.TargetHost = "eng", "/ifs/eng", "/ifs/eng-copy", b.to.Name+".demo.local"
	synciq.Of(b.from).AddPolicy(other, true, "")
	return nil
}

// live lets the site live until the simulation begins: every policy runs, some fail over and come back, schedules start.
// No lock is held; history knows no lag, because nobody is there to notice it.
func (b *builder) live() error {
	kept := b.w.Dials
	b.w.Dials = instant(kept)
	steps := []func() error{b.firstRuns, b.cycles, b.takeOver}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	if left := b.options.Start.Sub(b.w.Now()); left < settle {
		return fmt.Errorf("the site's history took %s longer than planned", settle-left)
	}
	b.pass(b.options.Start.Sub(b.w.Now()) - settle)
	if err := b.lastRuns(); err != nil {
		return err
	}
	b.w.Do(b.schedules)
	b.pass(b.options.Start.Sub(b.w.Now()))
	b.w.Dials = kept
	return nil
}

// firstRuns replicates every policy for the first time.
func (b *builder) firstRuns() error {
	names := []string{"eng"}
	for _, p := range b.policies {
		names = append(names, p.name)
	}
	return b.act(b.from, siq.Sync, names...)
}

// cycles takes the policies with a past to the standby cluster and back: rows 1 to 10 of synciq.md §1.2.
func (b *builder) cycles() error {
	var out, back []string
	for _, p := range b.policies {
		if p.past {
			out, back = append(out, p.name), append(back, p.name+"_mirror")
		}
	}
	if len(out) == 0 {
		return nil
	}
	for _, s := range []struct {
		on     *world.Cluster
		action siq.Action
		names  []string
	}{
		{b.to, siq.AllowWrite, out},
		{b.from, siq.ResyncPrep, out},
		{b.to, siq.Sync, back},
		{b.from, siq.AllowWrite, back},
		{b.to, siq.ResyncPrep, back},
		{b.from, siq.Sync, out},
	} {
		if err := b.act(s.on, s.action, s.names...); err != nil {
			return err
		}
	}
	return nil
}

// lastRuns lets every policy that replicates run once shortly before the beginning, so that the copies are as old as their schedules say.
func (b *builder) lastRuns() error {
	if b.takenOver || len(b.policies) > 100 {
		return nil
	}
	return b.act(b.from, siq.Sync, policyNames(b.policies)...)
}

func policyNames(of []policy) []string {
	out := make([]string, 0, len(of))
	for _, p := range of {
		out = append(out, p.name)
	}
	return out
}

// schedules gives policies and left-over mirrors their schedules.
func (b *builder) schedules() {
	for _, p := range b.policies {
		set(b.from, p.name, p.schedule)
		if p.leftover != "" {
			set(b.to, p.name+"_mirror", p.leftover)
		}
	}
	set(b.from, "eng", "every day at 11 pm")
}

func set(c *world.Cluster, name, schedule string) {
	p, ok := synciq.Of(c).Policy(name)
	if !ok {
		return
	}
	s := p.PolicySettings
	s.Schedule = schedule
	synciq.Of(c).ChangePolicy(p.ID, s)
}

// batch is how many jobs history starts at once: a long queue costs more than a short one.
const batch = 32

// act does the same action with several policies and waits until all jobs have ended well.
func (b *builder) act(on *world.Cluster, a siq.Action, policies ...string) error {
	for some := range slices.Chunk(policies, batch) {
		if err := b.actOnSome(on, a, some); err != nil {
			return err
		}
	}
	for _, r := range synciq.Of(on).Reports(a.OnTarget()) {
		if r.Job.State != "finished" {
			return fmt.Errorf("%s %s on %s: %s: %s", r.Job.Action, r.Job.PolicyName, on.Name, r.Job.State, r.Job.Error)
		}
	}
	return nil
}

func (b *builder) actOnSome(on *world.Cluster, a siq.Action, policies []string) error {
	for _, name := range policies {
		var got synciq.Result
		b.w.Do(func() { got = synciq.Of(on).Act(a, name, synciq.Request{}) })
		if got.Refused != nil {
			return fmt.Errorf("%s %s on %s: %s", a, name, on.Name, got.Refused.Text)
		}
	}
	for b.busy(on) {
		b.pass(time.Minute)
	}
	return nil
}

func (b *builder) busy(on *world.Cluster) (alive bool) {
	b.w.Do(func() {
		for _, j := range synciq.Of(on).Jobs() {
			alive = alive || j.Alive()
		}
	})
	return alive
}

// pass lets simulated time pass.
func (b *builder) pass(d time.Duration) {
	b.w.Clock.Step(d)
	b.w.Do(func() {})
}
