// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
)

// Decode reads the request's body into a pointer to a struct that lists exactly the properties the operation accepts, in json
// tags. What it does not list is refused, at any depth: an unknown property as much as a read-only or create-only one. Further
// tags: required:"true" (must be present and not null), enum:"a,b,c" (the only values of a text). A pointer field tells absent
// (nil) from given; a json.RawMessage field keeps null apart from absent. A PUT must have at least one property.
// Texts may have max:"32" (length) and pattern:"name" (see patterns), numbers range:"0,86400".
// The result is nil, or the refusal to return.
func (r *Request) Decode(into any) *Answer {
	if bad := r.inspect(reflect.TypeOf(into).Elem()); bad != nil {
		return bad
	}
	if err := json.Unmarshal(r.content(), into); err != nil {
		return Refuse(unreadable(err))
	}
	return nil
}

// Edit is Decode into an object of the world that has all properties, and changes those that the body gives. The tag api:"read"
// marks a read-only property, api:"create" one that only a POST may give; with json:"-" a field is no property at all. Slices
// are replaced, never written in place, so that a cloned world keeps its own. null is accepted only with nullable:"true".
func (r *Request) Edit(into any) *Answer {
	shape := reflect.TypeOf(into).Elem()
	r.partial = r.Method == http.MethodPut
	if bad := r.inspect(shape); bad != nil {
		return bad
	}
	target := reflect.ValueOf(into).Elem()
	given := r.Given()
	for _, name := range SortedKeys(given) {
		f, known := fieldsOf(shape)[name]
		if !known {
			continue
		}
		if string(given[name]) == "null" && f.Tag.Get("nullable") != "true" {
			return Refuse(BadRequest(name, "property '%s' cannot be null", name).Because(RuleBadValue))
		}
		fresh := reflect.New(f.Type)
		if err := json.Unmarshal(given[name], fresh.Interface()); err != nil {
			return Refuse(unreadable(err))
		}
		target.FieldByIndex(f.Index).Set(fresh.Elem())
	}
	return nil
}

// content is the body, an empty object if there is none.
func (r *Request) content() []byte {
	raw := bytes.TrimSpace(r.body)
	if len(raw) == 0 {
		return []byte("{}")
	}
	return raw
}

func unreadable(err error) Answer {
	if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return BadRequest(kind.Field, "a value of type %s is not accepted here", kind.Value).Because(RuleBadValue)
	}
	return BadRequest("", "the body cannot be read").Because(RuleBadValue)
}

// inspect holds the body against the properties of shape.
func (r *Request) inspect(shape reflect.Type) *Answer {
	r.decoded = true
	var tree map[string]json.RawMessage
	if err := strictJSON(r.content(), &tree); err != nil {
		return Refuse(BadRequest("", "the body is not one JSON object").Because(RuleBadValue))
	}
	if len(tree) == 0 && r.Method == http.MethodPut {
		return Refuse(BadRequest("", "at least one property is needed").Because(RuleEmptyPut))
	}
	return r.checkObject(tree, shape, "")
}

// Given tells which properties the body has at its top level, null included. Decode comes first.
func (r *Request) Given() map[string]json.RawMessage {
	tree := map[string]json.RawMessage{}
	_ = json.Unmarshal(r.body, &tree)
	return tree
}

// Refuse is an answer that ends a request early. One that refuses nothing is a fault of the simulator.
func Refuse(a Answer) *Answer {
	if !a.Refuses() {
		panic("papi: a refusal with status " + strconv.Itoa(a.Status))
	}
	return &a
}

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
	for _, name := range SortedKeys(tree) {
		f, known := fields[name]
		if role := f.Tag.Get("api"); known && (role == "read" || role == "create" && r.Method == http.MethodPut) {
			return Refuse(BadRequest(path+name, "property '%s' cannot be changed", path+name).Because(RuleUnknownProperty))
		}
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
	for _, name := range SortedKeys(fields) {
		if r.partial && path == "" {
			break // a PUT leaves out what should stay
		}
		if v, given := tree[name]; fields[name].Tag.Get("required") == "true" && (!given || string(v) == "null") {
			return Refuse(Fail(400, "AEC_ARG_REQUIRED", path+name, "property '%s' is required", path+name).Because(RuleBadValue))
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

// SortedKeys are the keys of a map in order.
func SortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Set changes a value if the body gave one.
func Set[T any](target, given *T) {
	if given != nil {
		*target = *given
	}
}

// Has tells whether the body has a property at its top level.
func (r *Request) Has(name string) bool {
	_, ok := r.Given()[name]
	return ok
}
