// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// contract is the description of the API that the simulator and the client are both held to. Its place is beside the repository.
type contract struct {
	doc      map[string]any
	paths    map[string]any
	compiler *jsonschema.Compiler
	mu       sync.Mutex
	compiled map[string]*jsonschema.Schema
}

var loadContract = sync.OnceValues(func() (*contract, error) {
	shared := os.Getenv("ONEFS_SHARED")
	if shared == "" {
		dir, err := os.Getwd()
		if err != nil {
			return nil, err
		}
		for !exists(filepath.Join(dir, "go.mod")) && dir != filepath.Dir(dir) {
			dir = filepath.Dir(dir)
		}
		shared = filepath.Join(dir, "..", "shared")
	}
	file, err := os.ReadFile(filepath.Join(shared, "onefs-api", "contract-2.json"))
	if err != nil {
		return nil, err
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	c := &contract{compiler: jsonschema.NewCompiler(), compiled: map[string]*jsonschema.Schema{}}
	if c.doc, _ = doc.(map[string]any); c.doc != nil {
		c.paths, _ = c.doc["paths"].(map[string]any)
	}
	if len(c.paths) == 0 {
		return nil, errors.New("the contract has no paths")
	}
	return c, c.compiler.AddResource("contract-2.json", doc)
})

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// needContract skips a test that is about nothing but the contract. In CI a missing contract is a failure.
func needContract(t *testing.T) *contract {
	t.Helper()
	c, err := loadContract()
	switch {
	case err == nil:
		return c
	case os.Getenv("CI") == "true":
		t.Fatalf("the API contract is needed in CI: %v", err)
	default:
		t.Skipf("the API contract is not here: %v", err)
	}
	return nil
}

// assumedPaths are in no contract. The client takes 404 and 403 from them for "cannot tell".
var assumedPaths = []string{"/platform/10/snapshot/changelists/"}

// checkContract fails the test when a request is not one that the contract describes: path, query names, body. Every request of every
// test comes through here.
func checkContract(t *testing.T, r *http.Request, body string) {
	t.Helper()
	c, err := loadContract()
	if err != nil || slices.ContainsFunc(assumedPaths, func(p string) bool { return strings.HasPrefix(r.URL.Path, p) }) {
		return
	}
	if slices.Contains([]string{uri.WORMDomains, uri.CloudPools}, r.URL.Path) {
		return // assumed
	}
	item, operation := c.find(r.Method, r.URL.EscapedPath())
	if operation == nil {
		t.Errorf("the contract has no %s %s", r.Method, r.URL.EscapedPath())
		return
	}
	names := slices.Concat(c.queryNames(item), c.queryNames(operation))
	for name := range r.URL.Query() {
		if !slices.Contains(names, name) {
			t.Errorf("%s %s: the contract has no query parameter %q", r.Method, r.URL.Path, name)
		}
	}
	if r.URL.Query().Has("resume") {
		for _, other := range []string{"limit", "sort", "dir"} {
			if r.URL.Query().Has(other) {
				t.Errorf("%s %s: resume together with %s", r.Method, r.URL.Path, other)
			}
		}
	}
	c.checkBody(t, r, operation, body)
}

func (c *contract) find(method, path string) (item, operation map[string]any) {
	if strings.HasPrefix(path, "/namespace/") {
		path = "/namespace/{NamespacePath}"
	}
	parts := strings.Split(path, "/")
	for name, value := range c.paths {
		if !matches(strings.Split(name, "/"), parts) {
			continue
		}
		item, _ = value.(map[string]any)
		operation, _ = item[strings.ToLower(method)].(map[string]any)
		return item, operation
	}
	return nil, nil
}

func matches(template, parts []string) bool {
	return slices.EqualFunc(template, parts, func(a, b string) bool {
		return a == b || strings.HasPrefix(a, "{") && b != ""
	})
}

func (c *contract) queryNames(holder map[string]any) (names []string) {
	list, _ := holder["parameters"].([]any)
	for _, x := range list {
		p, _ := x.(map[string]any)
		if ref, ok := p["$ref"].(string); ok {
			p = c.at(ref)
		}
		if name, _ := p["name"].(string); p["in"] == "query" {
			names = append(names, name)
		}
	}
	return names
}

func (c *contract) at(ref string) map[string]any {
	var v any = c.doc
	for part := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		m, _ := v.(map[string]any)
		v = m[part]
	}
	m, _ := v.(map[string]any)
	return m
}

func (c *contract) checkBody(t *testing.T, r *http.Request, operation map[string]any, body string) {
	t.Helper()
	request, _ := operation["requestBody"].(map[string]any)
	content, _ := request["content"].(map[string]any)
	media, _ := content["application/json"].(map[string]any)
	schema, _ := media["schema"].(map[string]any)
	ref, _ := schema["$ref"].(string)
	if r.Header.Get("Content-Type") != "application/json" {
		if body != "" && content[r.Header.Get("Content-Type")] == nil {
			t.Errorf("%s %s: the contract takes no %s", r.Method, r.URL.Path, r.Header.Get("Content-Type"))
		}
		if body == "" && request["required"] == true {
			t.Errorf("%s %s: the contract wants a body", r.Method, r.URL.Path)
		}
		return
	}
	if ref == "" {
		t.Errorf("%s %s: the contract takes no JSON body", r.Method, r.URL.Path)
		return
	}
	if err := c.validate(ref, body); err != nil {
		t.Errorf("%s %s: body %s: %v", r.Method, r.URL.Path, body, err)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal([]byte(body), &fields); err != nil {
		t.Errorf("%s %s: body is not an object: %v", r.Method, r.URL.Path, err)
		return
	}
	properties, _ := c.at(ref)["properties"].(map[string]any)
	for name := range fields {
		p, _ := properties[name].(map[string]any)
		if p == nil || p["readOnly"] == true {
			t.Errorf("%s %s: the contract takes no property %q", r.Method, r.URL.Path, name)
		}
	}
}

func (c *contract) validate(ref, body string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	schema := c.compiled[ref]
	if schema == nil {
		var err error
		if schema, err = c.compiler.Compile("contract-2.json" + ref); err != nil {
			return err
		}
		c.compiled[ref] = schema
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}
