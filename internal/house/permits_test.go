// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package house

import (
	"go/constant"
	"go/types"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

const (
	permits = module + "internal/permit"
	client  = module + "internal/onefs"
)

// issuers may make permits for the keys of a plan.
var issuers = []string{
	"internal/failover",        // the loop
	"internal/failover/drill",  // the loop of a drill
	"internal/failover/mirror", // the keeper
	"internal/testbed",         // probes of the simulator; it ships with nothing
}

// keepers are the functions that make a Housekeeping, each with its chore.
var keepers = []string{
	"internal/failover handOver: DNS cache",
	"internal/failover/journal Own: journal",
	"internal/failover/lease own: lease",
	"internal/onefs login: log-in",
	"internal/onefs logout: log-in",
}

// enders are the functions whose act has a second half that is done whatever becomes of the lease.
var enders = []string{"internal/failover/pool moveNamesOnce", "internal/failover/spn moveSPNsOnce"}

// choresOf are the chores of the packages that call the client with a Housekeeping.
var choresOf = map[string]permit.Chore{
	"internal/failover": permit.DNSCache, "internal/failover/journal": permit.Journal, "internal/failover/lease": permit.Lease,
}

// TestPermits_WhoMakesThem looks at every use of package permit in the product: what the compiler does not forbid, this list does.
func TestPermits_WhoMakesThem(t *testing.T) {
	var importers, kept, ended []string
	for _, p := range withTypes(t) {
		if slices.Contains(p.Imports, permits+"/issue") {
			importers = append(importers, p.name())
		}
		for id, o := range p.info.Uses {
			f, ok := o.(*types.Func)
			if !ok || f.Pkg() == nil || f.Pkg().Path() != permits || p.name() == "internal/testbed" {
				continue
			}
			at, call := p.around(id)
			switch f.Name() {
			case "Keep":
				chore := "not a constant"
				if call != nil {
					if v := p.info.Types[call.Args[0]].Value; v != nil {
						chore = constant.StringVal(v)
					}
				}
				kept = append(kept, p.name()+" "+at+": "+chore)
			case "ToTheEnd":
				ended = append(ended, p.name()+" "+at)
			}
		}
	}
	for _, x := range []struct {
		what      string
		got, want []string
	}{{"import package issue", importers, issuers}, {"make a Housekeeping", kept, keepers}, {"keep a permit to the end", ended, enders}} {
		slices.Sort(x.got)
		if diff := cmp.Diff(x.want, x.got); diff != "" {
			t.Errorf("who may %s (-listed +found):\n%s", x.what, diff)
		}
	}
}

// TestPermits_ChoresAreTheList holds the list of chores against the client: exactly the methods on it take a Housekeeping, and each is
// called only where its chore is done.
func TestPermits_ChoresAreTheList(t *testing.T) {
	var listed, taking []string
	for chore, allowed := range permit.Chores {
		if allowed.Because == "" || len(allowed.Methods) == 0 {
			t.Errorf("chore %q has no methods or no reason", chore)
		}
		if chore != permit.LogIn {
			listed = append(listed, allowed.Methods...)
		}
	}
	called := map[string]bool{}
	for _, p := range withTypes(t) {
		if p.name() == "internal/onefs" {
			taking = housekept(p.types)
			continue
		}
		for id, o := range p.info.Uses {
			f, ok := o.(*types.Func)
			if !ok || f.Pkg() == nil || f.Pkg().Path() != client || !takesHousekeeping(f) || p.name() == "internal/testbed" {
				continue
			}
			called[f.Name()] = true
			if chore := choresOf[p.name()]; !slices.Contains(permit.Chores[chore].Methods, f.Name()) {
				at, _ := p.around(id)
				t.Errorf("%s %s calls %s for the chore %q, which is not listed", p.name(), at, f.Name(), chore)
			}
		}
	}
	slices.Sort(listed)
	if diff := cmp.Diff(slices.Compact(listed), taking); diff != "" {
		t.Errorf("methods of the client that take a Housekeeping (-listed +found):\n%s", diff)
	}
	for _, m := range taking {
		if !called[m] {
			t.Errorf("%s takes a Housekeeping, and nobody calls it", m)
		}
	}
}

// housekept are the exported methods of the client that take a Housekeeping, sorted.
func housekept(p *types.Package) []string {
	var out []string
	methods := types.NewMethodSet(types.NewPointer(p.Scope().Lookup("Client").Type()))
	for m := range methods.Methods() {
		if f, ok := m.Obj().(*types.Func); ok && f.Exported() && takesHousekeeping(f) {
			out = append(out, f.Name())
		}
	}
	slices.Sort(out)
	return out
}

func takesHousekeeping(f *types.Func) bool {
	for v := range f.Signature().Params().Variables() {
		if types.TypeString(v.Type(), nil) == permits+".Housekeeping" {
			return true
		}
	}
	return false
}
