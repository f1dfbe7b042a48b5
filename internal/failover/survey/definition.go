// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/meaning"
)

// Definition is the writable part of an object of OneFS, by property name. Numbers are json.Number, so nothing is rounded.
type Definition map[string]any

// Clone is a deep copy; of no definition it is an empty one.
func (d Definition) Clone() Definition {
	out := make(Definition, len(d))
	for k, v := range d {
		out[k] = copyValue(v)
	}
	return out
}

// copyValue is a deep copy of a value that was decoded from JSON.
func copyValue(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if v == nil {
			return v
		}
		out := make(map[string]any, len(v))
		for k, x := range v {
			out[k] = copyValue(x)
		}
		return out
	case []any:
		if v == nil {
			return v
		}
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = copyValue(x)
		}
		return out
	}
	return v
}

// Text is the canonical JSON of the definition (keys sorted).
func (d Definition) Text() []byte {
	b, err := json.Marshal(d)
	if err != nil {
		panic("a definition that was decoded from JSON must encode: " + err.Error())
	}
	return b
}

// Equal compares what two definitions say. OneFS shows what is empty as an empty text or list, as null, or not at all: it is the same.
func (d Definition) Equal(o Definition) bool {
	return meaning.Same(map[string]any(d), map[string]any(o))
}

// Decode keeps numbers as they stand in the document.
func Decode(b []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	if err := dec.Decode(v); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the JSON value")
	}
	return nil
}

// With is a copy of the definition with one property set.
func (d Definition) With(k string, v any) Definition {
	out := d.Clone()
	out[k] = v
	return out
}

// SameFields compares two definitions in the named properties alone, by the rules of Equal.
func SameFields(a, b Definition, properties []string) bool {
	x, y := Definition{}, Definition{}
	for _, k := range properties {
		x[k], y[k] = a[k], b[k]
	}
	return x.Equal(y)
}

// Covers tells whether every property of want has the same value in have, and what want leaves empty has none.
func Covers(have, want Definition) bool { return meaning.Covers(have, want) }

// Over is the definition as it is to be written over another one: what that has and this lacks is sent as its empty value.
func (d Definition) Over(have Definition) Definition { return meaning.Complete(d, have) }

// List is a copy of a value as a list, empty for what is none. It is never nil.
func List(v any) []any {
	l, _ := v.([]any)
	out := make([]any, 0, len(l))
	return append(out, l...)
}
