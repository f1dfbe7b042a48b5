// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Definition is the writable part of an object of OneFS, by property name. Numbers are json.Number, so nothing is rounded.
type Definition map[string]any

// Clone is a deep copy; of no definition it is an empty one.
func (d Definition) Clone() Definition {
	out := make(Definition, len(d))
	for k, v := range d {
		out[k] = copyValue(v)
	}
	return out
}

// copyValue is a deep copy of a value that was decoded from JSON.
func copyValue(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if v == nil {
			return v
		}
		out := make(map[string]any, len(v))
		for k, x := range v {
			out[k] = copyValue(x)
		}
		return out
	case []any:
		if v == nil {
			return v
		}
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = copyValue(x)
		}
		return out
	}
	return v
}

// Text is the canonical JSON of the definition (keys sorted).
func (d Definition) Text() []byte {
	b, err := json.Marshal(d)
	if err != nil {
		panic("a definition that was decoded from JSON must encode: " + err.Error())
	}
	return b
}

// Equal compares what two definitions say. OneFS shows what is empty as an empty text or list, as null, or not at all: it is the same.
func (d Definition) Equal(o Definition) bool { return saysSame(map[string]any(d), map[string]any(o)) }

// saysSame compares decoded values, with null, empty text, empty list, empty object and a missing property all the same.
func saysSame(a, b any) bool {
	switch x := a.(type) {
	case map[string]any:
		y, ok := b.(map[string]any)
		if !ok && !isEmpty(b) {
			return false
		}
		return covered(x, y) && covered(y, x)
	case []any:
		y, ok := b.([]any)
		if !ok && !isEmpty(b) || len(x) != len(y) {
			return false
		}
		for i := range x {
			if !saysSame(x[i], y[i]) {
				return false
			}
		}
		return true
	}
	switch x := a.(type) {
	case string:
		y, ok := b.(string)
		return ok && x == y || x == "" && isEmpty(b)
	case bool:
		y, ok := b.(bool)
		return ok && x == y
	case nil:
		return isEmpty(b)
	}
	_, isText := b.(string)
	return !isText && fmt.Sprint(a) == fmt.Sprint(b) // numbers, decoded or written down
}

// covered: every property of a says the same in b.
func covered(a, b map[string]any) bool {
	for k, x := range a {
		if !saysSame(x, b[k]) {
			return false
		}
	}
	return true
}

func isEmpty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		for _, x := range v {
			if !isEmpty(x) {
				return false
			}
		}
		return true
	}
	return false
}

// Decode keeps numbers as they stand in the document.
func Decode(b []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	return dec.Decode(v)
}

// Kinds of Object.
const (
	KindShare  = "share"
	KindExport = "export"
	KindAlias  = "alias"
)

// Object is an SMB share, an NFS export or an NFS alias at or below a policy path. Its definition is shown as it is without the fence,
// so that no plan, comparison or copy ever sees a fenced value.
type Object struct {
	Kind string `json:"kind"`
	Zone string `json:"zone"`
	// ID addresses the object on its cluster: the share's name, the export's number, the alias's name.
	ID    string   `json:"id"`
	Paths []string `json:"paths"`
	// Pairs are the policies whose directory holds the object; Above is true when it reaches beyond a policy's directory.
	Pairs []string `json:"pairs,omitempty"`
	Above bool     `json:"above,omitempty"`
	// Fenced is true while the live definition is the read-only form of Definition.
	Fenced     bool       `json:"fenced,omitempty"`
	Definition Definition `json:"definition"`
}

// Label is the object in a line for people.
func (o Object) Label() string {
	switch o.Kind {
	case KindExport:
		return "export " + o.ID + " " + strings.Join(o.Paths, " ")
	case KindAlias:
		return "nfs alias " + o.ID
	default:
		if o.Zone != "System" {
			return "share " + o.ID + " in zone " + o.Zone
		}
		return "share " + o.ID
	}
}

// Address tells the object apart on its cluster.
func (o Object) Address() string { return o.Kind + "|" + o.Zone + "|" + o.ID }

// relative is path as seen from root: "" for root itself, "/a/b" below it.
func relative(root, path string) string {
	if path == root {
		return ""
	}
	return strings.TrimPrefix(path, strings.TrimSuffix(root, "/"))
}

// Within tells whether path is root or lies below it. OneFS paths are absolute and clean.
func Within(root, path string) bool {
	root = strings.TrimSuffix(root, "/")
	return path == root || strings.HasPrefix(path, root+"/")
}

// StaticPrefix cuts a path at its first variable (%U, %D, %Z, %L …): shares with variable paths are judged by what is fixed.
func StaticPrefix(path string) string {
	if fixed, _, ok := strings.Cut(path, "%"); ok {
		return strings.TrimSuffix(fixed, "/")
	}
	return path
}

// translate carries a path from one side of the pair to the other.
func (p Pair) translate(path, from, to string) string {
	return strings.TrimSuffix(p.Paths[to], "/") + relative(p.Paths[from], path)
}
