// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package house

import (
	"go/types"
	"testing"
)

// forTests are what only the harness and the client's own tests ask for.
var forTests = map[string]string{
	"Calls": "calls are counted where they are sent",
	"Close": "idle connections would outlive a bubble",
}

// TestClient_HasNothingUnused: what the client offers is used by the product. A method that only tests call is code that nobody has to keep
// in step with OneFS, and that nobody does.
func TestClient_HasNothingUnused(t *testing.T) {
	used, offered := map[string]bool{}, map[string]string{}
	var parts []*types.Interface // which a package asks of the client, so that its tests can stand in for it
	for _, p := range withTypes(t) {
		if p.name() == "internal/testbed" || p.name() == "internal/realparts" {
			continue
		}
		for _, o := range p.info.Uses {
			f, ok := o.(*types.Func)
			if !ok || f.Pkg() == nil {
				continue
			}
			if f.Pkg().Path() == client {
				used[f.Origin().FullName()] = true
			}
			if of := f.Signature().Recv(); of != nil {
				if part, is := of.Type().Underlying().(*types.Interface); is && f.Pkg().Path() == module+engine+"/session" {
					parts = append(parts, part)
				}
			}
		}
		if p.name() != "internal/onefs" {
			continue
		}
		for _, name := range p.types.Scope().Names() {
			switch o := p.types.Scope().Lookup(name).(type) {
			case *types.Func:
				if o.Exported() {
					offered[o.FullName()] = o.Name()
				}
			case *types.TypeName:
				if name != "Client" {
					continue
				}
				for m := range types.NewMethodSet(types.NewPointer(o.Type())).Methods() {
					if f, ok := m.Obj().(*types.Func); ok && f.Exported() {
						offered[f.FullName()] = f.Name()
					}
				}
			}
		}
	}
	for _, part := range parts {
		for m := range part.Methods() {
			used["(*"+client+".Client)."+m.Name()] = true
		}
	}
	if len(offered) < 50 {
		t.Fatalf("the client offers only %d functions", len(offered))
	}
	for full, name := range offered {
		if _, listed := forTests[name]; used[full] == listed {
			t.Errorf("%s: used by what ships: %v, listed as for tests only: %v", name, used[full], listed)
		}
	}
}
