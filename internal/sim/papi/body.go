// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
)

// Decode reads the request's body into a pointer to a struct that lists exactly the properties the operation accepts, in json
// tags. What it does not list is refused, at any depth: an unknown property as much as a read-only or create-only one. Further
// tags: required:"true" (must be present and not null), enum:"a,b,c" (the only values of a text). A pointer field tells absent
// (nil) from given; a json.RawMessage field keeps null apart from absent. A PUT must have at least one property.
// The result is nil, or the refusal to return.
func (r *Request) Decode(into any) *Answer {
	r.decoded = true
	raw := bytes.TrimSpace(r.body)
	if len(raw) == 0 {
		raw = []byte("{}")
	}
	var tree map[string]json.RawMessage
	if err := strictJSON(raw, &tree); err != nil {
		return refuse(BadRequest("", "the body is not one JSON object").Because(RuleBadValue))
	}
	if len(tree) == 0 && r.Method == "PUT" {
		return refuse(BadRequest("", "at least one property is needed").Because(RuleEmptyPut))
	}
	if bad := r.checkObject(tree, reflect.TypeOf(into).Elem(), ""); bad != nil {
		return bad
	}
	if err := json.Unmarshal(raw, into); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) {
			return refuse(BadRequest(kind.Field, "a value of type %s is not accepted here", kind.Value).Because(RuleBadValue))
		}
		return refuse(BadRequest("", "the body cannot be read").Because(RuleBadValue))
	}
	return nil
}

// Given tells which properties the body has at its top level, null included. Decode comes first.
func (r *Request) Given() map[string]json.RawMessage {
	tree := map[string]json.RawMessage{}
	_ = json.Unmarshal(r.body, &tree)
	return tree
}

func refuse(a Answer) *Answer { return &a }

// strictJSON decodes one JSON value and refuses anything after it.
func strictJSON(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one value")
	}
	return nil
}

// checkObject compares an object's names with a struct's fields, including case, and goes down into what it holds.
func (r *Request) checkObject(tree map[string]json.RawMessage, shape reflect.Type, path string) *Answer {
	fields := fieldsOf(shape)
	for _, name := range sortedKeys(tree) {
		f, known := fields[name]
		if !known {
			bad := BadRequest(path+name, "property '%s' is not accepted here", path+name).Because(RuleUnknownProperty)
			if r.World.Dials.Is(dial.UnknownProperty, dial.Ignored) {
				r.tolerated = append(r.tolerated, bad)
				continue
			}
			return &bad
		}
		if bad := r.checkValue(tree[name], f.Type, f.Tag, path+name); bad != nil {
			return bad
		}
	}
	for _, name := range sortedKeys(fields) {
		if v, given := tree[name]; fields[name].Tag.Get("required") == "true" && (!given || string(v) == "null") {
			return refuse(Fail(400, "AEC_ARG_REQUIRED", path+name, "property '%s' is required", path+name).Because(RuleBadValue))
		}
	}
	return nil
}

func (r *Request) checkValue(raw json.RawMessage, t reflect.Type, tag reflect.StructTag, path string) *Answer {
	if string(raw) == "null" || t == reflect.TypeFor[json.RawMessage]() {
		return nil
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Struct:
		var tree map[string]json.RawMessage
		if json.Unmarshal(raw, &tree) != nil {
			return refuse(BadRequest(path, "'%s' must be an object", path).Because(RuleBadValue))
		}
		return r.checkObject(tree, t, path+".")
	case reflect.Slice:
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) != nil {
			return refuse(BadRequest(path, "'%s' must be an array", path).Because(RuleBadValue))
		}
		for i, v := range list {
			if bad := r.checkValue(v, t.Elem(), tag, fmt.Sprintf("%s[%d]", path, i)); bad != nil {
				return bad
			}
		}
	case reflect.String:
		var s string
		if json.Unmarshal(raw, &s) != nil {
			return refuse(BadRequest(path, "'%s' must be a text", path).Because(RuleBadValue))
		}
		if list := tag.Get("enum"); list != "" && !slices.Contains(strings.Split(list, ","), s) {
			return refuse(BadRequest(path, "'%s' is not one of %s", path, list).Because(RuleBadValue))
		}
	}
	return nil
}

// fieldsOf lists a struct's fields by their json name, embedded structs included.
func fieldsOf(shape reflect.Type) map[string]reflect.StructField {
	out := map[string]reflect.StructField{}
	for _, f := range reflect.VisibleFields(shape) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.IsExported() && name != "" && name != "-" {
			out[name] = f
		}
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
