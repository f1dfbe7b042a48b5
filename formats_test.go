// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"os"
	"regexp"
	"strconv"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/journal"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// TestUpgradeGuide_HasTheFormats: the formats in the guide "Upgrade and compatibility" are those that this release writes. Whoever changes
// one decides there which versions may be mixed.
func TestUpgradeGuide_HasTheFormats(t *testing.T) {
	guide, err := os.ReadFile("templates/guides/upgrade-and-compatibility.md")
	if err != nil {
		t.Fatal(err)
	}
	b, err := new(survey.Survey).Encode()
	if err != nil {
		t.Fatal(err)
	}
	var stored struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(b, &stored); err != nil {
		t.Fatal(err)
	}
	for what, want := range map[string]int{
		"journal": survey.JournalFormat, "record of a run": journal.RunReportFormat,
		"inventory": stored.Format, "survey, in private state": stored.Format,
	} {
		m := regexp.MustCompile(`(?m)^\| ` + what + ` \| [^|]+ \| (\d+) \|`).FindSubmatch(guide)
		if m == nil || string(m[1]) != strconv.Itoa(want) {
			t.Errorf("the guide gives the format of the %s as %q; this release writes %d", what, m, want)
		}
	}
}
