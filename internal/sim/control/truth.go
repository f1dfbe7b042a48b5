// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package control

import (
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var truthRoutes = []route{
	{"GET /state", "everything that is true, as JSON", func(c *call) (any, error) { return Dump(c.w), nil }},
	{"GET /requests", "the requests that were answered, without bodies and headers", listRequests},
	{"GET /violations", "what clients did wrong, and which invariants were broken", listViolations},
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

func checkNow(c *call) (any, error) { return shown(invariant.Check(c.w)), nil }

func finish(c *call) (any, error) { return shown(invariant.Finish(c.w)), nil }

func listViolations(c *call) (any, error) { return shown(c.w.Violations), nil }

// breach is a violation as programs read it.
type breach struct {
	Time    time.Time `json:"time"`
	Rule    string    `json:"rule"`
	Text    string    `json:"text"`
	Request string    `json:"request,omitempty"`
}

func shown(of []world.Violation) []breach {
	out := make([]breach, 0, len(of))
	for _, v := range of {
		out = append(out, breach(v))
	}
	return out
}

// request is an answered request as programs read it.
type request struct {
	Time     time.Time `json:"time"`
	Cluster  string    `json:"cluster"`
	Method   string    `json:"method"`
	Path     string    `json:"path"`
	Query    string    `json:"query,omitempty"`
	Status   int       `json:"status"`
	Mutating bool      `json:"mutating"`
}

func listRequests(c *call) (any, error) {
	out := make([]request, 0, c.w.Log.Len())
	for _, r := range c.w.Log.All() {
		out = append(out, request(r))
	}
	return out, nil
}
