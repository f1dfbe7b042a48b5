// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package control

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
)

var truthRoutes = []route{
	{"GET /state", "everything that is true, as JSON", func(c *call) (any, error) { return Dump(c.w), nil }},
	{"GET /requests", "the requests that were answered, without bodies and headers", func(c *call) (any, error) { return orEmpty(c.w.Log.All()), nil }},
	{"GET /violations", "what clients did wrong, and which invariants were broken", func(c *call) (any, error) { return orEmpty(c.w.Violations), nil }},
	{"DELETE /violations", "forget them", func(c *call) (any, error) { c.w.Violations = nil; return nil, nil }},
	{"GET /invariants", "what must be true, by name", listInvariants},
	{"POST /invariants/check", "look now; the answer lists every breach that stands", checkNow},
	{"POST /invariants/finish", "look as at the end of a run, when everything temporary must be restored", finish},
	{"POST /invariants/run", "begin to count moves anew", func(c *call) (any, error) { invariant.NewRun(c.w); return nil, nil }},
}

func listInvariants(*call) (any, error) {
	out := map[string]string{}
	for _, i := range invariant.All() {
		out[i.Name] = i.Text
	}
	return out, nil
}

func checkNow(c *call) (any, error) { return orEmpty(invariant.Check(c.w)), nil }

func finish(c *call) (any, error) { return orEmpty(invariant.Finish(c.w)), nil }
