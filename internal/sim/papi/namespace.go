// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
)

const (
	namespaceRoot = "/namespace"
	namespacePath = "/namespace/{NamespacePath}"
)

var namespaceRoutes = []Route{
	{"GET", namespaceRoot, listAccessPoints},
	{"GET", namespacePath, getEntry},
	{"HEAD", namespacePath, headEntry},
	{"PUT", namespacePath, putEntry},
	{"POST", namespacePath, moveEntry},
	{"DELETE", namespacePath, deleteEntry},
}

// namespaceQueries are the query names of each method, by the contract.
var namespaceQueries = map[string]string{
	"GET " + namespaceRoot:    "versions",
	"GET " + namespacePath:    "detail limit resume sort dir type hidden acl nsaccess zone metadata worm",
	"PUT " + namespacePath:    "recursive overwrite acl nsaccess zone metadata merge continue clone snapshot",
	"POST " + namespacePath:   "query limit detail resume sort dir type hidden max-depth",
	"DELETE " + namespacePath: "recursive",
}

// namespaceRights let a user past file permissions, which are not simulated (behaviour.md 10).
var namespaceRights = []string{"ISI_PRIV_NS_IFS_ACCESS", "ISI_PRIV_NS_TRAVERSE"}

// findNamespace maps a URL below /namespace to an operation. The path keeps its slashes, each part is decoded.
func findNamespace(r *Request, escaped string) (*Operation, *Answer) {
	r.Path = namespaceRoot
	rights := []string(nil)
	if rest := strings.Trim(strings.TrimPrefix(escaped, namespaceRoot), "/"); rest != "" {
		decoded, err := url.PathUnescape(rest)
		if err != nil {
			return nil, UnknownPath(r.Method, escaped)
		}
		r.Path, r.Params = namespacePath, map[string]string{"NamespacePath": "/" + decoded}
		rights = namespaceRights
	}
	names := strings.Fields(namespaceQueries[r.Method+" "+r.Path])
	do := FindRoute(namespaceRoutes, r.Method, r.Path)
	if do == nil {
		return nil, NoMethod(r.Method)
	}
	return &Operation{Do: do, Rights: rights, Allows: func(query string) bool { return slices.Contains(names, query) }}, nil
}

func listAccessPoints(*Request) Answer {
	return OK(map[string]any{"namespaces": []any{map[string]any{"name": "ifs", "path": "/ifs"}}})
}

// entry is the path in the file system that the request names.
func (r *Request) entry() (string, *Answer) { return r.inStore(r.Param("NamespacePath")) }

// inStore checks that a path lies in the only access point, ifs, and does not climb.
func (r *Request) inStore(p string) (string, *Answer) {
	clean, err := fs.Clean(p)
	if err != nil || strings.Contains(p+"/", "/../") {
		return "", refuse(BadRequest("", "'%s' is not a path", p).Because(RuleBadValue))
	}
	if !fs.Within(clean, "/ifs") {
		return "", refuse(NotFound("", "Unable to find the namespace of '%s'.", p))
	}
	return clean, nil
}

// refusedBy turns a failure of the file system into an answer.
func (r *Request) refusedBy(err error) Answer {
	p := ""
	if where, ok := errors.AsType[*fs.PathError](err); ok {
		p = where.Path
	}
	_, protected := errors.AsType[*fs.ProtectedError](err)
	switch {
	case protected:
		return r.byStatus(dial.ProtectedObjects, "'%s' is in a restricted-writer domain: Read-only file system", p)
	case errors.Is(err, fs.ErrNotFound):
		return NotFound("", "Unable to open object '%s' in store 'ifs' -- not found.", strings.TrimPrefix(p, "/ifs/"))
	case errors.Is(err, fs.ErrExist):
		return r.byStatus(dial.NoOverwrite, "'%s' exists already.", p)
	case errors.Is(err, fs.ErrNotEmpty):
		return Forbidden("'%s' is not empty.", p)
	case errors.Is(err, fs.ErrInvalidPath):
		return BadRequest("", "'%s' is not a path", p).Because(RuleBadValue)
	}
	return Forbidden("'%s': %v", p, err)
}

// byStatus is the refusal whose status a dial gives.
func (r *Request) byStatus(name, format string, args ...any) Answer {
	status, _ := strconv.Atoi(r.World.Dials.Text(name))
	code := map[int]string{403: "AEC_FORBIDDEN", 409: "AEC_CONFLICT", 500: "AEC_SYSTEM_INTERNAL_ERROR"}[status]
	return Fail(status, code, "", format, args...)
}
