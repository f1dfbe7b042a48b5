// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Contract is the loaded description. It may be used by many goroutines.
type Contract struct {
	doc        map[string]any
	operations []*operation

	mu       sync.Mutex
	compiler *jsonschema.Compiler
	compiled map[string]*jsonschema.Schema
	seen     map[*operation]*outcome
	bodies   int // bodies validated so far
	findings int
}

// operation is one method of one path.
type operation struct {
	method  string
	path    string // as the contract writes it, with version
	bare    string // without "/platform/<version>"
	pointer string // JSON pointer to the operation
	spec    map[string]any
	query   map[string]map[string]any // schema by query name
}

// name is how reports call the operation.
func (o *operation) name() string { return o.method + " " + o.bare }

// Load reads a contract.
func Load(path string) (*Contract, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	raw, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	doc, ok := raw.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s: not an object", path)
	}
	c := &Contract{
		doc: doc, compiler: jsonschema.NewCompiler(),
		compiled: map[string]*jsonschema.Schema{}, seen: map[*operation]*outcome{},
	}
	acceptNull(doc)
	if err := c.compiler.AddResource("contract.json", doc); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	c.operations = operationsOf(doc)
	if len(c.operations) == 0 {
		return nil, fmt.Errorf("%s: no operations", path)
	}
	return c, nil
}

// nullInAnswers are properties of answers that recordings show as null although the contract gives them a plain type. "A field without a
// null type may still be null", says the reference of the contract.
var nullInAnswers = map[string][]string{
	"ProvidersAdsAdsItem":         {"instance"},
	"ProvidersAdsAdsItemExtended": {"instance"},
}

func acceptNull(doc map[string]any) {
	schemas := object(object(doc["components"])["schemas"])
	for name, properties := range nullInAnswers {
		for _, property := range properties {
			if p := object(object(object(schemas[name])["properties"])[property]); p != nil {
				p["type"] = []any{p["type"], "null"}
			}
		}
	}
}

func operationsOf(doc map[string]any) []*operation {
	var out []*operation
	paths := object(doc["paths"])
	for _, path := range sortedKeys(paths) {
		item := object(paths[path])
		for _, method := range []string{"get", "head", "post", "put", "delete"} {
			spec := object(item[method])
			if spec == nil {
				continue
			}
			o := &operation{
				method: strings.ToUpper(method), path: path, bare: bare(path), spec: spec, query: map[string]map[string]any{},
				pointer: "/paths/" + escape(path) + "/" + method,
			}
			for _, p := range list(spec["parameters"]) {
				if parameter := object(p); parameter["in"] == "query" {
					o.query[text(parameter["name"])] = object(parameter["schema"])
				}
			}
			out = append(out, o)
		}
	}
	return out
}

// schema compiles the schema at a JSON pointer of the contract, once.
func (c *Contract) schema(pointer string) (*jsonschema.Schema, error) {
	if s, ok := c.compiled[pointer]; ok {
		return s, nil
	}
	s, err := c.compiler.Compile("contract.json#" + pointer)
	if err != nil {
		return nil, err
	}
	c.compiled[pointer] = s
	return s, nil
}

// Operations lists all operations as "METHOD path", the path without "/platform/<version>".
func (c *Contract) Operations() []string {
	out := make([]string, len(c.operations))
	for i, o := range c.operations {
		out[i] = o.name()
	}
	return out
}
