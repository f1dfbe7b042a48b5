// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package namespace

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

const (
	root  = "/namespace"
	below = "/namespace/{NamespacePath}"
)

var routes = []rest.Route{
	rest.Get(root, listAccessPoints),
	rest.Get(below, getEntry),
	rest.Head(below, headEntry),
	rest.Put(below, putEntry),
	rest.Post(below, moveEntry),
	rest.Delete(below, deleteEntry),
}

// queries are the query names of each method, by the contract.
var queries = map[string]string{
	"GET " + root:     "versions",
	"GET " + below:    "detail limit resume sort dir type hidden acl nsaccess zone metadata worm max-depth query",
	"PUT " + below:    "recursive overwrite acl nsaccess zone metadata merge continue clone snapshot",
	"POST " + below:   "query limit detail resume sort dir type hidden max-depth",
	"DELETE " + below: "recursive",
}

// rights are what every user of files needs, and let one past owners and modes unless the dial says that those hold (behaviour.md 10).
var rights = []string{"ISI_PRIV_NS_IFS_ACCESS", "ISI_PRIV_NS_TRAVERSE"}

// Find maps a URL below /namespace to an operation. The path keeps its slashes, each part is decoded.
func Find(r *rest.Request, escaped string) (*rest.Operation, *rest.Answer) {
	r.Path = root
	var needed []string
	if inside := strings.Trim(strings.TrimPrefix(escaped, root), "/"); inside != "" {
		decoded, err := url.PathUnescape(inside)
		if err != nil {
			return nil, rest.UnknownPath(r.Method, escaped)
		}
		r.Path, r.Params = below, map[string]string{"NamespacePath": "/" + decoded}
		needed = rights
	}
	names := strings.Fields(queries[r.Method+" "+r.Path])
	do := rest.FindRoute(routes, r.Method, r.Path)
	if do == nil {
		return nil, rest.NoMethod(r.Method)
	}
	return &rest.Operation{Do: do, Rights: needed, Allows: func(query string) bool { return slices.Contains(names, query) }}, nil
}

func listAccessPoints(*rest.Request) rest.Answer {
	return rest.OK(map[string]any{"namespaces": []any{map[string]any{"name": "ifs", "path": "/ifs"}}})
}

// entry is the path in the file system that the request names.
func entry(r *rest.Request) (string, *rest.Answer) { return inStore(r.Param("NamespacePath")) }

// inStore checks that a path lies in the only access point, ifs, and does not climb.
func inStore(p string) (string, *rest.Answer) {
	clean, err := fs.Clean(p)
	if err != nil || strings.Contains(p+"/", "/../") {
		return "", rest.Refuse(rest.BadRequest("", "'%s' is not a path", p).Because(rest.RuleBadValue))
	}
	if !fs.Within(clean, "/ifs") {
		return "", rest.Refuse(rest.NotFound("", "Unable to find the namespace of '%s'.", p))
	}
	return clean, nil
}

// refusedBy turns a failure of the file system into an answer.
func refusedBy(r *rest.Request, err error) rest.Answer {
	p := ""
	if where, ok := errors.AsType[*fs.PathError](err); ok {
		p = where.Path
	}
	_, protected := errors.AsType[*fs.ProtectedError](err)
	switch {
	case protected:
		return byStatus(r, dial.ProtectedObjects, "'%s' is in a restricted-writer domain: Read-only file system", p)
	case errors.Is(err, fs.ErrNotFound):
		return rest.NotFound("", "Unable to open object '%s' in store 'ifs' -- not found.", strings.TrimPrefix(p, "/ifs/"))
	case errors.Is(err, fs.ErrExist):
		return byStatus(r, dial.NoOverwrite, "'%s' exists already.", p)
	case errors.Is(err, fs.ErrNotEmpty):
		return rest.Forbidden("'%s' is not empty.", p)
	case errors.Is(err, fs.ErrInvalidPath):
		return rest.BadRequest("", "'%s' is not a path", p).Because(rest.RuleBadValue)
	}
	return rest.Forbidden("'%s': %v", p, err)
}

// byStatus is the refusal whose status a dial gives.
func byStatus(r *rest.Request, name, format string, args ...any) rest.Answer {
	status, _ := strconv.Atoi(r.World.Dials.Text(name))
	code := map[int]string{403: "AEC_FORBIDDEN", 409: "AEC_CONFLICT", 500: "AEC_SYSTEM_INTERNAL_ERROR"}[status]
	return rest.Fail(status, code, "", format, args...)
}
