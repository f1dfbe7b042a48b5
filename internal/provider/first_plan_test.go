// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fault"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// The first plan of a new user, with the import block that the pages recommend, while one cluster or both cannot be read: the error says
// what is wrong with the cluster, and nothing is concluded from what was not read.
func TestImport_ClusterCannotBeRead(t *testing.T) {
	t.Parallel()
	wrong := func(keys ...string) func(*lab) {
		return func(l *lab) {
			for _, k := range keys {
				l.config["clusters"].(map[string]any)[k].(map[string]any)["password"] = "wrong" //nolint:forcetypeassert // block is ours
			}
		}
	}
	for name, c := range map[string]struct {
		spoil func(*lab)
		says  string
		of    []string
	}{
		"password of one":  {wrong("ps1"), "check username, password", []string{"ps1"}},
		"password of both": {wrong("ps1", "ps2"), "check username, password", []string{"ps1", "ps2"}},
		"address": {func(l *lab) {
			l.config["clusters"].(map[string]any)["ps2"].(map[string]any)["endpoint"] = "https://nowhere:8080" //nolint:forcetypeassert // ours
		}, "check its endpoint", []string{"ps2"}},
		"unreachable": {func(l *lab) { l.cluster("ps2", func(c *world.Cluster) { c.Reachable = false }) }, "check its endpoint", []string{"ps2"}},
		"fails later": {func(l *lab) {
			l.sim.World.Do(func() {
				l.sim.World.Face.Faults = fault.Rules{{Name: "shares", Kind: fault.ErrorBefore, Cluster: "ps2", Path: "/protocols/smb/shares"}}
			})
		}, "plan again", []string{"ps2"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
				c.spoil(l)
				for _, active := range []string{"ps1", "ps2"} {
					s, d := l.importID(l.id())
					ok(t, d)
					p := l.planAfterRefresh(s, l.declared(active, nil))
					errs := p.diags.errors()
					t.Log(strings.Join(errs, "\n----\n"))
					if len(errs) != len(c.of) {
						t.Fatalf("%d errors, want one of each of %v", len(errs), c.of)
					}
					for i, k := range c.of {
						expect(t, errs[i:i+1], `AttributeName("pools").ElementKeyString("`+k+`")`, c.says)
					}
					if all := strings.Join(errs, "\n"); strings.Contains(all, "policy") || strings.Contains(all, "neither") {
						t.Errorf("something is concluded from a side that was not read:\n%s", all)
					}
				}
			})
		})
	}
}
