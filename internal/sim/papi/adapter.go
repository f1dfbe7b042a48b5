// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"net/http"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/session"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// maxURL is about where OneFS stops to take URLs (behaviour.md 12: beyond 8 KB they fail).
const maxURL = 8192

// answer runs one request under the lock: log-in, version, privileges, strictness, the route, the checks.
func (f *Face) answer(cluster string, node int, req *http.Request, body []byte, began int64) *reply {
	w := f.World
	w.Enter()
	defer w.Leave()
	purpose := req.Header.Get(BadOnPurpose) != ""
	violate := func(rule, text string) {
		if !purpose {
			w.Violate(rule, text, req.Method+" "+req.URL.EscapedPath())
		}
	}
	_, _, guessed := assumed(rest.BarePath(req.URL.EscapedPath()))
	if f.Checker != nil && !guessed {
		for _, finding := range f.Checker.CheckRequest(req.Method, req.URL.EscapedPath(), req.URL.RawQuery, req.Header, body) {
			violate(rest.RuleContractRequest, finding)
		}
	}
	r := rest.NewRequest(w, w.Cluster(cluster), node, req, body)
	r.Began = began
	a := run(r, req)
	if a.Rule != "" {
		violate(a.Rule, a.Text())
	}
	for _, v := range r.Tolerated() {
		violate(v.Rule, v.Text())
	}
	if f.Strict {
		for _, v := range r.Forgiven() {
			violate(v.Rule, v.Text())
		}
	}
	out := encode(a, w.Dials)
	shape(r, out)
	session.Renew(r, out.header)
	// The contract knows codes in capitals only, and the usual form of an answer.
	known := a.Refuses() && w.Dials.Is(dial.ErrorCodeCase, dial.Upper) || !a.Refuses() && !a.Old && !reshaped(w.Dials)
	if f.Checker != nil && known && !guessed {
		findings := f.Checker.CheckAnswer(req.Method, req.URL.EscapedPath(), req.URL.RawQuery, out.status, out.header, out.body)
		for _, finding := range findings {
			w.Violate(rest.RuleContractResponse, finding, req.Method+" "+req.URL.EscapedPath())
		}
	}
	f.note(cluster, req, out.status)
	return out
}

// run does everything between a parsed request and its answer.
func run(r *rest.Request, req *http.Request) rest.Answer {
	if len(req.URL.RequestURI()) > maxURL {
		return rest.Fail(http.StatusRequestURITooLong, "", "", "the URL is longer than %d", maxURL).Because(rest.RuleBadValue)
	}
	op, bad := find(r, req)
	if op != nil && op.Open {
		return op.Do(r)
	}
	if refused := session.Identify(r, req); refused != nil {
		return *refused
	}
	if !administers(req) {
		r.Rights = nil
	}
	if bad != nil {
		return *bad
	}
	if refused := permit(r, op); refused != nil {
		return *refused
	}
	if refused := r.CheckQuery(op.Allows); refused != nil {
		return *refused
	}
	if refused := outOfScope(r); refused != nil {
		return *refused
	}
	if op.Do == nil {
		return rest.OutOfScope("%s %s is not simulated", r.Method, r.Path)
	}
	if refused := r.Resume(); refused != nil {
		return *refused
	}
	a := op.Do(r)
	if !a.Refuses() && r.BodyIgnored() {
		a.Rule = rest.RuleBodyIgnored
	}
	return a
}

// permit checks the privileges that guard the operation. Reading needs "r", all else "w".
func permit(r *rest.Request, op *rest.Operation) *rest.Answer {
	need := world.PrivilegeLevel("w")
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		need = "r"
	}
	if strings.HasPrefix(r.Path, "/namespace") {
		need = "r" // these privileges exist in one level only; file permissions decide the rest
	} else if !holds(r.Rights, "ISI_PRIV_LOGIN_PAPI", "r") {
		return rest.Refuse(rest.Forbidden("Privilege check failed. The following read privilege is required: Platform API (ISI_PRIV_LOGIN_PAPI)"))
	}
	for _, id := range op.Rights {
		if !holds(r.Rights, id, need) {
			return rest.Refuse(rest.Forbidden("Privilege check failed. The following %s privilege is required: %s",
				map[world.PrivilegeLevel]string{"r": "read", "w": "write"}[need], id))
		}
	}
	return nil
}

// holds tells whether rights hold a privilege at a level.
func holds(rights []world.Privilege, id string, need world.PrivilegeLevel) bool {
	for _, p := range rights {
		if p.ID == id {
			return p.Permission.Covers(need)
		}
	}
	return false
}
