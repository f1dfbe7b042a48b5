// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"maps"
	"strings"
	"testing"
)

// declared is a valid configuration of the resource, with changes.
func declared(changes map[string]any) map[string]any {
	out := map[string]any{
		"active_cluster": "prod",
		"pools":          map[string]any{"prod": "groupnet0.subnet0.nas1", "dr": "groupnet0.subnet0.nas1"},
		"policies":       []string{"nas1"},
	}
	maps.Copy(out, changes)
	return out
}

// block is a valid provider block whose clusters nobody ever dials.
func block(changes map[string]any) map[string]any {
	cluster := func(name string) map[string]any {
		return map[string]any{"endpoint": "https://" + name + ".example.com:8080", "username": "failover", "password": "hunter2-secret"}
	}
	out := map[string]any{"clusters": map[string]any{"prod": cluster("prod"), "dr": cluster("dr")}}
	maps.Copy(out, changes)
	return out
}

// Each configuration that can never work is an error at the attribute that is wrong.
func TestValidate_Resource(t *testing.T) {
	t.Parallel()
	pools := func(p map[string]any) map[string]any { return map[string]any{"pools": p} }
	set := func(name string, v any) map[string]any { return map[string]any{name: v} }
	for name, c := range map[string]struct {
		change map[string]any
		at     string
		says   string
	}{
		"valid":               {nil, "", ""},
		"active not in pools": {set("active_cluster", "lab"), `AttributeName("active_cluster")`, `pools has "dr" and "prod"`},
		"one pool":            {pools(map[string]any{"prod": "groupnet0.subnet0.nas1"}), `AttributeName("pools")`, "Exactly two pools"},
		"three pools": {
			pools(map[string]any{"prod": "g.s.a", "dr": "g.s.a", "lab": "g.s.a"}), `AttributeName("pools")`, "here are 3",
		},
		"pool id malformed": {
			pools(map[string]any{"prod": "subnet0.nas1", "dr": "g.s.a"}), `AttributeName("pools").ElementKeyString("prod")`, "is not a pool id",
		},
		"cluster key": {
			pools(map[string]any{"prod": "g.s.a", "DR": "g.s.a"}), `AttributeName("pools").ElementKeyString("DR")`, "is not a cluster key",
		},
		"mirror policy":   {set("policies", []string{"nas1_mirror"}), `AttributeName("policies")`, `write "nas1"`},
		"no policy":       {set("policies", []string{}), `AttributeName("policies")`, "at least 1"},
		"upper-case name": {set("names", []string{"NAS1.example.com"}), `AttributeName("names")`, `"nas1.example.com"`},
		"label too long":  {set("names", []string{strings.Repeat("a", 50) + ".x.com"}), `AttributeName("names")`, "cannot be parked"},
		"reserved name":   {set("names", []string{"igls-x-y.x.com"}), `AttributeName("names")`, "reserved for markers"},
		"fence":           {set("fence", "walls"), `AttributeName("fence")`, `"shares_and_exports"`},
		"drain":           {set("drain", "soon"), `AttributeName("drain")`, "is not a duration"},
		"drain too long":  {set("drain", "2h"), `AttributeName("drain")`, "too long"},
		"negative drain":  {set("drain", "-1s"), `AttributeName("drain")`, "too short"},
		"cutover order":   {set("cutover_order", "random"), `AttributeName("cutover_order")`, `"names_first"`},
		"max data loss":   {set("max_data_loss", "15"), `AttributeName("max_data_loss")`, "is not a duration"},
		"discard":         {set("discard_changes_since", "yesterday"), `AttributeName("discard_changes_since")`, "RFC 3339"},
		"on drift":        {set("on_drift", "ignore"), `AttributeName("on_drift")`, `"move_back"`},
		"finding":         {set("ignore_findings", []string{"Domain Not Marked"}), `AttributeName("ignore_findings")`, "id of a finding"},
		"finding misspelt": {
			set("ignore_findings", []string{"policy_never_ran"}),
			`AttributeName("ignore_findings")`, `the nearest is "policy_never_run"`,
		},
		"finding of data": {
			set("ignore_findings", []string{"copy_left_open"}),
			`AttributeName("ignore_findings")`, "nothing proves that nobody wrote",
		},
		"finding refused": {set("ignore_findings", []string{"data_loss"}), `AttributeName("ignore_findings")`, "the move is refused"},
		"finding of risk": {
			set("ignore_findings", []string{"name_moves_for_the_first_time"}), `AttributeName("ignore_findings")`, "only a risk",
		},
		"service class":    {set("spn_service_classes", []string{"HOST/"}), `AttributeName("spn_service_classes")`, "service class"},
		"time limit":       {set("timeouts", map[string]any{"update": "never"}), `AttributeName("timeouts").AttributeName("update")`, "never"},
		"unknown is fine":  {set("active_cluster", unknown{}), "", ""},
		"unknown pools":    {set("pools", unknown{}), "", ""},
		"unknown policies": {set("policies", []any{unknown{}}), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			core := newCore(t, block(nil))
			if d := core.phase(); len(d.errors()) > 0 {
				t.Fatal(d.errors())
			}
			expect(t, core.validate(declared(c.change)).errors(), c.at, c.says)
		})
	}
}

// expect wants exactly one diagnostic at an attribute path with a text, or none if the text is empty.
func expect(t *testing.T, got []string, at, says string) {
	t.Helper()
	if says == "" {
		if len(got) > 0 {
			t.Errorf("unexpected: %s", strings.Join(got, "\n"))
		}
		return
	}
	if len(got) != 1 {
		t.Fatalf("want one diagnostic with %q, got %d:\n%s", says, len(got), strings.Join(got, "\n"))
	}
	if path, _, _ := strings.Cut(got[0], "\n"); !strings.HasPrefix(path, at) {
		t.Errorf("want it at %s, got:\n%s", at, got[0])
	}
	if !strings.Contains(got[0], says) {
		t.Errorf("want %q in:\n%s", says, got[0])
	}
}
