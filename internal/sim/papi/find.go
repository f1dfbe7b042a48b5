// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"net/http"
	"net/url"
	"slices"
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
	if strings.HasSuffix(escaped, "/") {
		r.Forgive(rest.RuleTrailingSlash, "the URL ends in a slash")
	}
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
	if op := findAssumed(r, "/"+strings.Join(segments, "/")); op != nil {
		return op, nil
	}
	res, params := match(segments)
	if res == nil {
		return nil, unknown(r, escaped, segments[0])
	}
	r.Path, r.Params = res.Path, params
	revision, ok := res.Revision(version)
	if !ok {
		return nil, rest.Refuse(rest.NotFound("", "version %d of '%s' does not exist", version, res.Path).Because(rest.RuleUnknownPath))
	}
	r.Revision = revision
	if revision != res.Newest() {
		r.Forgive(rest.RuleOldVersion, "'%s' is asked for as of version %d, the newest is %d", res.Path, revision, res.Newest())
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

// areasOfOneFS are the first parts of the paths that OneFS 9.5 has, by the API classes of Dell's public SDK (isilon_sdk, v9_5_0).
var areasOfOneFS = strings.Fields("antivirus api audit auth avscan catalog certificate cloud cluster config datamover debug dedupe esrs " +
	"event file-filter filepool filesystem fsa groupnets-summary hardening hardware healthcheck http id-resolution ipmi job keymanager " +
	"lfn license local network performance protocols quota remotesupport s3 security snapshot statistics storagepool supportassist " +
	"swift sync task-manager upgrade worm zones zones-summary")

// unknown refuses a path that the contract does not have: not simulated if OneFS has that area, otherwise no resource at all.
func unknown(r *rest.Request, escaped, area string) *rest.Answer {
	if slices.Contains(areasOfOneFS, area) {
		return rest.Refuse(rest.OutOfScope("%s %s is not simulated", r.Method, escaped))
	}
	return rest.UnknownPath(r.Method, escaped)
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
