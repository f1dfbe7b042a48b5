// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package names

import (
	"strings"
	"testing"
)

// FuzzParked: what may be a production name can be parked and comes back unchanged, as a name that DNS takes; a parked name is never a
// production name.
func FuzzParked(f *testing.F) {
	for _, s := range []string{
		"nas1.demo.local", "NAS1.Demo.Local.", "a", "a.", "x-1.example.com", strings.Repeat("a", 49), strings.Repeat("a", 50) + ".b",
		strings.Repeat("a.", 126) + "a", "igls-original-", "ıgls-original-x", "-a", "a-", "a..b", "\x00", "Ünïcode.de",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !Equal(s, Canonical(s)) && !strings.HasSuffix(s, "..") || Equal(s, s+"x") {
			t.Fatalf("Equal is wrong about %q", s)
		}
		if Validate(s) != nil {
			return
		}
		if Canonical(Canonical(s)) != Canonical(s) {
			t.Fatalf("Canonical(%q) is not stable", s)
		}
		parked := Parked(s)
		back, ok := Unparked(parked)
		if !ok || back != s || KindOf(parked) != ParkedName || Validate(parked) == nil {
			t.Fatalf("%q parks as %q and comes back as %q, %v", s, parked, back, ok)
		}
		for label := range strings.SplitSeq(strings.TrimSuffix(parked, "."), ".") {
			if len(label) == 0 || len(label) > maxLabel {
				t.Fatalf("%q parks with the label %q", s, label)
			}
		}
	})
}

// FuzzParseHint: a hint is told from a name and taken apart without case; what comes out makes the same hint again.
func FuzzParseHint(f *testing.F) {
	for _, s := range []string{
		"igls-nas1-ps1", "igls-nas1-ps1.demo.local", "IGLS-Pool0-NAS2.", "igls-a-b-c", "igls--x", "igls-x-", "igls-ignore-x", "igls-original-x-y",
		"igls-", "igls", "igls-\xff-y", "igls-nas1-ps1.", "igls-nas1.-ps1",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key, tail, ok := ParseHint(s)
		if !ok {
			return
		}
		if strings.Contains(tail, "-") || strings.ContainsAny(key+tail, ".") {
			t.Fatalf("ParseHint(%q) = %q, %q", s, key, tail)
		}
		k, l, again := ParseHint("igls-" + key + "-" + tail)
		if !again || !strings.EqualFold(k, key) || !strings.EqualFold(l, tail) {
			t.Fatalf("ParseHint(%q) = %q, %q, which parses as %q, %q, %v", s, key, tail, k, l, again)
		}
		shout := strings.ToUpper(s)
		plain := strings.ToUpper(strings.ToLower(s)) == shout && len(shout) == len(s)
		if upper, _, ok := ParseHint(shout); plain && (!ok || !strings.EqualFold(upper, key)) {
			t.Fatalf("ParseHint depends on case: %q, %q", s, upper)
		}
	})
}
