// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package document

import (
	"fmt"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/printable"
)

// DamagedError is a document that can be decoded and does not hold together.
type DamagedError struct {
	// At is the part, as in "run.originals.prod"; Text says what is wrong with it.
	At, Text string
}

func (e *DamagedError) Error() string { return "it is damaged at " + e.At + ": " + e.Text }

// check gathers the first thing that is wrong.
type check struct {
	keys []string
	err  error
}

// want notes what is wrong unless something else was before.
func (c *check) want(holds bool, at, format string, args ...any) {
	if !holds && c.err == nil {
		c.err = &DamagedError{At: printable.Short(at, 100), Text: printable.Short(fmt.Sprintf(format, args...), 200)}
	}
}

// adopt takes the cluster keys from the id of a resource.
func (c *check) adopt(resource string) bool {
	for part := range strings.SplitSeq(resource, ",") {
		key, pool, ok := strings.Cut(part, "=")
		if !ok || key == "" || pool == "" || slices.Contains(c.keys, key) {
			return false
		}
		c.keys = append(c.keys, key)
	}
	return len(c.keys) == 2
}

// cluster is one of the two clusters of the resource.
func (c *check) cluster(at, key string) {
	c.want(slices.Contains(c.keys, key), at, "%q is none of the resource's clusters", key)
}

// text is something that names something.
func (c *check) text(at, s string) {
	c.want(s != "" && len(s) <= longestText && !unprintable(s), at, "%q is no name", s)
}

// longestText is longer than any name of OneFS or AD and any path (1,023 characters of up to four bytes).
const longestText = 4096

func (c *check) texts(at string, list []string) {
	for _, s := range list {
		c.text(at, s)
	}
}

// count is a number of something.
func (c *check) count(at string, n int) { c.want(n >= 0, at, "%d is below zero", n) }

// path is an absolute path without detours. A path may hold anything but NUL; what is shown of it is made printable.
func (c *check) path(at, p string) {
	c.want(strings.HasPrefix(p, "/") && path.Clean(p) == p && len(p) <= longestText && !strings.Contains(p, "\x00"), at, "%q is no path", p)
}

// objects are shares, exports, aliases, and the interface list of a pool.
func (c *check) objects(at string, list []survey.Object) {
	for _, o := range list {
		c.text(at, o.ID)
		c.definition(at, o)
		for _, p := range o.Paths {
			c.path(at, p)
		}
		c.texts(at, o.Pairs)
		switch o.Kind {
		case survey.KindPool:
			continue
		case survey.KindExport:
			n, err := strconv.ParseInt(o.ID, 10, 64)
			c.want(err == nil && n >= 0, at, "export %q is no number", o.ID)
			c.want(len(o.Paths) > 0, at, "export %s has no path", o.ID)
		case survey.KindShare, survey.KindAlias:
			c.want(len(o.Paths) == 1, at, "%s %s has %d paths", o.Kind, o.ID, len(o.Paths))
		default:
			c.want(false, at, "%q is no kind of object", o.Kind)
		}
		c.text(at, o.Zone)
	}
}

// shapes are the properties of a definition that the fence reads, with a value like that of an entry of each.
var shapes = map[string]any{
	"clients": "", "read_only_clients": "", "read_write_clients": "", "root_clients": "", "paths": "",
	"permissions": map[string]any{}, "run_as_root": map[string]any{}, "ifaces": map[string]any{},
}

// definition is that of an object: what the fence reads of it has the form that OneFS gives it.
func (c *check) definition(at string, o survey.Object) {
	c.want(o.Definition != nil, at, "%s %s has no definition", o.Kind, o.ID)
	for property, like := range shapes {
		value, there := o.Definition[property]
		if !there || value == nil {
			continue
		}
		list, ok := value.([]any)
		c.want(ok, at, "%s of %s %s is no list", property, o.Kind, o.ID)
		for _, x := range list {
			c.want(reflect.TypeOf(x) == reflect.TypeOf(like), at, "%s of %s %s holds what does not belong there", property, o.Kind, o.ID)
		}
	}
}

// quotas are at or below a policy's path.
func (c *check) quotas(at string, list []survey.Quota) {
	for _, q := range list {
		c.path(at, q.Path)
		c.text(at, q.Type)
		c.text(at, q.Pair)
		c.want(q.Definition != nil, at, "the quota of %s has no definition", q.Path)
	}
}

func isTime(s string) bool {
	_, err := time.Parse(time.RFC3339, s)
	return err == nil
}

func unprintable(s string) bool { return strings.ContainsFunc(s, unicode.IsControl) }
