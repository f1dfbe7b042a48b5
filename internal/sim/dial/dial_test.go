// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package dial_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
)

// shared finds the folder of the reference material.
func shared(t *testing.T) string {
	t.Helper()
	if dir := os.Getenv("ONEFS_SHARED"); dir != "" {
		return dir
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for dir != filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			found := filepath.Join(filepath.Dir(dir), "shared")
			if _, err := os.Stat(found); err == nil {
				return found
			}
			break
		}
		dir = filepath.Dir(dir)
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("the reference material (../shared, or ONEFS_SHARED) is required in CI")
	}
	t.Skip("no reference material beside the repository; set ONEFS_SHARED")
	return ""
}

func TestEveryDialQuotesItsEvidence(t *testing.T) {
	dir := shared(t)
	for _, d := range dial.All() {
		text, err := os.ReadFile(filepath.Join(dir, d.Evidence.File))
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Evidence.Quote) < 20 || !strings.Contains(string(text), d.Evidence.Quote) {
			t.Errorf("%s: not in %s: %q", d.Name, d.Evidence.File, d.Evidence.Quote)
		}
	}
}

func TestEveryDialTakesItsOwnValues(t *testing.T) {
	for _, d := range dial.All() {
		if len(d.Values) < 2 || d.Text == "" {
			t.Errorf("%s: a dial needs a question and at least two values, has %q and %v", d.Name, d.Text, d.Values)
		}
		seen := map[string]bool{}
		for _, v := range d.Values {
			if err := (dial.Values{}).Set(d.Name, v); err != nil || seen[v] {
				t.Errorf("%s=%s: %v, twice: %v", d.Name, v, err, seen[v])
			}
			seen[v] = true
		}
		if !seen[d.Default] {
			t.Errorf("%s: the default %q is not among %v", d.Name, d.Default, d.Values)
		}
	}
}

func TestValuesFallBackToDefaultsAndRefuseNonsense(t *testing.T) {
	var none dial.Values
	if none.Duration(dial.ControllerLag) != 15*time.Second || none.Number(dial.PageSize) != 1000 || !none.Is(dial.SPNClash, "409") {
		t.Error("a nil Values does not give the defaults")
	}
	v := dial.Values{}
	for _, bad := range []string{
		"page_size=-1", "page_size=x", "lag_names=soon", "lag_names=-1s", "spn_clash=maybe", "no_such_dial=1", "spn_clash",
	} {
		if v.Parse(bad) == nil {
			t.Errorf("%s was taken", bad)
		}
	}
	if len(v) != 0 {
		t.Errorf("refused settings were stored: %v", v)
	}
	if err := v.Parse("page_size=2"); err != nil || v.Number(dial.PageSize) != 2 {
		t.Errorf("page_size=2: %v, %v", err, v)
	}
	if (dial.Values{"spn_clash": "maybe"}).Check() == nil || v.Check() != nil {
		t.Error("Check does not tell good settings from bad")
	}
}
