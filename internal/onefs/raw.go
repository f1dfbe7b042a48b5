// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// Raw is an object as the cluster sent it, as JSON text. It keeps what the typed fields beside it do not know, so that a copy to another
// cluster loses nothing.
type Raw []byte

// decodeRaw fills typed (which must not have its own UnmarshalJSON) from one object, and keeps its text.
func decodeRaw(b []byte, typed any, raw *Raw) error {
	*raw = bytes.Clone(b)
	return json.Unmarshal(b, typed)
}

// Definition is the part of the object that the body of verb takes, ready to be sent to another cluster. Read-only properties and
// nulls (which mean "not set") are left out; numbers are json.Number, so nothing is rounded.
func (raw Raw) Definition(kind Kind, verb Verb) (map[string]any, error) {
	var all map[string]any
	if len(raw) > 0 {
		if err := decodeNumbers(raw, &all); err != nil {
			return nil, fmt.Errorf("%s: %w", kind, err)
		}
	}
	out := map[string]any{}
	for _, name := range writable[kind][verb] {
		if v := all[name]; v != nil {
			out[name] = withoutNull(v)
		}
	}
	trimThresholds(kind, out)
	return out, nil
}

// withoutNull drops null from objects at any depth: null is nothing, and many properties do not take it.
func withoutNull(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if x == nil {
				delete(v, k)
				continue
			}
			v[k] = withoutNull(x)
		}
	case []any:
		for i := range v {
			v[i] = withoutNull(v[i])
		}
	}
	return v
}

// trimThresholds leaves of a quota's thresholds what can be written: reads add when each was exceeded.
func trimThresholds(kind Kind, body map[string]any) {
	thresholds, ok := body["thresholds"].(map[string]any)
	if kind != KindQuota || !ok {
		return
	}
	kept := map[string]any{}
	for _, name := range quotaThresholds {
		if v, ok := thresholds[name]; ok && v != nil {
			kept[name] = v
		}
	}
	body["thresholds"] = kept
}

// checkFields refuses a body that holds a property that the API does not take, before it is sent.
func checkFields(kind Kind, verb Verb, body map[string]any) error {
	if len(body) == 0 {
		return fmt.Errorf("%s: %s without any property: %w", kind, verb, ErrUnknownField)
	}
	allowed := Writable(kind, verb)
	var wrong []string
	for name := range body {
		if !slices.Contains(allowed, name) {
			wrong = append(wrong, name)
		}
	}
	if thresholds, ok := body["thresholds"].(map[string]any); ok && kind == KindQuota {
		for name := range thresholds {
			if !slices.Contains(quotaThresholds, name) {
				wrong = append(wrong, "thresholds."+name)
			}
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	slices.Sort(wrong)
	return fmt.Errorf("%s: %s of %v: %w", kind, verb, wrong, ErrUnknownField)
}

func decodeNumbers(b []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	return d.Decode(v)
}
