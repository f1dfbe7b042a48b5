// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"net/http"
	"net/url"
	"strconv"

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
	// Params are the path's parameters, percent-decoded as a whole: an id with slashes arrives as it is.
	Params map[string]string
	// Query holds only names that the contract lists. For a continued list it is the query of the first page.
	Query  url.Values
	Header http.Header
	// User is who asks.
	User string
	// Rights are the user's privileges: those of the log-in for a session, the present ones for basic authentication.
	Rights []world.Privilege

	// Session is the session the request belongs to, nil with basic authentication.
	Session *world.Session

	place     string // the URL's path without version, which a resume token belongs to
	host      string // the address spoken to, of the Host header
	body      []byte
	decoded   bool
	partial   bool     // the body may leave out what should stay
	began     int64    // share writes of the cluster when the request came in
	tolerated []Answer // refusals that a dial turned into nothing but a violation
	from      position // where a continued list goes on
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
	v, _ := parseFlag(r.Query.Get(name))
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

// parseFlag reads a boolean of a query: true, 1 or no value at all (?recursive), false, 0.
func parseFlag(s string) (value, ok bool) {
	switch s {
	case "true", "1", "":
		return true, true
	case "false", "0":
		return false, true
	}
	return false, false
}
