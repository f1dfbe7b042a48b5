// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// CheckRequest holds one request against the contract: the operation exists, query names and values are those it lists, the body
// fits its schema and has no name that it does not list, none that is read-only, and in a PUT none that is for creation only.
// path is escaped and may have a version. Every finding is one text; a good request has none.
func (c *Contract) CheckRequest(method, path, query string, header http.Header, body []byte) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	o := c.find(method, path)
	if o == nil {
		return []string{fmt.Sprintf("%s %s is not in the contract", method, path)}
	}
	out := o.checkQuery(query)
	if len(bytes.TrimSpace(body)) == 0 {
		if request := object(o.spec["requestBody"]); request["required"] == true {
			out = append(out, "the body is missing")
		}
		return out
	}
	content := object(object(o.spec["requestBody"])["content"])
	media := object(content["application/json"])
	switch {
	case content == nil && string(bytes.TrimSpace(body)) == "{}":
		return out
	case content == nil:
		return append(out, "a body where none is taken")
	case content["application/octet-stream"] != nil && header.Get("x-isi-ifs-target-type") == "object":
		return out
	}
	way := create
	if method == http.MethodPut {
		way = update
	}
	pointer := o.pointer + "/requestBody/content/application~1json/schema"
	return append(out, c.checkBody(body, pointer, object(media["schema"]), way)...)
}

func (o *operation) checkQuery(raw string) []string {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return []string{"the query cannot be parsed"}
	}
	var out []string
	for _, name := range sortedKeys(values) {
		schema, known := o.query[name]
		if !known {
			out = append(out, fmt.Sprintf("query argument %s: not listed", name))
			continue
		}
		for _, v := range values[name] {
			if bad := badQueryValue(schema, v); bad != "" {
				out = append(out, fmt.Sprintf("query argument %s: %s", name, bad))
			}
		}
	}
	return out
}

// badQueryValue compares a query value with a schema's type and enum; arrays and texts take anything else.
func badQueryValue(schema map[string]any, v string) string {
	if allowed := list(schema["enum"]); allowed != nil && !slices.Contains(allowed, any(v)) {
		return fmt.Sprintf("%q is not one of %v", v, allowed)
	}
	switch text(schema["type"]) {
	case "boolean":
		if !slices.Contains([]string{"", "true", "false", "True", "False", "1", "0"}, v) {
			return fmt.Sprintf("%q is no boolean", v)
		}
	case "integer":
		if _, err := strconv.ParseInt(v, 10, 64); err != nil {
			return fmt.Sprintf("%q is no integer", v)
		}
	case "number":
		if _, err := strconv.ParseFloat(v, 64); err != nil {
			return fmt.Sprintf("%q is no number", v)
		}
	}
	return ""
}

// checkBody validates a JSON body against the schema at pointer and compares names.
func (c *Contract) checkBody(body []byte, pointer string, schema map[string]any, way direction) []string {
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return []string{"the body is not JSON"}
	}
	compiled, err := c.schema(pointer)
	if err != nil {
		return []string{fmt.Sprintf("schema %s: %v", pointer, err)}
	}
	c.bodies++
	var out []string
	if err := compiled.Validate(value); err != nil {
		out = append(out, flatten(err)...)
	}
	return append(out, c.names(value, schema, way, "")...)
}
