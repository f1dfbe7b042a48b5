// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package finding_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
)

// What a shell makes of a quoted word is the word.
func TestWord_IsOneWordOfAShell(t *testing.T) {
	for _, word := range []string{"nas1", "it's", "two words", "'", `a\b`, "$HOME", "`id`", "", "HOST/a.example.com", "a;b", "<x>"} {
		out, err := exec.CommandContext(t.Context(), "sh", "-c", "printf %s "+finding.Word(word)).Output()
		if err != nil || string(out) != word {
			t.Errorf("%q is %q to a shell: %v", word, out, err)
		}
	}
}

// A command is in quotes and names its cluster; one more is entered after it. A text that outlives the moment has neither.
func TestFinding_Isi(t *testing.T) {
	f := finding.New(finding.PolicyDisabled, "SyncIQ policy", "is disabled", "enable it")
	f.Isi("prod", "sync policies enable %s", "it's").Isi("dr", "sync jobs start %s", "nas1").By("dr", "PUT", "/x", nil)
	if want := "`isi sync policies enable 'it'\\''s'` on prod, then `isi sync jobs start nas1` on dr"; f.Command != want {
		t.Errorf("the command is %s, want %s", f.Command, want)
	}
	if d := f.Detail(); !strings.Contains(d, "As a command: "+f.Command) || !strings.Contains(d, "As a request: PUT /x on dr") {
		t.Errorf("the message is:\n%s", d)
	}
	if d := f.Lasting().Detail(); strings.Contains(d, "isi ") || strings.Contains(d, "PUT") || !strings.Contains(d, "enable it") {
		t.Errorf("the lasting message is:\n%s", d)
	}
	if strings.Contains(f.Line(), "isi ") {
		t.Errorf("the line is: %s", f.Line())
	}
}
