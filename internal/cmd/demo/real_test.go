// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// TestDemo_RealParts is make demo REAL=1.
func TestDemo_RealParts(t *testing.T) {
	needTerraform(t)
	if missing := missingParts(); missing != "" {
		if os.Getenv("CI") == "true" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	var out, errs bytes.Buffer
	code := run(t.Context(), options{speed: 60, real: true}, &out, &errs)
	if code != exitHolds {
		t.Fatalf("exit status %d, want 0\n%s%s", code, out.String(), errs.String())
	}
	for _, want := range []string{
		"PS1$ -> PS2$, by LDAP", "nas1.demo.local (smbclient)", "nas1.demo.local (libnfs)", "nas1.demo.local (unbound)", "read by PS2$",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the output lacks %q:\n%s", want, out.String())
		}
	}
}

// TestRowsReal_FailOnWhatAProgramExperiences: each thing that goes wrong for a real program is a wrong row, and that one only.
func TestRowsReal_FailOnWhatAProgramExperiences(t *testing.T) {
	const name = "nas1.demo.local"
	for object, spoil := range map[string]func(*realFacts){
		name + " (unbound)":         func(r *realFacts) { r.resolved[name] = "ps1" },
		"ticket for cifs/" + name:   func(r *realFacts) { r.ticket[name] = "nobody" },
		name + " (smbclient)":       func(r *realFacts) { r.smb[name] = "fails: NT_STATUS_LOGON_FAILURE" },
		name + " (libnfs)":          func(r *realFacts) { r.nfs[name] = "fails: NFS4ERR_ROFS" },
		"nothing, all as it should": func(*realFacts) {},
	} {
		first := newView()
		first.clusters["ps1"] = newFacts()
		first.clusters["ps1"].pool.Zone = name
		sc := scene{site: &site{clusters: []clusterAccess{{Name: "ps1"}, {Name: "ps2"}}}, serving: "ps2", first: first}
		v := newView()
		v.real = newRealFacts()
		v.real.resolved[name], v.real.ticket[name], v.real.smb[name], v.real.nfs[name] = "ps2", "PS2$", "ps2", "ps2"
		spoil(v.real)
		rows := sc.rowsReal(v)
		if len(rows) != 4 {
			t.Fatalf("%d rows, want 4: %+v", len(rows), rows)
		}
		for _, r := range rows {
			if wrong := r.value != r.want; wrong != (r.object == object) {
				t.Errorf("%s is spoiled: row %+v", object, r)
			}
		}
	}
}

// TestDemo_SaysWhichPartIsMissing: before anything is built it says what to install, and how.
func TestDemo_SaysWhichPartIsMissing(t *testing.T) {
	if os.Geteuid() != 0 {
		if os.Getenv("CI") == "true" {
			t.Fatal("the real parts need root")
		}
		t.Skip("without root the demonstration says that first")
	}
	t.Setenv("PATH", t.TempDir())
	var out, errs bytes.Buffer
	if code := run(t.Context(), options{real: true}, &out, &errs); code != exitCannotRun {
		t.Errorf("exit status %d, want %d", code, exitCannotRun)
	}
	for _, want := range []string{"unbound", "ganesha.nfsd", "smbclient", ".ci/install-real-parts"} {
		if !strings.Contains(errs.String(), want) {
			t.Errorf("%q does not stand in %q", want, errs.String())
		}
	}
}
