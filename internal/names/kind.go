// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package names

import "strings"

// reserved begins every marker, so no production name may begin with it.
const reserved = "igls-"

// ignorePrefix is followed by any text.
const ignorePrefix = reserved + "ignore"

// Kind tells what a name on a pool is for.
type Kind int

// The kinds of names.
const (
	// Production is a name that clients ask for.
	Production Kind = iota
	// ParkedName is the place-holder of a production name; the pool does not answer it.
	ParkedName
	// Hint pairs two pools. It never moves. Every other name with the reserved prefix counts as a hint too, so that it is left alone.
	Hint
	// Ignore takes the pool out of every failover.
	Ignore
)

// String is the kind as it is written in messages.
func (k Kind) String() string {
	switch k {
	case ParkedName:
		return "parked name"
	case Hint:
		return "hint"
	case Ignore:
		return "ignore tag"
	default:
		return "production name"
	}
}

// KindOf tells what a name is for. The order of the rules matters: an ignore tag is read before a hint, since it would parse as one.
func KindOf(name string) Kind {
	if _, ok := Unparked(name); ok {
		return ParkedName
	}
	n := Canonical(name)
	switch {
	case strings.HasPrefix(n, ignorePrefix):
		return Ignore
	case strings.HasPrefix(n, reserved):
		return Hint
	default:
		return Production
	}
}

// ParseHint splits a hint, "igls-<key>-<tail>", at the last dash of its first label. Two pools with equal keys on two clusters are a
// pair. The tail only keeps the two aliases different (a directory allows a name on one account) and has no other meaning. The key is
// lower case, for keys compare without case. It answers false for names that are no hints and for hints without key or tail.
func ParseHint(alias string) (key, tail string, ok bool) {
	if KindOf(alias) != Hint {
		return "", "", false
	}
	label := Short(Canonical(alias))
	rest := strings.TrimPrefix(label, reserved)
	dash := strings.LastIndexByte(rest, '-')
	if dash <= 0 || dash == len(rest)-1 {
		return "", "", false
	}
	return rest[:dash], rest[dash+1:], true
}
