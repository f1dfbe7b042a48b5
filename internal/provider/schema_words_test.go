// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// attributeWords are an attribute as people read of it, wherever it stands.
type attributeWords struct {
	at, text                     string
	optional, computed, required bool
	number                       bool
}

func (w attributeWords) name() string { return w.at[strings.LastIndex(w.at, ".")+1:] }

var (
	// defaults say what holds when an attribute is left out.
	defaults = regexp.MustCompile(`Default[: ]|default "|If not written here`)
	// durations are the names of attributes that hold a length of time as text.
	durations = regexp.MustCompile(`^(create|update|drain|max_data_loss|lease_ttl)$|_(interval|timeout)$`)
	// moments are the names of attributes that hold a point in time.
	moments = regexp.MustCompile(`_since$|^(started|finished|began|newest_run|last_success)$`)
	// units are what a number must say it counts.
	units = regexp.MustCompile(`[Ss]econds|days|[Nn]umber of|How many`)
)

// problems are what a person would have to guess.
func (w attributeWords) problems() (out []string) {
	if strings.TrimSpace(w.text) == "" {
		return []string{"has no description"}
	}
	if !strings.HasSuffix(w.text, ".") {
		out = append(out, "has a description that is no sentence")
	}
	if w.optional && !defaults.MatchString(w.text) {
		out = append(out, "does not say its default")
	}
	if durations.MatchString(w.name()) && !(strings.Contains(w.text, "duration") && strings.Contains(w.text, "h`")) {
		out = append(out, "does not say that it is a duration, and its units")
	}
	if moments.MatchString(w.name()) && !strings.Contains(w.text, "RFC 3339") {
		out = append(out, "does not say the form of its time")
	}
	if w.number && !units.MatchString(w.text) {
		out = append(out, "does not say its unit")
	}
	return out
}

func wordsOf(at string, list []*tfprotov6.SchemaAttribute) (out []attributeWords) {
	for _, a := range list {
		here := at + "." + a.Name
		out = append(out, attributeWords{here, a.Description, a.Optional, a.Computed, a.Required, a.Type != nil && a.Type.Is(tftypes.Number)})
		if a.NestedType != nil {
			out = append(out, wordsOf(here, a.NestedType.Attributes)...)
		}
	}
	return out
}

// Everything that can be written or read is described, with its unit, and with what holds when it is left out.
func TestSchema_EveryWordIsExplained(t *testing.T) {
	t.Parallel()
	s := newCore(t, nil).schema
	schemas := map[string]*tfprotov6.Schema{"provider": s.Provider}
	for name, r := range s.ResourceSchemas {
		schemas["resource "+name] = r
	}
	for name, d := range s.DataSourceSchemas {
		schemas["data "+name] = d
	}
	if len(schemas) != 9 || len(s.Functions) != 3 || len(s.EphemeralResourceSchemas) != 0 {
		t.Fatalf("the provider has %d schemas and %d functions: look at them here", len(schemas), len(s.Functions))
	}
	n, optional := 0, 0
	for name, schema := range schemas {
		if schema.Block.Description == "" || len(schema.Block.BlockTypes) > 0 {
			t.Errorf("%s: no description, or blocks, which this test does not read", name)
		}
		for _, w := range wordsOf(name, schema.Block.Attributes) {
			n++
			if w.optional {
				optional++
			}
			for _, p := range w.problems() {
				t.Errorf("%s %s: %q", w.at, p, w.text)
			}
		}
	}
	if n < 150 || optional < 40 {
		t.Errorf("read only %d attributes, %d of them optional", n, optional)
	}
	for name, f := range s.Functions {
		texts := map[string]string{"summary": f.Summary, "description": f.Description}
		for i, p := range f.Parameters {
			texts[fmt.Sprintf("parameter %d (%s)", i, p.Name)] = p.Description
		}
		for what, text := range texts {
			if text == "" {
				t.Errorf("function %s has no %s", name, what)
			}
		}
	}
}

// The rules fire.
func TestSchema_RulesFire(t *testing.T) {
	t.Parallel()
	for want, w := range map[string]attributeWords{
		"has no description":                                {at: "x.a"},
		"has a description that is no sentence":             {at: "x.a", text: "The name"},
		"does not say its default":                          {at: "x.a", text: "The name.", optional: true},
		"does not say that it is a duration, and its units": {at: "x.drain", text: "How long. Default `30`.", optional: true},
		"does not say the form of its time":                 {at: "x.lost_since", text: "Since when."},
		"does not say its unit":                             {at: "x.age", text: "How old it is.", number: true},
	} {
		if got := strings.Join(w.problems(), "; "); got != want {
			t.Errorf("%+v: %q, want %q", w, got, want)
		}
	}
}
