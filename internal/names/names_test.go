// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package names

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestKindOf(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]Kind{
		"nas1.demo.local":                Production,
		"igls-original-nas1.demo.local":  ParkedName,
		"IGLS-Original-nas1.demo.local.": ParkedName,
		"igls-nas1-ps1.demo.local":       Hint,
		"igls-pool0-nas1":                Hint,
		"igls-lonely":                    Hint,
		"igls-original-":                 Hint,
		"igls-original-.demo.local":      Hint,
		"igls-ignore-lab":                Ignore,
		"Igls-Ignore":                    Ignore,
		"iglsnas1.demo.local":            Production,
		"":                               Production,
	} {
		if got := KindOf(name); got != want {
			t.Errorf("KindOf(%q) = %v, want %v", name, got, want)
		}
	}
}

func TestParseHint(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		alias, key, tail string
		ok               bool
	}{
		{"igls-nas1-ps1.demo.local", "nas1", "ps1", true},
		{"igls-pool0-nas1", "pool0", "nas1", true},
		{"IGLS-Home-Dirs-PS2.demo.local.", "home-dirs", "ps2", true},
		{"igls-nas1", "", "", false},
		{"igls--ps1", "", "", false},
		{"igls-nas1-", "", "", false},
		{"igls-nas1.demo-x.local", "", "", false},
		{"igls-ignore-lab", "", "", false},
		{"igls-original-nas1.demo.local", "", "", false},
		{"nas1-ps1.demo.local", "", "", false},
	} {
		key, tail, ok := ParseHint(c.alias)
		if key != c.key || tail != c.tail || ok != c.ok {
			t.Errorf("ParseHint(%q) = %q, %q, %v, want %q, %q, %v", c.alias, key, tail, ok, c.key, c.tail, c.ok)
		}
	}
}

func TestValidate(t *testing.T) {
	t.Parallel()
	long := func(n int) string { return strings.Repeat("a", n) }
	for _, c := range []struct{ name, reason string }{
		{"nas1.demo.local", ""},
		{"nas1", ""},
		{"NAS1.demo.local.", ""},
		{long(49) + ".demo.local", ""},
		{long(50) + ".demo.local", "cannot be parked: its first label has 50 characters"},
		{"a." + long(64), "has a label of 64 characters"},
		{"a" + strings.Repeat("."+long(59), 4), "cannot be parked: it has 241 characters"},
		{"", "is empty"},
		{".", "is empty"},
		{"a..b", "has an empty label"},
		{"-a.b", "begins or ends with a hyphen"},
		{"a-.b", "begins or ends with a hyphen"},
		{"a_b", `contains '_'`},
		{"näs.b", `contains 'ä'`},
		{"*.demo.local", `contains '*'`},
		{"igls-nas1-ps1", "reserved for markers"},
		{"IGLS-original-nas1", "reserved for markers"},
	} {
		err := Validate(c.name)
		if c.reason == "" {
			if err != nil {
				t.Errorf("Validate(%q) = %v, want nil", c.name, err)
			}
			continue
		}
		var invalid *InvalidError
		if !errors.As(err, &invalid) || !strings.Contains(invalid.Reason, c.reason) || invalid.Name != c.name {
			t.Errorf("Validate(%q) = %v, want a reason with %q", c.name, err, c.reason)
		}
	}
}

func TestServicePrincipals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name          string
		classes, want []string
	}{
		{"nas1.demo.local", []string{"HOST"}, []string{"HOST/nas1.demo.local", "HOST/nas1"}},
		{"NAS1.demo.local.", []string{"HOST", "nfs"}, []string{"HOST/nas1.demo.local", "HOST/nas1", "nfs/nas1.demo.local", "nfs/nas1"}},
		{"nas1", []string{"HOST", "host"}, []string{"HOST/nas1"}},
		{"nas1.demo.local", nil, nil},
		{"nas1.demo.local", []string{""}, nil},
		{"", []string{"HOST"}, nil},
	} {
		if got := ServicePrincipals(c.name, c.classes); !slices.Equal(got, c.want) {
			t.Errorf("ServicePrincipals(%q, %q) = %q, want %q", c.name, c.classes, got, c.want)
		}
	}
	if !EqualSPN("host/NAS1.demo.local", "HOST/nas1.DEMO.local") || EqualSPN("HOST/nas1", "HOST/nas2") {
		t.Error("EqualSPN does not compare without case")
	}
}

func TestEqual(t *testing.T) {
	t.Parallel()
	if !Equal("NAS1.demo.local.", "nas1.Demo.local") || Equal("nas1", "nas1.demo.local") {
		t.Error("Equal does not compare as DNS does")
	}
	if got := Short("nas1.demo.local"); got != "nas1" {
		t.Errorf("Short = %q", got)
	}
}

// hostName draws names that Validate accepts.
func hostName() *rapid.Generator[string] {
	return rapid.StringMatching(`[a-zA-Z0-9]([a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?(\.[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?){0,4}\.?`).
		Filter(func(s string) bool { return !strings.HasPrefix(strings.ToLower(s), reserved) })
}

func TestParked_Properties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := hostName().Draw(t, "name")
		if err := Validate(n); err != nil {
			t.Fatalf("a host name is refused: %v", err)
		}
		if KindOf(n) != Production || KindOf(Parked(n)) != ParkedName {
			t.Fatalf("KindOf(%q) = %v, parked %v", n, KindOf(n), KindOf(Parked(n)))
		}
		back, ok := Unparked(Parked(n))
		if !ok || back != n {
			t.Fatalf("Unparked(Parked(%q)) = %q, %v", n, back, ok)
		}
		if !Equal(Canonical(n), n) || Canonical(Canonical(n)) != Canonical(n) {
			t.Fatalf("Canonical(%q) = %q", n, Canonical(n))
		}
		if len(Canonical(Parked(n))) > maxName || len(Short(Parked(n))) > maxLabel {
			t.Fatalf("the parked form of %q does not fit into DNS", n)
		}
	})
}

func TestParseHint_Properties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.StringMatching(`[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?`).Filter(func(s string) bool {
			return !strings.HasPrefix(s, "ignore") && !strings.HasPrefix(s, "original")
		}).Draw(t, "key")
		tail := rapid.StringMatching(`[a-z0-9]{1,12}`).Draw(t, "tail")
		suffix := rapid.SampledFrom([]string{"", ".demo.local", ".demo-two.local."}).Draw(t, "suffix")
		k, l, ok := ParseHint("igls-" + key + "-" + tail + suffix)
		if !ok || k != key || l != tail {
			t.Fatalf("ParseHint = %q, %q, %v, want %q, %q", k, l, ok, key, tail)
		}
	})
}

func FuzzKindOf(f *testing.F) {
	for _, s := range []string{
		"", ".", "nas1.demo.local", "igls-original-nas1.demo.local", "igls-nas1-ps1", "igls-ignore-x",
		"igls-original-igls-original-a", "IGLS--", "igls-\u212aey-x", "\xff\xfe",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if back, ok := Unparked(s); ok != (KindOf(s) == ParkedName) || ok && !strings.EqualFold(Parked(back), s) {
			t.Fatalf("Unparked(%q) = %q, %v, and KindOf is %v", s, back, ok, KindOf(s))
		}
		if key, tail, ok := ParseHint(s); ok && (KindOf(s) != Hint || key == "" || tail == "") {
			t.Fatalf("ParseHint(%q) = %q, %q", s, key, tail)
		}
		if Validate(s) == nil && (KindOf(s) != Production || Validate(Canonical(s)) != nil) {
			t.Fatalf("Validate accepts %q", s)
		}
		for _, spn := range ServicePrincipals(s, []string{"HOST"}) {
			if !strings.HasPrefix(spn, "HOST/") || spn == "HOST/" {
				t.Fatalf("ServicePrincipals(%q) has %q", s, spn)
			}
		}
	})
}
