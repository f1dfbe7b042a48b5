// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
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
	r := &Request{
		World: w, Cluster: w.Cluster(cluster), Node: node,
		Method: req.Method, Header: req.Header, Query: lenientQuery(req.URL.RawQuery), host: req.Host, body: body, began: began,
		place: strings.TrimSuffix(bare(req.URL.EscapedPath()), "/"),
	}
	a := r.run(req)
	if a.Rule != "" {
		violate(a.Rule, a.text())
	}
	for _, v := range r.tolerated {
		violate(v.Rule, v.text())
	}
	out := a.reply(w.Dials)
	r.shape(out)
	r.renew(out.header)
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
func (r *Request) run(req *http.Request) Answer {
	if len(req.URL.RequestURI()) > maxURL {
		return Fail(http.StatusRequestURITooLong, "", "", "the URL is longer than %d", maxURL).Because(RuleBadValue)
	}
	op, bad := r.find(req)
	if op != nil && op.open {
		return op.route.Do(r)
	}
	if refused := r.identify(req); refused != nil {
		return *refused
	}
	if bad != nil {
		return *bad
	}
	if refused := r.permit(op); refused != nil {
		return *refused
	}
	if refused := checkQuery(r.Cluster, r.Query, op.allows); refused != nil {
		return *refused
	}
	if refused := r.outOfScope(); refused != nil {
		return *refused
	}
	if op.route == nil {
		return OutOfScope("%s %s is not simulated", r.Method, r.Path)
	}
	if refused := r.resume(); refused != nil {
		return *refused
	}
	a := op.route.Do(r)
	if !a.Refuses() && !r.decoded && len(bytes.TrimSpace(r.body)) > 0 && string(bytes.TrimSpace(r.body)) != "{}" {
		a.Rule = RuleBodyIgnored
	}
	return a
}

// operation is what a request turned out to ask for.
type operation struct {
	route  *Route
	rights []string
	open   bool // needs no log-in
	allows func(query string) bool
}

// find maps the URL to an operation of the contract and fills Path and Params.
func (r *Request) find(req *http.Request) (*operation, *Answer) {
	escaped := req.URL.EscapedPath()
	switch {
	case escaped == "/namespace" || strings.HasPrefix(escaped, "/namespace/"):
		return r.findNamespace(escaped)
	case strings.HasPrefix(escaped, "/session/"):
		return r.findSession(escaped)
	case !strings.HasPrefix(escaped, "/platform/"):
		return nil, unknownPath(r.Method, escaped)
	}
	segments, ok := split(strings.TrimPrefix(escaped, "/platform/"))
	if !ok {
		return nil, unknownPath(r.Method, escaped)
	}
	if len(segments) == 1 && segments[0] == "latest" {
		r.Path = "/platform/latest"
		return r.bound(nil, func(string) bool { return false }, escaped)
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
		return nil, unknownPath(r.Method, escaped)
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
	return r.bound(strings.Fields(res.rights), func(q string) bool { return res.allows(r.Method, q) }, escaped)
}

// bound finds the route of r's method and path. A missing route is not an error here: it answers 501 once the user is known.
func (r *Request) bound(rights []string, allows func(string) bool, escaped string) (*operation, *Answer) {
	op := &operation{rights: rights, allows: allows}
	if route, ok := routeIndex()[r.Method+" "+r.Path]; ok {
		op.route = &route
	} else if r.Path == "/platform/latest" {
		return nil, unknownPath(r.Method, escaped)
	}
	return op, nil
}

func unknownPath(method, path string) *Answer {
	return refuse(NotFound("", "%s %s is not a resource of this API", method, path).Because(RuleUnknownPath))
}

// permit checks the privileges that guard the operation. Reading needs "r", all else "w".
func (r *Request) permit(op *operation) *Answer {
	need := world.PrivilegeLevel("w")
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		need = "r"
	}
	if strings.HasPrefix(r.Path, "/namespace") {
		need = "r" // these privileges exist in one level only; file permissions decide the rest
	} else if !holds(r.Rights, "ISI_PRIV_LOGIN_PAPI", "r") {
		return refuse(Forbidden("Privilege check failed. The following read privilege is required: Platform API (ISI_PRIV_LOGIN_PAPI)"))
	}
	for _, id := range op.rights {
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

// lenientQuery parses a query; parts that cannot be parsed appear under their raw text and are refused as unknown names.
func lenientQuery(raw string) url.Values {
	out, err := url.ParseQuery(raw)
	if err != nil {
		out.Set(fmt.Sprintf("%.40s", raw), "")
	}
	return out
}

// bare is a path without "/platform" and version, as fault rules write it. Namespace and session paths stay whole.
func bare(path string) string {
	rest, ok := strings.CutPrefix(path, "/platform/")
	if !ok {
		return path
	}
	if first, below, ok := strings.Cut(rest, "/"); ok {
		if _, err := strconv.Atoi(first); err == nil {
			rest = below
		}
	}
	return "/" + rest
}
