// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package issue

import (
	"errors"
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit/internal/grant"
)

// ErrNotApproved is the answer to a key that is not in the plan.
var ErrNotApproved = errors.New("not approved by the plan")

// Issuer issues the permits of one run for keys of its plan. It belongs to one goroutine.
type Issuer[K ~string] struct {
	approved map[K]bool
	held     func() error
}

// New makes an issuer for the keys of an approved plan. Its permits are good for as long as held, the lease of the run, answers nil; nil is
// for tests.
func New[K ~string](approved []K, held func() error) *Issuer[K] {
	i := &Issuer[K]{approved: map[K]bool{}, held: held}
	i.Add(approved...)
	return i
}

// Add approves further keys: those that set the goal of an approved plan back, and those that repair what one of its steps left half-done.
func (i *Issuer[K]) Add(keys ...K) {
	for _, k := range keys {
		i.approved[k] = true
	}
}

// Approves tells whether For would give a permit.
func (i *Issuer[K]) Approves(key K) bool { return i.approved[key] }

// For is the permit for a key, or the zero permit with ErrNotApproved.
func (i *Issuer[K]) For(key K) (permit.Permit, error) {
	if !i.Approves(key) {
		return permit.Permit{}, fmt.Errorf("%w: %s", ErrNotApproved, key)
	}
	return permit.Of(grant.New(string(key), i.held)), nil
}
