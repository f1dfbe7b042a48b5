// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sync_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// script is a failover and back with looks at everything in between; it returns every answer, headers left out.
func (s *site) script() []string {
	s.T.Helper()
	var out []string
	look := func() {
		for _, at := range []string{onePS1, onePS2} {
			for _, path := range []string{policies, jobs, targets, reports + "?reports_per_policy=9", received + "?reports_per_policy=9"} {
				status, _, body := s.Do(papitest.Request{Method: "GET", Path: at + path, Bad: true})
				out = append(out, fmt.Sprint(at, path, status, string(body)))
			}
		}
	}
	send := func(method, url, body string) {
		status, _, answer := s.Do(papitest.Request{Method: method, Path: url, Body: body, Bad: true})
		out = append(out, fmt.Sprint(method, url, status, string(answer)))
		look()
		s.Wait(4 * time.Second)
		look()
		s.later()
		look()
	}
	write := func(cluster, name string) { out = append(out, fmt.Sprint(cluster, name, s.write(cluster, name))) }
	for cycle := range 2 {
		write("ps1", fmt.Sprint("a", cycle))
		send("POST", onePS1+jobs, `{"id":"nas1"}`)
		send("POST", onePS2+jobs, `{"id":"nas1","action":"allow_write"}`)
		write("ps2", fmt.Sprint("b", cycle))
		send("POST", onePS1+jobs, `{"id":"nas1","action":"resync_prep"}`)
		send("POST", onePS2+jobs, `{"id":"nas1_mirror"}`)
		send("POST", onePS1+jobs, `{"id":"nas1_mirror","action":"allow_write"}`)
		send("POST", onePS2+jobs, `{"id":"nas1_mirror","action":"resync_prep"}`)
	}
	return out
}

// TestCloneGoesOnAlike: the same calls on a world and on its clone give the same answers, wherever the clone was made, and neither
// notices the other.
func TestCloneGoesOnAlike(t *testing.T) {
	t.Parallel()
	for position, s := range everyPosition(t) {
		s.Face.Checker = nil // other tests hold the same answers against the contract
		twin := s.clone()
		if position == siq.Reversed {
			s.clone().script() // must not be seen by the two
		}
		if a, b := s.script(), twin.script(); !slices.Equal(a, b) {
			for i := range a {
				if a[i] != b[i] {
					t.Fatalf("cloned at %s, answer %d differs:\n%s\n%s", position, i, a[i], b[i])
				}
			}
		}
	}
}

// BenchmarkClone clones a world of 1,000 policies and 10,000 quotas, and writes one of each, which makes the clone copy.
func BenchmarkClone(b *testing.B) {
	w := world.New(world.FrozenClock(papitest.Start))
	for _, name := range []string{"ps1", "ps2"} {
		c := &world.Cluster{Name: name, GUID: name, Reachable: true, FS: fs.New(), Nodes: []world.Node{{LNN: 1, Up: true}}}
		w.AddCluster(c)
		for i := range 1000 {
			set := synciq.NewPolicySettings()
			set.Name, set.SourceRootPath, set.TargetPath, set.TargetHost = fmt.Sprint("p", i), fmt.Sprint("/ifs/p", i),
				fmt.Sprint("/ifs/p", i), "ps2"
			synciq.Of(c).AddPolicy(set, true, "")
		}
		for i := range 10000 {
			c.SeedQuota(world.NewQuota(fmt.Sprintf("/ifs/p%d/q%d", i%1000, i), "directory"))
		}
	}
	first := synciq.Of(w.Cluster("ps1")).Policies()[0]
	b.Run("clone", func(b *testing.B) {
		for b.Loop() {
			w.Clone()
		}
	})
	b.Run("clone and write", func(b *testing.B) {
		for b.Loop() {
			c := w.Clone().Cluster("ps1")
			synciq.Of(c).ChangePolicy(first.ID, first.PolicySettings)
			c.SeedQuota(world.NewQuota("/ifs/new", "directory"))
		}
	})
}
