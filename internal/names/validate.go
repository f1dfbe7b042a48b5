// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package names

import (
	"fmt"
	"strings"
)

// Limits of DNS (RFC 1035 section 2.3.4, in text form and without the trailing dot).
const (
	maxLabel = 63
	maxName  = 253
)

// InvalidError says why a name cannot be a production name.
type InvalidError struct {
	// Name is the name as it was given.
	Name string
	// Reason completes the sentence "<name> …".
	Reason string
}

// Error is the reason with the name before it.
func (e *InvalidError) Error() string {
	return fmt.Sprintf("name %q %s", e.Name, e.Reason)
}

// Validate tells whether a name can be a production name that moves. It must be a host name of letters, digits and hyphens, must not
// begin with the reserved prefix, and must still fit into DNS once it is parked: the first label grows by 14 characters then. The error
// is an [*InvalidError].
func Validate(name string) error {
	bad := func(format string, args ...any) error {
		return &InvalidError{Name: name, Reason: fmt.Sprintf(format, args...)}
	}
	plain := strings.TrimSuffix(name, ".")
	if plain == "" {
		return bad("is empty")
	}
	if strings.HasPrefix(strings.ToLower(plain), reserved) {
		return bad("begins with %q, which is reserved for markers: it cannot be a production name", reserved)
	}
	for label := range strings.SplitSeq(plain, ".") {
		if reason := labelFault(label); reason != "" {
			return bad("%s", reason)
		}
	}
	if first := Short(plain); len(parkedPrefix)+len(first) > maxLabel {
		return bad("cannot be parked: its first label has %d characters, and %q before it makes %d; DNS allows %d",
			len(first), parkedPrefix, len(parkedPrefix)+len(first), maxLabel)
	}
	if len(parkedPrefix)+len(plain) > maxName {
		return bad("cannot be parked: it has %d characters, and %q before it makes %d; DNS allows %d",
			len(plain), parkedPrefix, len(parkedPrefix)+len(plain), maxName)
	}
	return nil
}

// labelFault says what is wrong with one label, "" if nothing is.
func labelFault(label string) string {
	switch {
	case label == "":
		return "has an empty label"
	case len(label) > maxLabel:
		return fmt.Sprintf("has a label of %d characters; DNS allows %d", len(label), maxLabel)
	case strings.HasPrefix(label, "-"), strings.HasSuffix(label, "-"):
		return fmt.Sprintf("has the label %q, which begins or ends with a hyphen", label)
	}
	for _, r := range label {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && !(r >= '0' && r <= '9') && r != '-' {
			return fmt.Sprintf("contains %q; only letters, digits, hyphens and dots are allowed", r)
		}
	}
	return ""
}
