// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// unknown stands for a value that is not known yet.
type unknown struct{}

// build turns plain Go values into a value of a type.
func build(ty tftypes.Type, in any) tftypes.Value {
	if _, ok := in.(unknown); ok {
		return tftypes.NewValue(ty, tftypes.UnknownValue)
	}
	if in == nil {
		return tftypes.NewValue(ty, nil)
	}
	switch ty := ty.(type) {
	case tftypes.Object:
		m, out := in.(map[string]any), map[string]tftypes.Value{} //nolint:forcetypeassert // a mistake in a test
		for name := range m {
			if _, ok := ty.AttributeTypes[name]; !ok {
				panic("no attribute " + name)
			}
		}
		for name, t := range ty.AttributeTypes {
			out[name] = build(t, m[name])
		}
		return tftypes.NewValue(ty, out)
	case tftypes.Map:
		out := map[string]tftypes.Value{}
		for k, v := range in.(map[string]any) { //nolint:forcetypeassert // a mistake in a test
			out[k] = build(ty.ElementType, v)
		}
		return tftypes.NewValue(ty, out)
	case tftypes.Set:
		return tftypes.NewValue(ty, buildAll(ty.ElementType, in))
	case tftypes.List:
		return tftypes.NewValue(ty, buildAll(ty.ElementType, in))
	}
	return tftypes.NewValue(ty, in)
}

func buildAll(ty tftypes.Type, in any) []tftypes.Value {
	out := []tftypes.Value{}
	switch in := in.(type) {
	case []string:
		for _, s := range in {
			out = append(out, build(ty, s))
		}
	case []any:
		for _, v := range in {
			out = append(out, build(ty, v))
		}
	default:
		panic(fmt.Sprintf("a list of %T", in))
	}
	return out
}

// diagnostics are what the provider says.
type diagnostics []*tfprotov6.Diagnostic

func (d diagnostics) of(severity tfprotov6.DiagnosticSeverity) []string {
	var out []string
	for _, x := range d {
		if x.Severity != severity {
			continue
		}
		s := x.Summary + "\n" + x.Detail
		if x.Attribute != nil {
			s = x.Attribute.String() + "\n" + s
		}
		out = append(out, s)
	}
	return out
}

func (d diagnostics) errors() []string { return d.of(tfprotov6.DiagnosticSeverityError) }

func (d diagnostics) warnings() []string { return d.of(tfprotov6.DiagnosticSeverityWarning) }

// text reads an attribute of a string type; "" for null.
func text(v tftypes.Value, name string) string {
	a := attributes(v)[name]
	if a.IsNull() {
		return ""
	}
	if !a.IsKnown() {
		return "(unknown)"
	}
	if a.Type().Is(tftypes.Bool) {
		var b bool
		_ = a.As(&b)
		return fmt.Sprint(b)
	}
	var s string
	if err := a.As(&s); err != nil {
		panic(err)
	}
	return s
}

// list reads a list or set of strings.
func list(v tftypes.Value) []string {
	if v.IsNull() || !v.IsKnown() {
		return nil
	}
	var values []tftypes.Value
	if err := v.As(&values); err != nil {
		panic(err)
	}
	out := make([]string, len(values))
	for i, e := range values {
		if err := e.As(&out[i]); err != nil {
			panic(err)
		}
	}
	return out
}

// render is the attribute moves as people read it.
func render(v tftypes.Value) string {
	moves := attributes(attributes(v)["moves"])
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(moves)) {
		if name == "kind" || name == "at_a_glance" {
			continue
		}
		for _, line := range list(moves[name]) {
			fmt.Fprintf(&b, "%s: %s\n", name, line)
		}
	}
	return b.String()
}
