// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// After a loss and the return the pool goes back without the names that were the standby's own, with their SPNs, also when all that was
// there was what Terraform had read: an import that wrote nothing, so that no journal and no inventory lies on the clusters.
func TestLost_WayBackLeavesTheStandbysNames(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]struct {
		names []string
		known bool
	}{"from the state": {nil, true}, "with names, without state": {[]string{"fin.demo.local", "nas1.demo.local"}, false}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := &disaster{t: t, o: Options{Quiet: true}, b: New(t, Options{Quiet: true})}
				d.seed = NewSeed(t, d.b)
				if o.known {
					d.refresh()
				}
				time.Sleep(47 * time.Minute) // bubble
				d.lose()
				out := d.to()
				out.Names = o.names
				d.run(d.gone, out, survey.KindUncontrolled)
				d.comeBack()
				d.run(d.b, out, survey.KindIsolate)
				again := d.discard()
				d.run(d.b, again, survey.KindDiscard)

				back := d.b.Intent(Prod)
				s, p := d.plan(d.b, back)
				if len(p.Errors) > 0 || p.Moves == nil {
					t.Fatalf("no way back: %v, %v", p.Moves, p.Errors)
				}
				moved := strings.Join(slices.Concat(p.Moves.Names, p.Moves.SPNs), "\n")
				if strings.Contains(moved, "drtest") || !strings.Contains(moved, "nas1.demo.local") {
					t.Errorf("the way back moves:\n%s\nlocal: %v", moved, s.Local)
				}
				d.b.NewRun()
				if _, err := d.b.Engine.Run(t.Context(), back, s); err != nil {
					t.Fatal(err)
				}
				if sight := d.b.Look(t, DR); !slices.Contains(sight.Names, "drtest.demo.local") {
					t.Errorf("names of dr after the way back: %v", sight.Names)
				}
				d.judged()
			})
		})
	}
}
