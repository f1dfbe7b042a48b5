// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package permit

import (
	"errors"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit/internal/grant"
)

// Kind says why a write may happen.
type Kind string

// The three kinds of permit, and none.
const (
	// None is the kind of the zero Permit. Nothing may be written with it.
	None Kind = ""
	// KindApproved is a step that a person saw in the plan.
	KindApproved Kind = "approved"
	// KindWithin is an act that an approved step implies and that cannot be listed before: closing a session below a fenced path,
	// repeating the sync of an approved policy.
	KindWithin Kind = "within"
	// KindHousekeeping is a chore; see Chores.
	KindHousekeeping Kind = "housekeeping"
)

// ErrNone is what Check answers for the zero value.
var ErrNone = errors.New("write without permit: no approved step covers it, nothing was sent")

// Permit allows the writes of one approved step. It is opaque: package issue makes it, and its zero value allows nothing.
type Permit struct {
	key    string
	object string
	held   func() error
}

// Of is the permit of a grant. Nothing but package issue can name a grant, and the zero grant gives the zero permit.
func Of(g grant.Grant) Permit { return Permit{key: g.Key(), held: g.Held()} }

// Within is the permit for an object that an approved step implies, whose permit this is.
func (p Permit) Within(object string) Permit {
	p.object = object
	return p
}

// ToTheEnd is the same permit for the second half of an act that may not stay half-done: it no longer ends with the lease of the run.
func (p Permit) ToTheEnd() Permit {
	p.held = nil
	return p
}

// Kind tells approved from within; it is None for a permit that allows nothing.
func (p Permit) Kind() Kind {
	switch {
	case p.key == "":
		return None
	case p.object != "":
		return KindWithin
	default:
		return KindApproved
	}
}

// Check answers ErrNone for the zero permit, otherwise whether the run still holds its lease. It is asked before every attempt of a write,
// so what was refused or lost on the way is not sent again in the name of a run that has lost its lease meanwhile.
func (p Permit) Check() error { return check(p.key, p.held) }

// String is the permit for the log.
func (p Permit) String() string {
	switch p.Kind() {
	case None:
		return "none"
	case KindWithin:
		return string(KindWithin) + "(" + p.key + ": " + p.object + ")"
	default:
		return string(KindApproved) + "(" + p.key + ")"
	}
}

func check(what string, held func() error) error {
	if what == "" {
		return ErrNone
	}
	if held != nil {
		return held()
	}
	return nil
}
