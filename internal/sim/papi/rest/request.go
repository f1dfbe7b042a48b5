// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package rest

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Request is what a route's function sees. The world's lock is held and everything due has happened.
type Request struct {
	World   *world.World
	Cluster *world.Cluster
	// Node is the LNN of the node that answers.
	Node int
	// Method and Path name the operation: Path is the contract's path without version, as in [Route].
	Method string
	Path   string
	// Revision is that of the resource that the URL asks for, 0 outside /platform.
	Revision int
	// Params are the path's parameters, percent-decoded as a whole: an id with slashes arrives as it is.
	Params map[string]string
	// Query holds only names that the contract lists. For a continued list it is the query of the first page.
	Query  url.Values
	Header http.Header
	// User is who asks.
	User string
	// Rights are the user's privileges: those of the log-in for a session, the present ones for basic authentication.
	Rights []world.Privilege

	// Host is the address spoken to, of the Host header.
	Host string
	// Began is how many share writes the cluster had seen when the request came in.
	Began int64

	// Session is the session the request belongs to, nil with basic authentication.
	Session *world.Session

	place     string // the URL's path without version, which a resume token belongs to
	body      []byte
	decoded   bool
	partial   bool     // the body may leave out what should stay
	forgiven  []Answer // what OneFS lets pass
	tolerated []Answer // refusals that a dial turned into nothing but a violation
	from      position // where a continued list goes on
}

// NewRequest reads a request to a node of a cluster. What it asks for is found out later.
func NewRequest(w *world.World, c *world.Cluster, node int, req *http.Request, body []byte) *Request {
	return &Request{
		World: w, Cluster: c, Node: node, Method: req.Method, Header: req.Header, Query: lenientQuery(req.URL.RawQuery),
		Host: req.Host, body: body, place: strings.TrimSuffix(BarePath(req.URL.EscapedPath()), "/"),
	}
}

// Tolerated are the refusals that a dial turned into nothing but a violation.
func (r *Request) Tolerated() []Answer { return r.tolerated }

// Forgive notes what OneFS lets pass and a careful client does not send.
func (r *Request) Forgive(rule, format string, args ...any) {
	r.forgiven = append(r.forgiven, BadRequest("", format, args...).Because(rule))
}

// Forgiven is what was noted by Forgive.
func (r *Request) Forgiven() []Answer { return r.forgiven }

// BodyIgnored tells whether there is a body that nothing has read.
func (r *Request) BodyIgnored() bool {
	body := bytes.TrimSpace(r.body)
	return !r.decoded && len(body) > 0 && string(body) != "{}"
}

// Param returns a path parameter by the contract's name.
func (r *Request) Param(name string) string { return r.Params[name] }

// Zone is the query parameter zone, or System. The adapter has refused zones that do not exist.
func (r *Request) Zone() string {
	if z := r.Query.Get("zone"); z != "" {
		return z
	}
	return world.SystemZone
}

// Flag is a boolean query parameter; absent is fallback. The adapter has refused values that are no booleans.
func (r *Request) Flag(name string, fallback bool) bool {
	if !r.Query.Has(name) {
		return fallback
	}
	v, _ := ParseFlag(r.Query.Get(name))
	return v
}

// Number is an integer query parameter and whether it is given and a number.
func (r *Request) Number(name string) (int, bool) {
	n, err := strconv.Atoi(r.Query.Get(name))
	return n, err == nil
}

// Body is the body as it came. Functions normally use Decode.
func (r *Request) Body() []byte {
	r.decoded = true
	return r.body
}

// ParseFlag reads a boolean of a query: true, 1 or no value at all (?recursive), false, 0. Clients written in Python send True and False,
// which OneFS takes: the Python SDK, the Ansible collection and Manila's driver work so.
func ParseFlag(s string) (value, ok bool) {
	switch s {
	case "true", "True", "1", "":
		return true, true
	case "false", "False", "0":
		return false, true
	}
	return false, false
}

// lenientQuery parses a query; parts that cannot be parsed appear under their raw text and are refused as unknown names.
func lenientQuery(raw string) url.Values {
	out, err := url.ParseQuery(raw)
	if err != nil {
		out.Set(fmt.Sprintf("%.40s", raw), "")
	}
	return out
}

// BarePath is a path without "/platform" and version, as fault rules write it. Namespace and session paths stay whole.
func BarePath(path string) string {
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
