// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package names

import "strings"

// parkedPrefix marks the place-holder of a production name on the pool that does not serve it.
const parkedPrefix = reserved + "original-"

// Parked is the place-holder of a name: "igls-original-nas1.example.com" of "nas1.example.com". Nobody asks for it, so clients cannot
// reach the pool by it, and it says which production name the pool can receive.
func Parked(name string) string {
	return parkedPrefix + name
}

// Unparked is the production name behind a place-holder, in the spelling in which it stands there. It answers false for a name that is
// not parked, and for a place-holder of nothing.
func Unparked(name string) (string, bool) {
	if len(name) <= len(parkedPrefix) || !strings.EqualFold(name[:len(parkedPrefix)], parkedPrefix) {
		return "", false
	}
	rest := name[len(parkedPrefix):]
	if strings.HasPrefix(rest, ".") {
		return "", false
	}
	return rest, true
}
