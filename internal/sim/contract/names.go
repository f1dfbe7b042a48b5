// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"fmt"
	"strings"
)

// direction is which way a body goes.
type direction int

const (
	create direction = iota // POST: everything writable
	update                  // PUT: no create-only properties
	answer                  // from the cluster: no write-only properties
)

// names compares an instance's property names with a schema, all the way down, and returns what should not be there.
func (c *Contract) names(value any, schema map[string]any, way direction, at string) []string {
	switch v := value.(type) {
	case map[string]any:
		return c.objectNames(v, schema, way, at)
	case []any:
		items := c.collect(schema).items
		if items == nil {
			return nil
		}
		var out []string
		for i, element := range v {
			out = append(out, c.names(element, items, way, fmt.Sprintf("%s[%d]", at, i))...)
		}
		return out
	}
	return nil
}

func (c *Contract) objectNames(v, schema map[string]any, way direction, at string) []string {
	known := c.collect(schema)
	if len(known.properties) == 0 || known.open {
		return nil
	}
	var out []string
	for _, name := range sortedKeys(v) {
		where := strings.TrimPrefix(at+"."+name, ".")
		property, ok := known.properties[name]
		switch {
		case !ok:
			out = append(out, fmt.Sprintf("%s: unknown property", where))
			continue
		case way != answer && property["readOnly"] == true:
			out = append(out, fmt.Sprintf("%s: read-only property", where))
		case way == update && property["x-create-only"] == true:
			out = append(out, fmt.Sprintf("%s: can only be given at creation", where))
		case way == answer && property["writeOnly"] == true:
			out = append(out, fmt.Sprintf("%s: write-only property", where))
		}
		out = append(out, c.names(v[name], property, way, where)...)
	}
	return out
}

// shape is what a schema and everything it combines say about names.
type shape struct {
	properties map[string]map[string]any
	items      map[string]any
	open       bool // any further name is described by additionalProperties
}

// collect follows references and combinations. Of alternatives it takes all names.
func (c *Contract) collect(schema map[string]any) shape {
	out := shape{properties: map[string]map[string]any{}}
	c.collectInto(schema, &out)
	return out
}

func (c *Contract) collectInto(schema map[string]any, out *shape) {
	if ref := text(schema["$ref"]); ref != "" {
		c.collectInto(c.resolve(ref), out)
	}
	for _, combination := range []string{"allOf", "anyOf", "oneOf"} {
		for _, part := range list(schema[combination]) {
			c.collectInto(object(part), out)
		}
	}
	for name, property := range object(schema["properties"]) {
		out.properties[name] = object(property)
	}
	if items := object(schema["items"]); items != nil {
		out.items = items
	}
	switch extra := schema["additionalProperties"].(type) {
	case map[string]any:
		out.open = true
	case bool:
		out.open = out.open || extra
	}
}

// resolve follows a local reference such as "#/components/schemas/SyncPolicy".
func (c *Contract) resolve(ref string) map[string]any {
	var at any = c.doc
	for part := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		at = object(at)[strings.NewReplacer("~1", "/", "~0", "~").Replace(part)]
	}
	return object(at)
}
