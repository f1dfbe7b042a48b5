// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/smartconnect"
)

// fortune is how clients fare: what a pasted cure may not make worse.
type fortune struct {
	// answers are the clusters that answer each name of any pool.
	answers map[string]string
	// works tells who can mount by name, read and write.
	works map[string]bool
	// held are the SPNs of the names, each with the clusters whose account holds it.
	held map[string]string
	// safe are the acknowledged writes that some cluster still has.
	safe map[string]bool
	// wrong is what the judge of the simulator says.
	wrong map[string]bool
}

// fortune lets everybody try. The bed is of no use to anybody afterwards.
func (b *Bed) fortune(names []string) fortune {
	f := fortune{
		answers: map[string]string{}, works: map[string]bool{}, held: map[string]string{}, safe: map[string]bool{}, wrong: map[string]bool{},
	}
	b.World.Do(func() {
		for _, c := range b.World.Clusters() {
			for _, n := range names {
				if _, ok := smartconnect.Ask(b.World, c.Name, smartconnect.Address(n)).Address(); ok && c.Reachable {
					f.answers[n] += c.Name + " "
				}
			}
			for _, a := range clients.Acks(b.World) {
				f.safe[a.ID] = f.safe[a.ID] || clients.Holds(c, a.Path, a.ID)
				if twin, ok := clients.Counterpart(b.World, a.Cluster, a.Path); ok && twin.Cluster == c.Name {
					f.safe[a.ID] = f.safe[a.ID] || clients.Holds(c, twin.Path, a.ID)
				}
			}
			if b.World.Forest == nil {
				continue
			}
			for _, spn := range b.World.Forest.Truth(c.Name) {
				f.held[strings.ToLower(spn)] += c.Name + " "
			}
		}
		for _, v := range slices.Concat(b.World.Violations, invariant.Check(b.World)) {
			f.wrong[v.Rule+": "+v.Text] = true
		}
	})
	for _, p := range b.People() {
		who := p.Name
		p.Name = "probe-" + who
		b.World.Do(func() {
			clients.Add(b.World, clients.Client{Name: p.Name, Address: addresses[who], Protocol: p.Protocol, User: `DEMO\alice`})
		})
		serving := Prod
		if strings.HasPrefix(f.answers[p.Through], b.Site.To) {
			serving = DR
		}
		f.works[who] = b.Mount(p, serving) == nil && b.Write(p, "probe") == nil
	}
	return f
}

// liveNames are the live names of all pools.
func (b *Bed) liveNames() (out []string) {
	b.World.Do(func() {
		for _, c := range b.World.Clusters() {
			for _, p := range c.Network.Pools.All() {
				for _, n := range append([]string{p.SCDNSZone}, p.SCDNSZoneAliases...) {
					if n != "" && !strings.HasPrefix(n, "igls-") {
						out = append(out, n)
					}
				}
			}
		}
	})
	slices.Sort(out)
	return slices.Compact(out)
}

// worse is what is worse than it would have been without the cure.
func (f fortune) worse(without fortune, site []string) []string {
	var out []string
	for n, was := range without.answers {
		// A name that one cluster answered is answered by that one; one that two answered may be answered by either.
		if now := f.answers[n]; now == "" || strings.Count(was, " ") == 1 && now != was {
			out = append(out, fmt.Sprintf("name %s was answered by %s, is by %s", n, was, orNothing(now)))
		}
	}
	for who, could := range without.works {
		if could && !f.works[who] {
			out = append(out, who+" could mount by name and write, and cannot")
		}
	}
	for spn, was := range without.held {
		_, host, _ := strings.Cut(spn, "/")
		server := strings.TrimSpace(without.answers[host])
		if slices.Contains(site, host) && strings.Contains(was, server) && !strings.Contains(f.held[spn], server) {
			out = append(out, fmt.Sprintf("SPN %s has left the account of %s, which serves it", spn, server))
		}
	}
	for id, kept := range without.safe {
		if kept && !f.safe[id] {
			out = append(out, "write "+id+" was acknowledged, and no cluster has it any more")
		}
	}
	for rule := range f.wrong {
		if !without.wrong[rule] {
			out = append(out, rule)
		}
	}
	slices.Sort(out)
	return out
}

// notTaken are the rules of the interface: a request that breaks one is none that OneFS would take.
var notTaken = []string{rest.RuleUnknownPath, rest.RuleOutOfScope, rest.RuleUnknownProperty, rest.RuleUnknownQuery, rest.RuleBadValue}

// paste does what a cure says, as an administrator with all rights does.
func (b *Bed) paste(t testing.TB, c cure) error {
	if c.on == "" {
		return fmt.Errorf("no cluster is named: %s", c)
	}
	if c.on != Prod && c.on != DR {
		return fmt.Errorf("no such cluster: %s", c)
	}
	if !b.Cluster(c.on).Reachable {
		return nil
	}
	if c.first != nil {
		if err := b.paste(t, *c.first); err != nil {
			return err
		}
	}
	raw := b.Raw(t, c.on)
	raw.user = "root"
	send := func(r *Raw) (int, error) {
		status, _ := r.Do(c.method, c.path, c.body)
		return status, nil
	}
	if c.isi != "" {
		var err error
		if send, err = translate(c.isi); err != nil {
			return err
		}
	}
	status, err := send(raw)
	if status == http.StatusForbidden && strings.HasPrefix(c.isi, "isi auth ads spn ") {
		return err // the directory lets nobody write: nothing is changed
	}
	if status == http.StatusNotFound && (strings.HasPrefix(c.path, "/platform/15/sync/jobs/") || strings.HasPrefix(c.isi, "isi sync jobs ")) {
		return err // the job has ended meanwhile
	}
	if err == nil && (status == http.StatusBadRequest || status == http.StatusNotFound || status == http.StatusForbidden) {
		return fmt.Errorf("refused with status %d: %s", status, c)
	}
	return err
}

// lone people work where only somebody who opened a copy by hand would: on each cluster by the names that it has for itself.
func (b *Bed) lone() {
	for i, through := range []string{"drtest.demo.local", "dr-nas1.demo.local"} {
		name := fmt.Sprintf("lone%d", i)
		b.World.Do(func() {
			clients.Add(b.World, clients.Client{Name: name, Address: addresses["lin1"], Protocol: clients.NFS3, User: `DEMO\alice`})
		})
		for _, policy := range b.Site.Policies {
			p := Person{Name: name, Protocol: clients.NFS3, Through: through, Target: policy, File: "a/" + name}
			if b.Mount(p, DR) == nil {
				_ = b.Write(p, name+"-"+policy)
			}
		}
	}
}

// settleTime is how long a cure may take to show its harm.
const settleTime = 6 * time.Minute

// judged executes cures, each on a bed of its own as it is at this moment, and answers the harm that each does.
func (c *curing) judged(t testing.TB, b *Bed, moment string, cures []cure) {
	b.lone()
	names := b.liveNames()
	ready := func() *Bed {
		x := b.Clone(t, Options{Quiet: true})
		x.World.Do(func() {
			x.World.Face.Faults = nil
			x.Cluster(Prod).Auth.AddLogin("root", x.Site.Password)
			x.Cluster(DR).Auth.AddLogin("root", x.Site.Password)
		})
		return x
	}
	beds := []*Bed{ready()}
	for _, one := range cures {
		x := ready()
		if err := x.paste(t, one); err != nil {
			c.note("not done", moment, one, err.Error())
		}
		beds = append(beds, x)
	}
	time.Sleep(settleTime) // bubble
	without := beds[0].fortune(names)
	for i, one := range cures {
		harm := beds[i+1].fortune(names).worse(without, b.Site.Names)
		harm = slices.DeleteFunc(harm, func(h string) bool {
			renamed := strings.HasPrefix(h, "nothing_deleted: policy ") || strings.HasPrefix(h, "nothing_deleted: share ")
			return one.renames() && renamed
		})
		taken := slices.DeleteFunc(slices.Clone(harm), func(h string) bool {
			return slices.ContainsFunc(notTaken, func(rule string) bool { return strings.HasPrefix(h, rule+": ") })
		})
		if len(taken) > 0 {
			c.note("harmful", moment, one, strings.Join(taken, "; "))
		} else if len(harm) > 0 {
			c.note("not done", moment, one, strings.Join(harm, "; "))
		}
	}
}

// sortedKeys are the keys of a set.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
