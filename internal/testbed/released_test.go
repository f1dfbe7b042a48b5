// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// shipped are sites as other clients' recordings show them, and which the engine must be able to move.
var shipped = map[string]func(t *testing.T, b *Bed){
	"evaluation licences": func(_ *testing.T, b *Bed) {
		for _, c := range b.World.Clusters() {
			for _, id := range world.KnownLicenses() {
				c.Config.Licenses.Put(id, world.License{ID: id, Status: "Evaluation", Expires: b.World.Now().AddDate(0, 0, 40)})
			}
		}
	},
	"zones with providers of their own": func(t *testing.T, b *Bed) {
		for _, c := range b.World.Clusters() {
			for _, z := range c.Zones.Values() {
				own := []string{"lsa-local-provider:" + z.Name, "lsa-file-provider:" + z.Name}
				all := slices.Concat(own, slices.DeleteFunc(slices.Clone(z.AuthProviders), func(p string) bool { return slices.Contains(own, p) }))
				if z.AuthProviders = all; len(all) < 2 {
					t.Errorf("%s of %s: %v", z.Name, c.Name, all)
				}
				c.Zones.Put(z.Name, z)
			}
		}
	},
	"a member of a built-in role": func(t *testing.T, b *Bed) {
		for _, c := range b.World.Clusters() {
			role, ok := c.Auth.Role(world.SystemZone, "AuditAdmin")
			if !ok {
				t.Fatal("there is no AuditAdmin")
			}
			role.Members = []world.Persona{{Name: b.Site.Username}}
			c.Auth.PutRole(role)
		}
	},
}

// TestEngine_SitesAsRecorded moves pools of sites that recordings show.
func TestEngine_SitesAsRecorded(t *testing.T) {
	t.Parallel()
	for name, build := range shipped {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := New(t, Options{})
				b.World.Do(func() { build(t, b) })
				adopt(t, b)
				move(t, b, DR)
				if v := b.Violations(); len(v) > 0 {
					t.Errorf("violations:\n%s", Lines(v))
				}
			})
		})
	}
}

// TestEngine_FailedRunComesAgain: a run fails and leaves its policy as it was, to run again by itself. The engine sees a failed run and no
// conflict, and moves the pool when the policy has run again, without anybody's help.
func TestEngine_FailedRunComesAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := New(t, Options{})
		adopt(t, b)
		b.World.Do(func() {
			if err := b.World.Dials.Set("failed_run", "runs_again"); err != nil {
				t.Error(err)
			}
			synciq.Of(b.Cluster(Prod)).FailNextJob("nas1", siq.Sync, synciq.JobFault{State: "failed", Text: "the disk said no"})
		})
		in := b.Intent(DR)
		failed := false
		for range 120 {
			time.Sleep(10 * time.Second) // bubble: the schedule starts the run
			s := b.Engine.Survey(t.Context(), Scope(in, nil))
			v := s.Clusters[Prod].Policies["nas1"]
			if v.Conflicted {
				t.Fatal("the policy is conflicted")
			}
			if failed = v.LastFailed; failed {
				break
			}
		}
		if !failed {
			t.Fatal("no run has failed")
		}
		time.Sleep(20 * time.Minute) // bubble: the next run comes by itself
		move(t, b, DR)
		if v := b.Violations(); len(v) > 0 {
			t.Errorf("violations:\n%s", Lines(v))
		}
	})
}

// TestClient_IsHeldToMore: what OneFS lets pass of others, the client of this project does not send: no version of a resource but the
// newest, no truth value in capitals, no slash at the end. The eye is not blind: one such request is noted.
func TestClient_IsHeldToMore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := New(t, Options{})
		adopt(t, b)
		move(t, b, DR)
		if v := b.Violations(); len(v) > 0 {
			t.Errorf("violations:\n%s", Lines(v))
		}
		for _, r := range b.World.Log.All() {
			if strings.HasSuffix(r.Path, "/") || strings.Contains(r.Query, "=True") || strings.Contains(r.Query, "=False") {
				t.Errorf("%s %s?%s", r.Method, r.Path, r.Query)
			}
		}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet,
			"https://ps1:8080/platform/1/protocols/smb/shares/?resolve_names=True&zone=system", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.SetBasicAuth(b.Site.Username, b.Site.Password)
		resp, err := b.Face.Transport().RoundTrip(req)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("%v %v", resp, err)
		}
		_ = resp.Body.Close()
		var noted []string
		for _, v := range b.World.Violations {
			noted = append(noted, v.Rule)
		}
		for _, rule := range []string{rest.RuleOldVersion, rest.RuleTrailingSlash, rest.RuleTruthValue, rest.RuleZoneCase} {
			if !slices.Contains(noted, rule) {
				t.Errorf("%s is not noted: %v", rule, noted)
			}
		}
		b.World.Do(func() { b.World.Violations = nil })
	})
}
