// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/namespace"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/session"
)

// find maps the URL to an operation of the contract and fills Path and Params.
func find(r *rest.Request, req *http.Request) (*rest.Operation, *rest.Answer) {
	escaped := req.URL.EscapedPath()
	switch {
	case escaped == "/namespace" || strings.HasPrefix(escaped, "/namespace/"):
		return namespace.Find(r, escaped)
	case strings.HasPrefix(escaped, "/session/"):
		return session.Find(r, escaped)
	case !strings.HasPrefix(escaped, "/platform/"):
		return nil, rest.UnknownPath(r.Method, escaped)
	}
	segments, ok := split(strings.TrimPrefix(escaped, "/platform/"))
	if !ok {
		return nil, rest.UnknownPath(r.Method, escaped)
	}
	if len(segments) == 1 && segments[0] == "latest" {
		return findLatest(r, escaped)
	}
	version := rest.LatestVersion
	if n, err := strconv.Atoi(segments[0]); err == nil {
		version, segments = n, segments[1:]
	}
	if version > rest.LatestVersion && r.World.Dials.Is(dial.AboveLatest, "latest") {
		version = rest.LatestVersion
	}
	res, params := match(segments)
	if res == nil {
		return nil, rest.UnknownPath(r.Method, escaped)
	}
	r.Path, r.Params = res.Path, params
	revision, ok := res.Revision(version)
	if !ok {
		return nil, rest.Refuse(rest.NotFound("", "version %d of '%s' does not exist", version, res.Path).Because(rest.RuleUnknownPath))
	}
	if revision != res.Newest() {
		return nil, rest.Refuse(rest.OutOfScope("'%s' is simulated as of version %d, not as of version %d", res.Path, res.Newest(), revision))
	}
	if _, ok := res.Methods[r.Method]; !ok {
		return nil, rest.Refuse(rest.Fail(http.StatusMethodNotAllowed, "AEC_METHOD_NOT_ALLOWED", "", "%s is not supported by '%s'",
			r.Method, res.Path).Because(rest.RuleUnknownPath))
	}
	return &rest.Operation{
		Do: routeIndex()[r.Method+" "+r.Path], Rights: strings.Fields(res.Rights),
		Allows: func(query string) bool { return res.Allows(r.Method, query) },
	}, nil
}

// match finds the resource for percent-decoded path segments. A fixed segment is preferred to a parameter.
func match(segments []string) (*rest.Resource, map[string]string) {
	var found *rest.Resource
	var params map[string]string
	all := surface()
	for i := range all {
		r := &all[i]
		got, ok := bind(r.Path, segments)
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
	left := path[1:]
	for _, s := range segments {
		var want string
		want, left, _ = strings.Cut(left, "/")
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
