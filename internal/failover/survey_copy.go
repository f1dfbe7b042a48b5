// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import "reflect"

// clone is a deep copy, for effects of a preview. A run makes one in every round, so it does not go through the stored form.
func (s *Survey) clone() *Survey {
	out := new(Survey)
	deepCopy(reflect.ValueOf(out).Elem(), reflect.ValueOf(s).Elem())
	return out
}

// definitionType: definitions are most of a survey, and copied without looking at their type over and over.
var definitionType = reflect.TypeFor[Definition]()

// deepCopy makes to, which can be set, the same as from without sharing anything with it. A survey is a tree of plain values: what lies in
// an interface is a list, a map or a simple value of a decoded JSON text.
func deepCopy(to, from reflect.Value) {
	if from.Type() == definitionType {
		if !from.IsNil() {
			to.Set(reflect.ValueOf(from.Interface().(Definition).clone())) //nolint:forcetypeassert // it is of that type
		}
		return
	}
	switch from.Kind() {
	case reflect.Pointer:
		if !from.IsNil() {
			to.Set(reflect.New(from.Type().Elem()))
			deepCopy(to.Elem(), from.Elem())
		}
	case reflect.Interface:
		if !from.IsNil() {
			inner := reflect.New(from.Elem().Type()).Elem()
			deepCopy(inner, from.Elem())
			to.Set(inner)
		}
	case reflect.Slice:
		if !from.IsNil() {
			to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
			for i := range from.Len() {
				deepCopy(to.Index(i), from.Index(i))
			}
		}
	case reflect.Map:
		if from.IsNil() {
			return
		}
		to.Set(reflect.MakeMapWithSize(from.Type(), from.Len()))
		for each := from.MapRange(); each.Next(); {
			value := reflect.New(from.Type().Elem()).Elem()
			deepCopy(value, each.Value())
			to.SetMapIndex(each.Key(), value)
		}
	case reflect.Struct:
		to.Set(from) // for what is not exported: plain values of a field that may be null
		for i := range from.NumField() {
			if to.Field(i).CanSet() {
				deepCopy(to.Field(i), from.Field(i))
			}
		}
	default:
		to.Set(from)
	}
}
