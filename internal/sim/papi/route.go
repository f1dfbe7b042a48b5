// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"net/url"
	"slices"
	"strings"
)

// Route ties one operation of the contract to the function that answers it.
type Route struct {
	// Method is GET, POST, PUT, DELETE or HEAD.
	Method string
	// Path is the contract's path without "/platform/<version>", parameters in braces as the contract names them:
	// "/sync/policies/{SyncPolicyId}". A namespace or session path is written whole.
	Path string
	// Do answers. It runs under the world's lock.
	Do func(*Request) Answer
}

// resource is one path of the contract.
type resource struct {
	path      string
	revisions []int  // versions at which the resource changed, oldest first; the last one is what the simulator speaks
	rights    string // privileges that guard it, separated by spaces
	methods   methods
}

// methods maps each method to the query names it takes, separated by spaces.
type methods map[string]string

// latestVersion is the API version of the simulated release, OneFS 9.5.
const latestVersion = 16

// match finds the resource for percent-decoded path segments. A fixed segment is preferred to a parameter.
func match(segments []string) (*resource, map[string]string) {
	var found *resource
	var params map[string]string
	all := surface()
	for i := range all {
		r := &all[i]
		got, ok := bind(r.path, segments)
		if ok && (found == nil || len(got) < len(params)) {
			found, params = r, got
		}
	}
	return found, params
}

// bind fits segments to a path with parameters and returns these. An empty segment fits no parameter.
func bind(path string, segments []string) (map[string]string, bool) {
	if strings.Count(path, "/") != len(segments) {
		return nil, false
	}
	params := map[string]string{}
	rest := path[1:]
	for _, s := range segments {
		var want string
		want, rest, _ = strings.Cut(rest, "/")
		switch {
		case strings.HasPrefix(want, "{"):
			if s == "" {
				return nil, false
			}
			params[strings.Trim(want, "{}")] = s
		case want != s:
			return nil, false
		}
	}
	return params, true
}

// split cuts an escaped path into decoded segments. One trailing slash is forgiven, as OneFS does for collections: a client that
// builds "/sync/policies/" + "" therefore reaches all policies.
func split(escaped string) ([]string, bool) {
	parts := strings.Split(strings.TrimSuffix(strings.TrimPrefix(escaped, "/"), "/"), "/")
	for i, p := range parts {
		decoded, err := url.PathUnescape(p)
		if err != nil {
			return nil, false
		}
		parts[i] = decoded
	}
	return parts, true
}

// revision is the newest revision of r at or below version; false if there is none.
func (r *resource) revision(version int) (int, bool) {
	if version > latestVersion || version < r.revisions[0] {
		return 0, false
	}
	best := r.revisions[0]
	for _, v := range r.revisions {
		if v <= version {
			best = v
		}
	}
	return best, true
}

// newest is the revision that the simulator speaks.
func (r *resource) newest() int { return r.revisions[len(r.revisions)-1] }

// allows tells whether method takes a query parameter of that name.
func (r *resource) allows(method, query string) bool {
	return slices.Contains(strings.Fields(r.methods[method]), query)
}
