// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
)

// smartLock makes a directory a SmartLock one on some clusters, and lets them tell of it.
func (r *ready) smartLock(path, kind string, keys ...string) {
	r.World.Do(func() {
		r.World.Dials[dial.WORMDomains] = "assumed"
		for _, k := range keys {
			r.Cluster(k).AddWORMDomain(path, kind)
		}
	})
}

// unlock lets nobody tell of SmartLock directories, which proves nothing.
func (r *ready) unlock(finding.Finding) {
	r.World.Do(func() { r.World.Dials[dial.WORMDomains] = "403" })
}

// TestSmartLock_NoRevert: where a run is taken back while its copies are open and nobody was led to them, they are rolled back; a copy in a
// SmartLock directory cannot be (evidence-2.md E3). It is turned instead, at once where the cluster tells of SmartLock, and after it has
// refused where it does not.
func TestSmartLock_NoRevert(t *testing.T) {
	t.Parallel()
	for _, tells := range []string{"assumed", "404", "403"} {
		t.Run(tells, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a := stopAfter(t, survey.WritesFirst, survey.StageWrites)
				b := a.frozen.Wake(t, Options{Quiet: true})
				b.World.Do(func() {
					b.World.Dials[dial.WORMDomains] = tells
					for _, k := range []string{Prod, DR} {
						b.Cluster(k).AddWORMDomain("/ifs/data/nas1", "enterprise")
					}
				})
				in := a.intent
				in.Active = Prod
				refused := 0
				for range 4 {
					b.NewRun()
					planned := b.Engine.Survey(t.Context(), Scope(in, a.planned))
					p := failover.Plan(planned, in)
					if len(p.Errors) > 0 {
						t.Fatal(lines(p.Errors))
					}
					if p.Moves == nil {
						break
					}
					if _, err := b.Engine.Run(t.Context(), in, planned); err != nil {
						if refused++; !strings.Contains(err.Error(), "cannot be rolled back") {
							t.Fatal(err)
						}
					}
				}
				if want := map[string]int{"assumed": 0, "404": 1, "403": 1}[tells]; refused != want {
					t.Errorf("refused %d times, want %d", refused, want)
				}
				time.Sleep(10 * time.Minute) // bubble
				s := b.Engine.Survey(t.Context(), Scope(in, nil))
				if position.Serving(s) != Prod || !position.Protected(s) || failover.Unfinished(s) != "" {
					t.Errorf("serving %q, protected %v, unfinished %q", position.Serving(s), position.Protected(s), failover.Unfinished(s))
				}
				finished(t, b)
			})
		})
	}
}
