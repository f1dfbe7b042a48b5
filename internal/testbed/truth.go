// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
)

// Truth is what the simulator knows at one moment, whatever the API shows: it is what the words of a failure are held against.
type Truth struct {
	// Live is how many of the site's names each cluster answers, by key.
	Live map[string]int
	// Closed are the policies whose directory on a cluster SyncIQ keeps people from writing to, by key and policy.
	Closed map[string]map[string]bool
	// Fenced are the names of shares and exports on a cluster that are not as the seed saw them first.
	Fenced map[string][]string
	// Stuck are the people who cannot write when they mount by name now.
	Stuck []string
	// Unreachable are the keys of clusters that do not answer.
	Unreachable []string
}

// Truth looks behind the API. People try to work in a copy of the world, so that nothing changes here.
func (s *Seed) Truth(t testing.TB) Truth {
	b := s.b
	out := Truth{Live: map[string]int{}, Closed: map[string]map[string]bool{}, Fenced: map[string][]string{}}
	for _, key := range []string{Prod, DR} {
		c := b.Cluster(key)
		if !c.Reachable {
			out.Unreachable = append(out.Unreachable, key)
			continue
		}
		for _, n := range b.Site.Names {
			if s.answers(key, n) {
				out.Live[key]++
			}
		}
		out.Closed[key] = map[string]bool{}
		for _, p := range b.Site.Policies {
			dir := b.Root(key, p)
			b.World.Do(func() { _, out.Closed[key][p] = c.FS.ProtectedBy(dir) })
		}
	}
	if len(out.Unreachable) == 0 {
		for _, key := range []string{Prod, DR} {
			now := b.Look(t, key)
			for name, was := range s.first[key].Objects {
				if text(now.Objects[name]) != text(was) && !strings.HasPrefix(name, "alias ") {
					out.Fenced[key] = append(out.Fenced[key], name)
				}
			}
		}
	}
	out.Stuck = b.stuck(t, out)
	return out
}

// stuck: everybody mounts by name and writes, in a copy of the world.
func (b *Bed) stuck(t testing.TB, now Truth) []string {
	var out []string
	c := b.Clone(t, Options{Quiet: true})
	serving := Prod
	if now.Live[DR] > now.Live[Prod] {
		serving = DR
	}
	for _, p := range c.People() {
		who := p.Name
		p.Name = "probe-" + who
		c.World.Do(func() {
			clients.Add(c.World, clients.Client{Name: p.Name, Address: addresses[who], Protocol: p.Protocol, User: `DEMO\alice`})
		})
		if c.Mount(p, serving) != nil || c.Write(p, "probe") != nil {
			out = append(out, who)
		}
	}
	return out
}
