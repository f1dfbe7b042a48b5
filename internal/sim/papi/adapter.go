// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
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
	if f.Checker != nil {
		for _, finding := range f.Checker.CheckRequest(req.Method, req.URL.EscapedPath(), req.URL.RawQuery, req.Header, body) {
			violate(RuleContractRequest, finding)
		}
	}
	r := NewRequest(w, w.Cluster(cluster), node, req, body)
	r.Began = began
	a := run(r, req)
	if a.Rule != "" {
		violate(a.Rule, a.Text())
	}
	for _, v := range r.Tolerated() {
		violate(v.Rule, v.Text())
	}
	out := encode(a, w.Dials)
	shape(r, out)
	renewSession(r, out.header)
	// The contract knows codes in capitals only, and the usual form of an answer.
	known := a.Refuses() && w.Dials.Is(dial.ErrorCodeCase, dial.Upper) || !a.Refuses() && !reshaped(w.Dials)
	if f.Checker != nil && known {
		findings := f.Checker.CheckAnswer(req.Method, req.URL.EscapedPath(), req.URL.RawQuery, out.status, out.header, out.body)
		for _, finding := range findings {
			w.Violate(RuleContractResponse, finding, req.Method+" "+req.URL.EscapedPath())
		}
	}
	f.note(cluster, req, out.status)
	return out
}

// run does everything between a parsed request and its answer.
func run(r *Request, req *http.Request) Answer {
	if len(req.URL.RequestURI()) > maxURL {
		return Fail(http.StatusRequestURITooLong, "", "", "the URL is longer than %d", maxURL).Because(RuleBadValue)
	}
	op, bad := find(r, req)
	if op != nil && op.Open {
		return op.Do(r)
	}
	if refused := identify(r, req); refused != nil {
		return *refused
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
		return OutOfScope("%s %s is not simulated", r.Method, r.Path)
	}
	if refused := r.Resume(); refused != nil {
		return *refused
	}
	a := op.Do(r)
	if !a.Refuses() && r.BodyIgnored() {
		a.Rule = RuleBodyIgnored
	}
	return a
}

// find maps the URL to an operation of the contract and fills Path and Params.
func find(r *Request, req *http.Request) (*Operation, *Answer) {
	escaped := req.URL.EscapedPath()
	switch {
	case escaped == "/namespace" || strings.HasPrefix(escaped, "/namespace/"):
		return findNamespace(r, escaped)
	case strings.HasPrefix(escaped, "/session/"):
		return findSession(r, escaped)
	case !strings.HasPrefix(escaped, "/platform/"):
		return nil, UnknownPath(r.Method, escaped)
	}
	segments, ok := split(strings.TrimPrefix(escaped, "/platform/"))
	if !ok {
		return nil, UnknownPath(r.Method, escaped)
	}
	if len(segments) == 1 && segments[0] == "latest" {
		return findLatest(r, escaped)
	}
	version := latestVersion
	if n, err := strconv.Atoi(segments[0]); err == nil {
		version, segments = n, segments[1:]
	}
	if version > latestVersion && r.World.Dials.Is(dial.AboveLatest, "latest") {
		version = latestVersion
	}
	res, params := match(segments)
	if res == nil {
		return nil, UnknownPath(r.Method, escaped)
	}
	r.Path, r.Params = res.path, params
	revision, ok := res.revision(version)
	if !ok {
		return nil, refuse(NotFound("", "version %d of '%s' does not exist", version, res.path).Because(RuleUnknownPath))
	}
	if revision != res.newest() {
		return nil, refuse(OutOfScope("'%s' is simulated as of version %d, not as of version %d", res.path, res.newest(), revision))
	}
	if _, ok := res.methods[r.Method]; !ok {
		return nil, refuse(Fail(http.StatusMethodNotAllowed, "AEC_METHOD_NOT_ALLOWED", "", "%s is not supported by '%s'",
			r.Method, res.path).Because(RuleUnknownPath))
	}
	return &Operation{
		Do: routeIndex()[r.Method+" "+r.Path], Rights: strings.Fields(res.rights),
		Allows: func(query string) bool { return res.allows(r.Method, query) },
	}, nil
}

// permit checks the privileges that guard the operation. Reading needs "r", all else "w".
func permit(r *Request, op *Operation) *Answer {
	need := world.PrivilegeLevel("w")
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		need = "r"
	}
	if strings.HasPrefix(r.Path, "/namespace") {
		need = "r" // these privileges exist in one level only; file permissions decide the rest
	} else if !holds(r.Rights, "ISI_PRIV_LOGIN_PAPI", "r") {
		return refuse(Forbidden("Privilege check failed. The following read privilege is required: Platform API (ISI_PRIV_LOGIN_PAPI)"))
	}
	for _, id := range op.Rights {
		if !holds(r.Rights, id, need) {
			return refuse(Forbidden("Privilege check failed. The following %s privilege is required: %s",
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
