// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Definition is the writable part of an object of OneFS, by property name. Numbers are json.Number, so nothing is rounded.
type Definition map[string]any

// clone is a deep copy.
func (d Definition) clone() Definition {
	var out Definition
	if err := decode(d.text(), &out); err != nil {
		panic("a definition that was decoded from JSON must encode: " + err.Error())
	}
	return out
}

// text is the canonical JSON of the definition (keys sorted).
func (d Definition) text() []byte {
	b, err := json.Marshal(d)
	if err != nil {
		panic("a definition that was decoded from JSON must encode: " + err.Error())
	}
	return b
}

// equal compares what two definitions say. OneFS shows what is empty as an empty text or list, as null, or not at all: it is the same.
func (d Definition) equal(o Definition) bool { return bytes.Equal(d.said(), o.said()) }

// said is the canonical JSON of what is not empty.
func (d Definition) said() []byte {
	kept, _ := withoutEmpty(map[string]any(d.clone())).(map[string]any)
	return Definition(kept).text()
}

// withoutEmpty drops null, empty texts, empty lists and empty objects from objects, at any depth. Elements of lists stay.
func withoutEmpty(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, x := range v {
			if x = withoutEmpty(x); !isEmpty(x) {
				out[k] = x
			}
		}
		return out
	case []any:
		out := make([]any, 0, len(v))
		for _, x := range v {
			out = append(out, withoutEmpty(x))
		}
		return out
	}
	return v
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
		return len(v) == 0
	}
	return false
}

// decode keeps numbers as they stand in the document.
func decode(b []byte, v any) error {
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

// label is the object in a line for people.
func (o Object) label() string {
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

// address tells the object apart on its cluster.
func (o Object) address() string { return o.Kind + "|" + o.Zone + "|" + o.ID }

// relative is path as seen from root: "" for root itself, "/a/b" below it.
func relative(root, path string) string {
	if path == root {
		return ""
	}
	return strings.TrimPrefix(path, strings.TrimSuffix(root, "/"))
}

// within tells whether path is root or lies below it. OneFS paths are absolute and clean.
func within(root, path string) bool {
	root = strings.TrimSuffix(root, "/")
	return path == root || strings.HasPrefix(path, root+"/")
}

// staticPrefix cuts a path at its first variable (%U, %D, %Z, %L …): shares with variable paths are judged by what is fixed.
func staticPrefix(path string) string {
	if fixed, _, ok := strings.Cut(path, "%"); ok {
		return strings.TrimSuffix(fixed, "/")
	}
	return path
}

// translate carries a path from one side of the pair to the other.
func (p Pair) translate(path, from, to string) string {
	return strings.TrimSuffix(p.Paths[to], "/") + relative(p.Paths[from], path)
}
