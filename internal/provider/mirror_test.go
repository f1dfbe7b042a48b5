// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

const mirrorType = "onefs_syncIQ_mirror"

// mirrored is the site seen by a mirror.
func (l *lab) mirrored() *lab { return &lab{core: l.as(mirrorType), sim: l.sim} }

// pair is the configuration of the mirror of a policy.
func pair(policy string, change map[string]any) map[string]any {
	out := map[string]any{"policy": policy, "clusters": map[string]any{"source": "ps1", "target": "ps2"}}
	maps.Copy(out, change)
	return out
}

// kept is the state of a mirror that was just created.
func (l *lab) kept(t *testing.T, config map[string]any) state {
	t.Helper()
	p := l.plan(l.none(), config)
	ok(t, p.diags)
	s, d := l.apply(p)
	ok(t, d)
	return s
}

// empties wants an empty plan without warnings.
func (l *lab) empties(t *testing.T, s state, config map[string]any) {
	t.Helper()
	if p := l.plan(s, config); !p.empty() || len(p.diags) > 0 {
		t.Errorf("the plan is not empty: %s\n%v %v", p.value, p.diags.errors(), p.diags.warnings())
	}
}

// repairsOf reads the attribute repairs.
func repairsOf(v tftypes.Value) string { return strings.Join(list(attributes(v)["repairs"]), ", ") }

// A healthy pair is taken up without a write, whatever of it is written down.
func TestMirror_TakesUpAHealthyPair(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		m := l.mirrored()
		for _, schedule := range []any{nil, "every 5 minutes"} {
			config := pair("nas1", map[string]any{"schedule": schedule})
			s := m.kept(t, config)
			for name, want := range map[string]string{
				"id": "ps1/nas1/ps2", "replicating_from": "ps1", "active_policy": "nas1", "position": "replicating", "repairs": "",
			} {
				if got := text(s.value, name); got != want {
					t.Errorf("%s = %q, want %q", name, got, want)
				}
			}
			m.empties(t, s, config)
		}
		if n := m.touched(); n != 0 {
			t.Errorf("%d writes", n)
		}
	})
}

// Every drift is planned as a repair that says what it does, and is gone after the apply.
func TestMirror_Repairs(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		drift  func(t *testing.T, l *lab)
		config map[string]any
		want   string
	}{
		"schedule taken off": {
			func(t *testing.T, l *lab) { l.putPolicy(t, "ps1", "nas1", `{"schedule":""}`) },
			map[string]any{"schedule": "every 5 minutes"},
			"set the schedule",
		},
		"schedule edited": {func(*testing.T, *lab) {}, map[string]any{"schedule": "every 2 hours"}, "set the schedule"},
		"by hand wanted":  {func(*testing.T, *lab) {}, map[string]any{"schedule": ""}, "set the schedule"},
		"switched off":    {func(t *testing.T, l *lab) { l.putPolicy(t, "ps1", "nas1", `{"enabled":false}`) }, nil, "enable"},
		"conflicted": {func(_ *testing.T, l *lab) {
			l.cluster("ps1", func(c *world.Cluster) {
				synciq.Of(c).FailNextJob("nas1", siq.Sync, synciq.JobFault{State: "failed", Text: "the disk said no"})
			})
			time.Sleep(10 * time.Minute) // bubble: the schedule starts the run that fails
		}, nil, "clear the conflict, run once and prove it by the report"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
				m := l.mirrored()
				config := pair("nas1", nil)
				s := m.kept(t, config)
				c.drift(t, l)
				maps.Copy(config, c.config)
				p := m.plan(s, config)
				ok(t, p.diags)
				if got := repairsOf(p.value); got != c.want {
					t.Fatalf("planned %q, want %q", got, c.want)
				}
				s, d := m.apply(p)
				ok(t, d)
				if got := text(s.value, "position"); got != "replicating" {
					t.Errorf("position = %q", got)
				}
				m.settle()
				m.empties(t, m.afterRefresh(t, s), config)
			})
		})
	}
}

// afterRefresh is `terraform apply -refresh-only`.
func (l *lab) afterRefresh(t *testing.T, s state) state {
	t.Helper()
	l.phase()
	s, d := l.refresh(s)
	ok(t, d)
	return s
}

// putPolicy changes a policy as a person with the API would, and lets the change become visible.
func (l *lab) putPolicy(t *testing.T, on, policy, body string) {
	t.Helper()
	for range 60 {
		if status := l.request(t, on, "PUT", "/platform/14/sync/policies/"+policy, body); status == 204 {
			l.settle()
			return
		}
		time.Sleep(10 * time.Second) // bubble: a job of the schedule runs
	}
	t.Fatalf("PUT %s on %s is refused", policy, on)
}

// While a cluster cannot be read or is lost nothing is planned, and every value is kept.
func TestMirror_PlansNothingBlind(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		m := l.mirrored()
		config := pair("nas1", map[string]any{"schedule": "every 5 minutes"})
		s := m.kept(t, config)
		l.putPolicy(t, "ps1", "nas1", `{"enabled":false,"schedule":""}`)
		l.cluster("ps2", func(c *world.Cluster) { c.Reachable = false })
		p := m.plan(s, config)
		ok(t, p.diags)
		if w := p.diags.warnings(); !p.empty() || len(w) != 1 || !strings.Contains(w[0], "Cluster ps2 could not be read") {
			t.Errorf("planned %s, warnings %q", p.value, w)
		}
		l.cluster("ps2", func(c *world.Cluster) { c.Reachable = true })
		m.config = l.block(nil)
		clusters, _ := m.config["clusters"].(map[string]any)
		lost, _ := clusters["ps1"].(map[string]any)
		lost["lost_since"] = time.Now().UTC().Format(time.RFC3339)
		p = m.plan(s, config)
		ok(t, p.diags)
		if w := p.diags.warnings(); !p.empty() || len(w) != 1 || !strings.Contains(w[0], "declared lost") {
			t.Errorf("planned %s, warnings %q", p.value, w)
		}
		// A mirror may be declared while a cluster is lost: it must not stand in the way of what else is applied.
		p = m.plan(m.none(), config)
		ok(t, p.diags)
		taken, d := m.apply(p)
		ok(t, d)
		if got := text(taken.value, "position"); got != "" {
			t.Errorf("position = %q", got)
		}
		m.config = l.block(nil)
		if p = m.plan(taken, config); repairsOf(p.value) != "enable, set the schedule" {
			t.Errorf("planned %q", repairsOf(p.value))
		}
	})
}

// A policy that nobody has and a pair that never ran are left to people, in words.
func TestMirror_LeavesToPeople(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		m := l.mirrored()
		p := m.plan(m.none(), pair("nas2", nil))
		expect(t, p.diags.errors(), `AttributeName("policy")`, `Cluster ps1 has no SyncIQ policy "nas2"`)
		if status := l.request(t, "ps1", "POST", "/platform/14/sync/policies", `{"name":"new","action":"sync","source_root_path":"/ifs/data/new",
			"target_path":"/ifs/data/new","target_host":"ps2.demo.local","enabled":false}`); status != 201 {
			t.Fatal(status)
		}
		p = m.plan(m.none(), pair("new", map[string]any{"schedule": "every 5 minutes"}))
		ok(t, p.diags)
		if w := p.diags.warnings(); len(w) != 1 || !strings.Contains(w[0], "has never run from ps1 to ps2") {
			t.Errorf("warnings %q", w)
		}
		s, d := m.apply(p)
		ok(t, d)
		if text(s.value, "position") != "never run" || m.touched() != 1 {
			t.Errorf("position = %q, %d writes", text(s.value, "position"), m.touched())
		}
	})
}

func TestMirror_Configuration(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		m := l.mirrored()
		p := m.plan(m.none(), pair("nas1_mirror", nil))
		expect(t, p.diags.errors(), `AttributeName("policy")`, "is a mirror policy")
		p = m.plan(m.none(), pair("nas1", map[string]any{"clusters": map[string]any{"source": "ps1", "target": "ps1"}}))
		expect(t, p.diags.errors(), `AttributeName("clusters")`, `both "ps1"`)
		p = m.plan(m.none(), pair("nas1", map[string]any{"clusters": map[string]any{"source": "ps1", "target": "ps3"}}))
		expect(t, p.diags.errors(), `AttributeName("clusters").AttributeName("target")`, `no cluster "ps3"`)
		p = m.plan(m.kept(t, pair("nas1", nil)), pair("fin", nil))
		if ok(t, p.diags); !p.replace {
			t.Error("another policy does not replace the resource")
		}
	})
}

// An import needs no change afterwards, and no write.
func TestMirror_Import(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		m := l.mirrored()
		s, d := m.importID("ps1/nas1/ps2")
		ok(t, d)
		if p := m.planAfterRefresh(s, pair("nas1", map[string]any{"schedule": "every 5 minutes"})); !p.empty() || len(p.diags) > 0 {
			t.Errorf("an import of what is declared plans an update: %s, %v", p.value, p.diags)
		}
		for id, want := range map[string]string{
			"nas1": "is not the id of a mirror", "ps1/nas1/ps1": "names one cluster twice", "ps1/nas1_mirror/ps2": "is a mirror policy",
			"ps1/nas1/ps3": `no cluster "ps3"`,
		} {
			_, d := m.importID(id)
			expect(t, d.errors(), "", want)
		}
		if n := m.touched(); n != 0 {
			t.Errorf("%d writes", n)
		}
	})
}

// Terraform 1.12 and newer import by identity; every read, create and import gives the identity.
func TestMirror_Identity(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		m := l.mirrored()
		s := m.kept(t, pair("nas1", nil))
		imported, d := m.importID("ps1/nas1/ps2")
		ok(t, d)
		for _, x := range []state{s, imported} {
			if x.identity == nil || x.identity.IdentityData == nil {
				t.Fatal("no identity")
			}
			v, err := x.identity.IdentityData.Unmarshal(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String}})
			if err != nil || text(v, "id") != "ps1/nas1/ps2" {
				t.Errorf("identity %s, %v", v, err)
			}
		}
		ok(t, m.phase())
		r, err := m.server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: mirrorType, Identity: s.identity})
		if err != nil {
			t.Fatal(err)
		}
		ok(t, r.Diagnostics)
		if got := text(m.unwire(r.ImportedResources[0].State), "policy"); got != "nas1" {
			t.Errorf("imported by identity: policy %q", got)
		}
	})
}
