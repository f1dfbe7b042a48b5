// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"encoding/json"
	"reflect"
)

// apply decodes the body strictly into shape, as [Request.Decode] does, and then gives the object behind into the value of every
// property that the body has and the object has too. What the body leaves out stays. Slices and pointers of the object are
// replaced, never written through, so a clone of the world keeps its own. null is refused unless shape's field is a pointer.
func (r *Request) apply(shape, into any) *Answer {
	if bad := r.Decode(shape); bad != nil {
		return bad
	}
	accepted := fieldsOf(reflect.TypeOf(shape).Elem())
	fields := fieldsOf(reflect.TypeOf(into).Elem())
	object := reflect.ValueOf(into).Elem()
	given := r.Given()
	for _, name := range sortedKeys(given) {
		if string(given[name]) == "null" && accepted[name].Type.Kind() != reflect.Pointer {
			return refuse(BadRequest(name, "'%s' may not be null", name).Because(RuleBadValue))
		}
		field, known := fields[name]
		if !known {
			continue
		}
		fresh := reflect.New(field.Type)
		if json.Unmarshal(given[name], fresh.Interface()) != nil {
			return refuse(BadRequest(name, "'%s' has the wrong type", name).Because(RuleBadValue))
		}
		object.FieldByIndex(field.Index).Set(fresh.Elem())
	}
	return nil
}

// has tells whether the body has a property at its top level.
func (r *Request) has(name string) bool {
	_, ok := r.Given()[name]
	return ok
}
