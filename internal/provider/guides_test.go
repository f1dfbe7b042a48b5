// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// snippet is a piece of code in a guide.
type snippet struct{ guide, language, text string }

// fenced finds pieces of code with a language.
var fenced = regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$")

// guideBlocks are all pieces of code of some languages in all guides, in their order.
func guideBlocks(t *testing.T, languages ...string) (out []snippet) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "templates", "guides", "*.md"))
	if err != nil || len(files) < 15 {
		t.Fatalf("guides: %v, %v", files, err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range fenced.FindAllStringSubmatch(string(b), -1) {
			if slices.Contains(languages, m[1]) {
				out = append(out, snippet{strings.TrimSuffix(filepath.Base(f), ".md"), m[1], m[2]})
			}
		}
	}
	return out
}

// guideBlock is the one piece of code of a guide that has a text.
func guideBlock(t *testing.T, guide, has string) string {
	t.Helper()
	var out []string
	for _, b := range guideBlocks(t, "sh", "bash", "hcl") {
		if b.guide == guide && strings.Contains(b.text, has) {
			out = append(out, b.text)
		}
	}
	if len(out) != 1 {
		t.Fatalf("guide %s has %d blocks with %q", guide, len(out), has)
	}
	return out[0]
}

// Every configuration in a guide works: what stands for itself is planned and applied against the simulator, what is a part of the provider
// block is validated within one.
//
//nolint:paralleltest // Each runs a Terraform of its own; two cores are enough for one.
func TestGuides_Configurations(t *testing.T) {
	needTerraform(t)
	planned, validated, moved := 0, 0, 0
	for _, b := range guideBlocks(t, "hcl") {
		t.Run(b.guide, func(t *testing.T) {
			c := newCLI(t)
			variables(t, c, b.text)
			switch {
			case strings.Contains(b.text, "  clusters = {"):
				c.write("main.tf", strings.TrimPrefix(b.text, "\n")+required(b.text))
			case strings.HasPrefix(b.text, `provider "onefs" {`):
				c.write("main.tf", c.provider())
				c.write("guide_override.tf", b.text)
			case strings.HasPrefix(b.text, "    prod = {"):
				c.write("main.tf", "provider \"onefs\" {\n  clusters = {\n"+b.text+"  }\n}\n"+required(""))
			case strings.HasPrefix(b.text, "  "):
				c.write("main.tf", "provider \"onefs\" {\n  clusters = { prod = {} }\n"+b.text+"}\n"+required(""))
			case strings.Contains(b.text, `resource "onefs_`):
				planned++
				c.apply(b.text)
				c.terraform(0, "plan", "-detailed-exitcode")
				if n := c.touched(); n != 0 {
					t.Errorf("it wrote %d times to the clusters", n)
				}
				if outAndBack(c, b.text) {
					moved++
				}
				return
			default:
				t.Fatalf("nobody knows how to try this:\n%s", b.text)
			}
			validated++
			c.terraform(0, "validate")
		})
	}
	t.Logf("%d of %d configurations with a pool of the site moved out and back, %d parts of a provider block validated",
		moved, planned, validated)
	if planned < 3 || validated < 4 || moved != planned {
		t.Errorf("%d configurations were planned, %d validated", planned, validated)
	}
}

// outAndBack moves the pool of a configuration to dr and back by the edit that its reader would make, and tells whether there was one.
func outAndBack(c *cli, text string) bool {
	c.t.Helper()
	word := regexp.MustCompile(`(active_cluster += |"?first"? *= |"?second"? *= |default += )"prod"`)
	if !word.MatchString(text) {
		return false
	}
	for _, to := range []struct{ key, cluster string }{{"dr", "ps2"}, {"prod", "ps1"}} {
		c.apply(word.ReplaceAllString(text, `${1}"`+to.key+`"`))
		if got := c.serving("nas1.demo.local"); got != to.cluster {
			c.t.Errorf("after the move to %s the name is served by %q", to.key, got)
		}
		c.terraform(0, "plan", "-detailed-exitcode")
	}
	return true
}

// required is the block that names the provider, unless a configuration has it.
func required(text string) string {
	if strings.Contains(text, "required_providers") {
		return ""
	}
	return "terraform {\n  required_providers {\n    onefs = { source = \"onefs-dr/onefs\" }\n  }\n}\n"
}

// variables writes the variables that a piece of code uses without declaring them.
func variables(t *testing.T, c *cli, text string) {
	t.Helper()
	var b strings.Builder
	for _, m := range regexp.MustCompile(`\bvar\.(\w+)`).FindAllStringSubmatch(text, -1) {
		line := `variable "` + m[1] + `" {`
		if !strings.Contains(text, line) && !strings.Contains(b.String(), line) {
			b.WriteString(line + "\n}\n")
		}
	}
	c.write("variables.tf", b.String())
}

// What stands for itself in a guide is written as `terraform fmt` does.
func TestGuides_Formatted(t *testing.T) {
	t.Parallel()
	needTerraform(t)
	for _, b := range guideBlocks(t, "hcl", "terraform") {
		if strings.HasPrefix(b.text, " ") {
			continue
		}
		cmd := exec.CommandContext(t.Context(), "terraform", "fmt", "-")
		cmd.Stdin = strings.NewReader(b.text)
		out, err := cmd.Output()
		if err != nil || string(out) != b.text {
			t.Errorf("%s (%v): as terraform fmt writes it:\n%s", b.guide, err, out)
		}
	}
}

// Every shell line in a guide is one that a shell can read.
func TestGuides_ShellParses(t *testing.T) {
	t.Parallel()
	blocks := guideBlocks(t, "sh", "bash")
	if len(blocks) < 12 {
		t.Errorf("found only %d", len(blocks))
	}
	for _, b := range blocks {
		cmd := exec.CommandContext(t.Context(), b.language, "-n")
		cmd.Stdin = strings.NewReader(b.text)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v %s in:\n%s", b.guide, err, out, b.text)
		}
	}
}
