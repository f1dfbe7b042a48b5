// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import "encoding/json"

// Nullable is a property of a PUT body that may be left out (the zero value), set to null, or set to a value. Use it with the JSON
// option omitzero.
type Nullable[T any] struct {
	present bool
	value   *T
}

// SetPointer is a Nullable with the value behind p, and null when p is nil: it carries a value that was read over to a PUT.
func SetPointer[T any](p *T) Nullable[T] { return Nullable[T]{present: true, value: p} }

// IsZero tells that the property is left out.
func (n Nullable[T]) IsZero() bool { return !n.present }

// MarshalJSON is the value or null.
func (n Nullable[T]) MarshalJSON() ([]byte, error) { return json.Marshal(n.value) }
