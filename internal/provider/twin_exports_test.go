// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"slices"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

const twicePath = "/ifs/data/nas1/twice"

// twice are the client lists of the exports of one directory on a cluster, sorted.
func (l *lab) twice(cluster string) (out []string) {
	l.cluster(cluster, func(c *world.Cluster) {
		for _, e := range c.NFS.Exports("nas1") {
			if slices.Equal(e.Paths, []string{twicePath}) {
				out = append(out, strings.Join(e.Clients, " ")+" rw:"+strings.Join(e.ReadWriteClients, " "))
			}
		}
	})
	slices.Sort(out)
	return out
}

// A directory may be exported several times, to different clients. Each export is copied as one of its own, out and back, whatever the
// numbers and the order on the other side; one that is there already is taken for its like, and one that differs is updated.
func TestMove_SeveralExportsOfOneDirectory(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		s := l.adopted(t)
		put := func(cluster, clients, more string) {
			if status := l.request(t, cluster, "POST", "/platform/4/protocols/nfs/exports?zone=nas1&ignore_bad_paths=true",
				`{"paths":["`+twicePath+`"],"clients":["`+clients+`"]`+more+`}`); status != 201 {
				t.Fatalf("an export on %s: status %d", cluster, status)
			}
		}
		put("ps1", "10.1.0.0/16", "")
		put("ps1", "10.2.0.0/16", `,"read_write_clients":["10.2.1.1"]`)
		put("ps1", "10.3.0.0/16", "")
		put("ps2", "10.9.0.0/16", "") // differs from all
		put("ps2", "10.3.0.0/16", "") // is there already
		l.settle()
		want := l.twice("ps1")
		if len(want) != 3 {
			t.Fatalf("the site has %v", want)
		}
		for _, side := range []string{"ps2", "ps1", "ps2"} {
			l.sim.World.Do(func() { invariant.NewRun(l.sim.World) })
			p := l.plan(s, l.declared(side, nil))
			ok(t, p.diags)
			if moves := render(p.value); !strings.Contains(moves, "names: nas1.demo.local") || !strings.Contains(moves, "quotas: ") {
				t.Fatalf("the plan to %s is not a whole one:\n%s", side, moves)
			}
			out, d := l.apply(p)
			ok(t, d)
			s = out
			l.settle()
			for _, cluster := range []string{"ps1", "ps2"} {
				if got := l.twice(cluster); !slices.Equal(got, want) {
					t.Errorf("after the move to %s, %s exports the directory to %q, want %q", side, cluster, got, want)
				}
			}
			if again := l.plan(s, l.declared(side, nil)); !attributes(again.value)["moves"].IsNull() {
				t.Errorf("the plan after it is not empty:\n%s", render(again.value))
			}
		}
	})
}
