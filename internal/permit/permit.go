// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package permit

import "errors"

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
	// KindHousekeeping changes nothing that belongs to the user: logging in, the lease, the journal.
	KindHousekeeping Kind = "housekeeping"
)

// ErrNone is what Check answers for the zero Permit.
var ErrNone = errors.New("write without permit: no approved step covers it, nothing was sent")

// Permit allows one kind of write. It is opaque: the only way to get one is to ask for it by name, and its zero value allows nothing.
type Permit struct {
	kind   Kind
	key    string
	object string
	held   func() error
}

// Approved is the permit of a planned step; key is the step's key as it stands in the plan.
func Approved(key string) Permit { return Permit{kind: KindApproved, key: key} }

// Within is the permit for an object that an approved step implies, whose permit this is.
func (p Permit) Within(object string) Permit {
	return Permit{kind: KindWithin, key: p.key, object: object, held: p.held}
}

// Housekeeping is the permit for the tool's own records; what names them ("log-in", "lease", "journal").
func Housekeeping(what string) Permit { return Permit{kind: KindHousekeeping, key: what} }

// While is the same permit for as long as held answers nil. Check is asked before every attempt of a write, so what was refused or lost on
// the way is not sent again in the name of a run that has lost its lease meanwhile.
func (p Permit) While(held func() error) Permit {
	p.held = held
	return p
}

// Kind tells the three kinds apart; it is None for the zero Permit.
func (p Permit) Kind() Kind { return p.kind }

// Key is the key of the step, or what the housekeeping is about.
func (p Permit) Key() string { return p.key }

// Check answers ErrNone for a permit that allows nothing: the zero value, and one whose key is empty; otherwise what While says.
func (p Permit) Check() error {
	if p.kind == None || p.key == "" {
		return ErrNone
	}
	if p.held != nil {
		return p.held()
	}
	return nil
}

// String is the permit for the log.
func (p Permit) String() string {
	switch {
	case p.kind == None:
		return "none"
	case p.object != "":
		return string(p.kind) + "(" + p.key + ": " + p.object + ")"
	default:
		return string(p.kind) + "(" + p.key + ")"
	}
}
