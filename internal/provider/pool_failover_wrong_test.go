// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fault"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// What can never work is an error of the plan at the attribute that is wrong, at the adoption and at a move alike.
func TestPlan_WrongConfiguration(t *testing.T) {
	t.Parallel()
	pools := func(ps1, ps2 string) map[string]any {
		return map[string]any{"pools": map[string]any{"ps1": ps1, "ps2": ps2}}
	}
	const pool = "groupnet0.subnet0.nas1"
	policy := func(change func(*synciq.PolicySettings)) func(*lab) {
		return func(l *lab) {
			l.cluster("ps1", func(c *world.Cluster) {
				p, _ := synciq.Of(c).Policy("nas1")
				s := p.PolicySettings
				change(&s)
				synciq.Of(c).ChangePolicy(p.ID, s)
			})
		}
	}
	pool2 := func(change func(*world.Pool)) func(*lab) {
		return func(l *lab) {
			l.cluster("ps2", func(c *world.Cluster) {
				p, _ := c.Network.Pools.Get(l.sim.Pool)
				change(&p)
				c.Network.Pools.Put(l.sim.Pool, p)
			})
		}
	}
	for name, c := range map[string]struct {
		change   map[string]any
		world    func(*lab)
		at, says string
	}{
		"unknown cluster": {
			map[string]any{"pools": map[string]any{"ps1": pool, "ps3": pool}},
			nil,
			`AttributeName("pools").ElementKeyString("ps3")`, `no cluster "ps3"; it has ps1, ps2`,
		},
		"pool missing": {pools(pool, "groupnet0.subnet0.none"), nil, `AttributeName("pools").ElementKeyString("ps2")`, "does not exist"},
		"pool ignored": {
			pools("groupnet0.subnet0.eng", "groupnet0.subnet0.eng"), nil, `AttributeName("pools").ElementKeyString("ps`, "igls-ignore",
		},
		"zones differ": {
			nil, pool2(func(p *world.Pool) { p.AccessZone = "eng" }), `AttributeName("pools")`, "differ: eng on ps2, nas1 on ps1",
		},
		"name too long": {
			nil, pool2(func(p *world.Pool) {
				p.SCDNSZoneAliases = append(p.SCDNSZoneAliases, strings.Repeat("x", 60)+".demo.local")
			}), `AttributeName("pools").ElementKeyString("ps2")`, "cannot be parked",
		},
		"policy missing": {
			map[string]any{"policies": []string{"nas1", "none"}}, nil, `AttributeName("policies").ElementKeyValue`, "policies list",
		},
		"policy copies": {
			nil, policy(func(s *synciq.PolicySettings) { s.Action = "copy" }), `AttributeName("policies").ElementKeyValue`, "action copy",
		},
		"policy filtered": {
			nil, policy(func(s *synciq.PolicySettings) { s.SourceExcludeDirectories = []string{"/ifs/data/nas1/a"} }),
			`AttributeName("policies").ElementKeyValue`, "cannot fail",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
				if c.world != nil {
					c.world(l)
					l.settle()
				}
				p := l.plan(l.none(), l.declared("ps1", c.change))
				if len(p.diags.errors()) == 0 {
					t.Fatal("no error")
				}
				expect(t, p.diags.errors()[:1], c.at, c.says)

				pools, _ := l.declared("ps1", c.change)["pools"].(map[string]any)
				var id []string
				for k, pool := range pools {
					id = append(id, fmt.Sprint(k, "=", pool))
				}
				s, d := l.importID(strings.Join(id, ","))
				if len(d.errors()) > 0 {
					expect(t, d.errors()[:1], "", c.says)
					return
				}
				p = l.planAfterRefresh(s, l.declared("ps1", c.change))
				if len(p.diags.errors()) == 0 {
					t.Fatal("no error with an import")
				}
				expect(t, p.diags.errors()[:1], c.at, c.says)
			})
		})
	}
}

// A policy that two resources with different pools declare is an error that names both.
func TestPlan_PolicyUsedTwice(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		p := l.plan(l.none(), l.declared("ps1", nil))
		ok(t, p.diags)
		other := map[string]any{
			"pools":    map[string]any{"ps1": "groupnet0.subnet0.other", "ps2": "groupnet0.subnet0.other"},
			"policies": []string{"fin"},
		}
		p = l.planAfterRefresh(l.none(), l.declared("ps1", other))
		expect(t, p.diags.errors(), `AttributeName("policies")`, l.id())
		// The same resource may be planned again.
		ok(t, l.planAfterRefresh(l.none(), l.declared("ps1", nil)).diags)
	})
}

// A blocking finding stops the plan of a move, and of nothing else.
func TestPlan_Blocking(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		s := l.adopted(t)
		l.settle() // the scheduled run of the beginning has to end first
		l.cluster("ps1", func(c *world.Cluster) {
			if r := synciq.Of(c).Act(siq.Disable, "nas1", synciq.Request{}); r.Refused != nil {
				t.Fatal(r.Refused.Text)
			}
		})
		l.settle()
		p := l.plan(s, l.declared("ps1", nil))
		ok(t, p.diags)
		p = l.plan(s, l.declared("ps2", nil))
		expect(t, p.diags.errors(), `AttributeName("policies")`, "isi sync policies enable nas1")

		// With per_pool it is a line of the plan, and the pool fails at apply before the first write.
		c := l.block(nil)
		c["readiness"] = "per_pool"
		l.config = c
		p = l.plan(s, l.declared("ps2", nil))
		ok(t, p.diags)
		before := l.touched()
		_, d := l.apply(p)
		if len(d.errors()) != 1 {
			t.Errorf("a pool that is not ready: %v", d.errors())
		}
		if n := l.touched() - before; n != 0 {
			t.Errorf("%d writes", n)
		}
	})
}

// A cluster that refuses the password, presents the wrong certificate or does not answer is an error while moving; without a move every
// value is kept, one warning for all pools.
func TestPlan_ClusterCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(*lab)
		says  string
		first string // of a plan without a state, for which nobody has seen the cluster
	}{
		"wrong password": {func(l *lab) {
			l.config["clusters"].(map[string]any)["ps1"].(map[string]any)["password"] = "wrong" //nolint:forcetypeassert // block is ours
		}, "check username, password", "check username, password"},
		"unreachable": {func(l *lab) {
			l.cluster("ps1", func(c *world.Cluster) { c.Reachable = false })
		}, "make it reachable", "check its endpoint"},
		"refused": {func(l *lab) {
			l.sim.World.Do(func() {
				l.sim.World.Face.Faults = fault.Rules{{Name: "down", Kind: fault.ClusterDown, Cluster: "ps1"}}
			})
		}, "make it reachable", "check its endpoint"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
				s := l.adopted(t)
				before := l.touched()
				c.spoil(l)
				p := l.plan(s, l.declared("ps1", nil))
				ok(t, p.diags)
				expect(t, p.diags.warnings(), "", "Cluster ps1 could not be read")
				if !p.value.Equal(s.value) {
					t.Errorf("values changed: %s", differences("", s.value, p.value))
				}
				// The same process says it once, and does not wait for the cluster again.
				if _, d := l.refresh(s); len(d) > 0 {
					t.Errorf("the second refresh says: %v %v", d.errors(), d.warnings())
				}
				p = l.plan(s, l.declared("ps2", nil))
				expect(t, p.diags.errors(), `AttributeName("pools").ElementKeyString("ps1")`, c.says)
				if l.touched() != before {
					t.Error("a plan wrote")
				}
				p = l.plan(l.none(), l.declared("ps1", nil))
				expect(t, p.diags.errors(), `AttributeName("pools").ElementKeyString("ps1")`, c.first)
			})
		})
	}
}

// A cluster whose certificate is not trusted is told apart, with its own cure.
func TestPlan_CertificateNotTrusted(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		s := l.adopted(t)
		pipe, err := l.sim.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		c := newCore(t, l.block(nil), WithDialer(pipe.Dial), WithResolver(l.resolve))
		p := c.plan(s, l.declared("ps1", nil))
		ok(t, p.diags)
		if len(p.diags.warnings()) != 2 || !p.value.Equal(s.value) {
			t.Errorf("%v, %v", p.diags.warnings(), differences("", s.value, p.value))
		}
		p = c.plan(s, l.declared("ps2", nil))
		if len(p.diags.errors()) != 2 {
			t.Fatalf("errors: %v", p.diags.errors())
		}
		expect(t, p.diags.errors()[:1], `AttributeName("pools").ElementKeyString("ps1")`, "ca_certificate_file")
		if err := pipe.Close(); err != nil {
			t.Error(err)
		}
	})
}

// A cluster that takes requests and never answers holds up a plan for 20 seconds, however many pools it has.
func TestRead_SilentCluster(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		s := l.adopted(t)
		l.sim.World.Do(func() {
			l.sim.World.Face.Faults = fault.Rules{{Name: "silent", Kind: fault.BlackHole, Cluster: "ps1"}}
		})
		ok(t, l.phase())
		began := time.Now()
		for range 3 {
			read, d := l.refresh(s)
			if ok(t, d); !read.value.Equal(s.value) {
				t.Errorf("values changed: %v", differences("", s.value, read.value))
			}
		}
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("three pools waited for %s", took)
		}
	})
}

// A missing pool keeps its values.
func TestRead_PoolMissing(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		s := l.adopted(t)
		l.cluster("ps2", func(c *world.Cluster) {
			c.Network.Pools.Delete(l.sim.Pool)
		})
		p := l.plan(s, l.declared("ps1", nil))
		ok(t, p.diags)
		expect(t, p.diags.warnings(), `AttributeName("pools").ElementKeyString("ps2")`, "not found on ps2")
		if !p.empty() || !p.value.Equal(s.value) {
			t.Errorf("values changed: %s", differences("", s.value, p.value))
		}
	})
}

// broken is a transport that must not be used.
type broken struct{ t *testing.T }

func (b broken) RoundTrip(r *http.Request) (*http.Response, error) {
	b.t.Errorf("request to %s", r.URL)
	return nil, errors.New("must not be called")
}

// Connection values that are not known yet keep everything as it is; only a declared move needs them.
func TestPlan_UnknownConnection(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		s := l.adopted(t)
		for name, config := range map[string]map[string]any{
			"password": l.block(map[string]any{"password": unknown{}}),
			"clusters": {"clusters": unknown{}},
			"poll":     {"clusters": l.block(nil)["clusters"], "poll_interval": unknown{}},
		} {
			c := newCore(t, config, WithTransport(func(string) http.RoundTripper { return broken{t} }))
			p := c.plan(s, l.declared("ps1", nil))
			ok(t, p.diags)
			if !p.value.Equal(s.value) || len(p.diags.warnings()) != 1 {
				t.Errorf("%s: %v, %v", name, differences("", s.value, p.value), p.diags.warnings())
			}
			p = c.plan(s, l.declared("ps2", nil))
			expect(t, p.diags.errors(), `AttributeName("active_cluster")`, "must be known when planning a failover")
			p = c.plan(c.none(), l.declared("ps1", nil))
			ok(t, p.diags)
		}
	})
}

// A value of the resource that is not known yet cannot be planned with, except for an adoption.
func TestPlan_UnknownValue(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		s := l.adopted(t)
		p := l.plan(s, l.declared("ps1", map[string]any{"policies": []any{unknown{}}}))
		expect(t, p.diags.errors(), `AttributeName("policies")`, "must be known")
		p = l.plan(l.none(), l.declared("ps1", map[string]any{"policies": unknown{}}))
		ok(t, p.diags)
		p = l.plan(l.none(), l.declared("ps1", map[string]any{"pools": unknown{}}))
		ok(t, p.diags)
		if text(p.value, "id") != "(unknown)" {
			t.Errorf("id = %s", text(p.value, "id"))
		}
	})
}
