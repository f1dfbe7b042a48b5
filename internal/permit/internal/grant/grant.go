// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package grant

// Grant is one key of an approved plan.
type Grant struct {
	key  string
	held func() error
}

// New grants a key for as long as held answers nil.
func New(key string, held func() error) Grant { return Grant{key, held} }

// Key is the key of the step.
func (g Grant) Key() string { return g.key }

// Held is what has to answer nil.
func (g Grant) Held() func() error { return g.held }
