// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// core plays Terraform core against a provider in this process, by the protocol: it refreshes, plans, plans again before it applies, and
// compares values as core does. Unlike the command line it shows warnings, and a call costs microseconds.
type core struct {
	t      testing.TB
	schema *tfprotov6.GetProviderSchemaResponse
	serve  func() tfprotov6.ProviderServer
	server tfprotov6.ProviderServer
	config map[string]any
	// of is the resource type.
	of string
}

const typeName = "onefs_pool_failover"

// state is one resource instance as core keeps it.
type state struct {
	value    tftypes.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

// planned is a saved plan.
type planned struct {
	prior    state
	config   tftypes.Value
	proposed tftypes.Value
	value    tftypes.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
	replace  bool
	diags    diagnostics
}

// newCore starts a provider and configures it. Each phase gets an instance of its own, as with the command line.
func newCore(t testing.TB, provider map[string]any, options ...Option) *core {
	c := &core{t: t, config: provider, of: typeName}
	c.serve = func() tfprotov6.ProviderServer { return providerserver.NewProtocol6(New("test", options...)())() }
	var err error
	if c.schema, err = c.serve().GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{}); err != nil {
		t.Fatal(err)
	}
	return c
}

// as is the same core for resources of another type.
func (c *core) as(name string) *core {
	other := *c
	other.of = name
	return &other
}

// phase starts a fresh instance, as core does for a plan and for an apply, and configures it.
func (c *core) phase() diagnostics {
	c.t.Helper()
	c.server = c.serve()
	config := c.value(c.schema.Provider, c.config)
	v, err := c.server.ValidateProviderConfig(c.t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: c.wire(config)})
	if err != nil {
		c.t.Fatal(err)
	}
	if d := diagnostics(v.Diagnostics); len(d.errors()) > 0 {
		return d
	}
	request := &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.11.4", Config: c.wire(config)}
	r, err := c.server.ConfigureProvider(c.t.Context(), request)
	if err != nil {
		c.t.Fatal(err)
	}
	return r.Diagnostics
}

func (c *core) resource() *tfprotov6.Schema { return c.schema.ResourceSchemas[c.of] }

// value builds a value of a schema's type; attributes that are left out are null.
func (c *core) value(s *tfprotov6.Schema, in map[string]any) tftypes.Value {
	return build(s.ValueType(), in)
}

func (c *core) null() tftypes.Value { return tftypes.NewValue(c.resource().ValueType(), nil) }

func (c *core) wire(v tftypes.Value) *tfprotov6.DynamicValue {
	c.t.Helper()
	d, err := tfprotov6.NewDynamicValue(v.Type(), v)
	if err != nil {
		c.t.Fatal(err)
	}
	return &d
}

func (c *core) unwire(d *tfprotov6.DynamicValue) tftypes.Value {
	c.t.Helper()
	if d == nil {
		return c.null()
	}
	v, err := d.Unmarshal(c.resource().ValueType())
	if err != nil {
		c.t.Fatal(err)
	}
	return v
}

// validate checks a resource configuration.
func (c *core) validate(config map[string]any) diagnostics {
	c.t.Helper()
	r, err := c.server.ValidateResourceConfig(c.t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: c.of, Config: c.wire(c.value(c.resource(), config)),
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return r.Diagnostics
}

// refresh reads the resource in the present phase.
func (c *core) refresh(s state) (state, diagnostics) {
	c.t.Helper()
	r, err := c.server.ReadResource(c.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: c.of, CurrentState: c.wire(s.value), Private: s.private, CurrentIdentity: s.identity,
	})
	if err != nil {
		c.t.Fatal(err)
	}
	out := state{value: c.unwire(r.NewState), private: r.Private, identity: r.NewIdentity}
	if len(diagnostics(r.Diagnostics).errors()) == 0 && out.value.IsNull() {
		c.t.Error("Read removed the resource")
	}
	return out, r.Diagnostics
}

// importID imports by id in a fresh phase, and reads as core does.
func (c *core) importID(id string) (state, diagnostics) {
	c.t.Helper()
	diags := c.phase()
	r, err := c.server.ImportResourceState(c.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: c.of, ID: id})
	if err != nil {
		c.t.Fatal(err)
	}
	diags = append(diags, r.Diagnostics...)
	if len(diags.errors()) > 0 {
		return state{value: c.null()}, diags
	}
	i := r.ImportedResources[0]
	s, d := c.refresh(state{value: c.unwire(i.State), private: i.Private, identity: i.Identity})
	return s, append(diags, d...)
}

// none is the state of a resource that does not exist.
func (c *core) none() state { return state{value: c.null()} }

// plan is `terraform plan`: fresh phase, validation, refresh, plan.
func (c *core) plan(s state, config map[string]any) planned {
	c.t.Helper()
	diags := c.phase()
	if len(diags.errors()) > 0 {
		return planned{prior: s, diags: diags}
	}
	if diags = append(diags, c.validate(config)...); len(diags.errors()) > 0 {
		return planned{prior: s, diags: diags}
	}
	if !s.value.IsNull() {
		var d diagnostics
		s, d = c.refresh(s)
		diags = append(diags, d...)
	}
	p := c.planAfterRefresh(s, config)
	p.diags = append(diags, p.diags...)
	return p
}

// planAfterRefresh plans in the present phase from what state says, like a plan with -refresh=false.
func (c *core) planAfterRefresh(s state, config map[string]any) planned {
	c.t.Helper()
	value := c.value(c.resource(), config)
	p := c.change(s, value, proposed(c.resource(), s.value, value))
	if p.replace && len(p.diags.errors()) == 0 {
		again := c.change(c.none(), value, proposed(c.resource(), c.null(), value))
		again.diags, again.replace = append(p.diags, again.diags...), true
		return again
	}
	return p
}

// planDestroy is `terraform plan -destroy`, after the refresh.
func (c *core) planDestroy(s state) planned {
	c.t.Helper()
	diags := c.phase()
	p := c.change(s, c.null(), c.null())
	p.diags = append(diags, p.diags...)
	return p
}

func (c *core) change(s state, config, proposal tftypes.Value) planned {
	c.t.Helper()
	r, err := c.server.PlanResourceChange(c.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: c.of, PriorState: c.wire(s.value), ProposedNewState: c.wire(proposal), Config: c.wire(config),
		PriorPrivate: s.private, PriorIdentity: s.identity,
	})
	if err != nil {
		c.t.Fatal(err)
	}
	out := planned{
		prior: s, config: config, proposed: proposal, value: c.unwire(r.PlannedState), private: r.PlannedPrivate,
		identity: r.PlannedIdentity, replace: len(r.RequiresReplace) > 0, diags: r.Diagnostics,
	}
	return out
}

// apply is `terraform apply` of a saved plan: fresh phase, plan again, compare, change. What core calls a bug in the provider fails the
// test.
func (c *core) apply(p planned) (state, diagnostics) {
	c.t.Helper()
	diags := c.phase()
	if len(diags.errors()) > 0 {
		return p.prior, diags
	}
	s, d := c.applyInPhase(p)
	return s, append(diags, d...)
}

// applyInPhase is the apply of one resource among others of the present phase.
func (c *core) applyInPhase(p planned) (state, diagnostics) {
	c.t.Helper()
	var diags diagnostics
	again := c.change(p.prior, p.config, p.proposed)
	diags = append(diags, again.diags...)
	if len(diags.errors()) > 0 {
		return p.prior, diags
	}
	for _, d := range differences("", p.value, again.value) {
		c.t.Errorf("bug in the provider: the final plan differs: %s", d)
	}
	r, err := c.server.ApplyResourceChange(c.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: c.of, PriorState: c.wire(p.prior.value), PlannedState: c.wire(again.value), Config: c.wire(p.config),
		PlannedPrivate: again.private, PlannedIdentity: again.identity,
	})
	if err != nil {
		c.t.Fatal(err)
	}
	diags = append(diags, r.Diagnostics...)
	out := state{value: c.unwire(r.NewState), private: r.Private, identity: r.NewIdentity}
	if len(diags.errors()) == 0 {
		for _, d := range differences("", again.value, out.value) {
			c.t.Errorf("bug in the provider: the result of the apply differs from the plan: %s", d)
		}
	}
	if !out.value.IsFullyKnown() {
		c.t.Errorf("bug in the provider: unknown values after the apply")
	}
	return out, diags
}

// empty tells that the plan changes nothing.
func (p planned) empty() bool { return p.prior.value.Equal(p.value) }

// proposed is core's merge of configuration and prior state, for a schema without blocks.
func proposed(s *tfprotov6.Schema, prior, config tftypes.Value) tftypes.Value {
	old, want := attributes(prior), attributes(config)
	out := map[string]tftypes.Value{}
	for _, a := range s.Block.Attributes {
		v := want[a.Name]
		if a.Computed && v.IsNull() && old != nil {
			v = old[a.Name]
		}
		out[a.Name] = v
	}
	return tftypes.NewValue(s.ValueType(), out)
}

func attributes(v tftypes.Value) map[string]tftypes.Value {
	if v.IsNull() || !v.IsKnown() {
		return nil
	}
	var out map[string]tftypes.Value
	if err := v.As(&out); err != nil {
		panic(err)
	}
	return out
}

// differences are core's complaints about a value that does not keep what was planned: unknown may become anything, known must stay.
func differences(at string, planned, actual tftypes.Value) []string {
	if !planned.IsKnown() {
		return nil
	}
	if planned.IsNull() || actual.IsNull() || !actual.IsKnown() || !planned.Type().Is(tftypes.Object{}) {
		if planned.Equal(actual) {
			return nil
		}
		return []string{fmt.Sprintf("%s: %s became %s", at, planned, actual)}
	}
	var out []string
	a, b := attributes(planned), attributes(actual)
	for _, name := range slices.Sorted(maps.Keys(a)) {
		out = append(out, differences(strings.TrimPrefix(at+"."+name, "."), a[name], b[name])...)
	}
	return out
}

// destroy applies a plan of planDestroy. Core does not plan again for that.
func (c *core) destroy(p planned) (state, diagnostics) {
	c.t.Helper()
	diags := c.phase()
	r, err := c.server.ApplyResourceChange(c.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: c.of, PriorState: c.wire(p.prior.value), PlannedState: c.wire(c.null()), Config: c.wire(c.null()),
		PlannedPrivate: p.private,
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return state{value: c.unwire(r.NewState)}, append(diags, r.Diagnostics...)
}
