// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// importBlocks are whole import blocks at the beginning of a line.
var importBlocks = regexp.MustCompile(`(?ms)^(?:# [^\n]*\n)?import \{\n.*?^\}\n`)

// exampleFiles are all configurations below examples, slashes between the parts.
func exampleFiles(t *testing.T) []string {
	t.Helper()
	root := filepath.Join("..", "..", "examples")
	var out []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(path, ".tf") {
			name, _ := filepath.Rel(root, path)
			out = append(out, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil || len(out) < 15 {
		t.Fatalf("examples: %v, %v", out, err)
	}
	slices.Sort(out)
	return out
}

// triedElsewhere are the examples that need more than a plan and an apply, and the tests that try them.
var triedElsewhere = map[string]string{
	"provider/provider.tf": "TestExamples_Apply", "break-glass/main.tf": "TestCLI_BreakGlass",
	"terraform-test/main.tf": "TestExamples_TerraformTest",
	"quick-start/main.tf":    "TestExamples_Directories", "many-pools/main.tf": "TestExamples_Directories",
	"mirror/main.tf": "TestExamples_Directories", "adopt-by-import/main.tf": "TestExamples_Directories",
	"nightly/main.tf": "TestCLI_Nightly", "pipeline/main.tf": "TestExamples_Pipeline",
}

// Every example file is planned and applied against the simulator, with the real command line, and the plan after it is empty but for ages,
// which grow. An import is planned with the resource that it is for.
//
//nolint:paralleltest // Each runs a Terraform of its own; two cores are enough for one.
func TestExamples_EveryFile(t *testing.T) {
	eachProgram(t, everyExample)
}

// noIdentity are the versions of Terraform that are supported and know no identities.
var noIdentity = regexp.MustCompile(`Terraform v1\.([89]|1[01])\.`)

func everyExample(t *testing.T, start func(t *testing.T) *cli) {
	for _, name := range exampleFiles(t) {
		if _, elsewhere := triedElsewhere[name]; elsewhere || strings.HasPrefix(name, "resources/onefs_pool_failover/resource") {
			continue // TestExamples_Apply takes whatever resource there is
		}
		t.Run(name, func(t *testing.T) {
			c := start(t)
			if strings.Contains(name, "import-by-identity") && noIdentity.MatchString(c.terraform(0, "version")) {
				t.Skip("imports by identity need Terraform 1.12")
			}
			config := example(t, name)
			if strings.Contains(name, "/import-") {
				config += importedBy(t, name)
			}
			out := c.apply(config)
			if strings.Contains(name, "import") && !strings.Contains(out, "1 imported") {
				t.Errorf("nothing is imported:\n%s", out)
			}
			if !strings.HasPrefix(name, "data-sources/onefs_pool_failover_readiness/") { // an output of an age may grow meanwhile
				c.terraform(0, "plan", "-detailed-exitcode")
			}
			if n := c.touched(); n != 0 {
				t.Errorf("the example wrote %d times to the clusters", n)
			}
		})
	}
}

// importedBy is the resource that an import is for, without the import that stands beside it.
func importedBy(t *testing.T, name string) string {
	t.Helper()
	m := regexp.MustCompile(`to = (\w+)\.(\w+)`).FindStringSubmatch(example(t, name))
	if m == nil {
		t.Fatalf("%s names no resource", name)
	}
	files, err := filepath.Glob(filepath.Join("..", "..", "examples", filepath.Dir(filepath.FromSlash(name)), "resource*.tf"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(b), `resource "`+m[1]+`" "`+m[2]+`"`) {
			return importBlocks.ReplaceAllString(string(b), "")
		}
	}
	t.Fatalf("no example has the resource %s.%s", m[1], m[2])
	return ""
}

// The ids in the examples of the mirror are those that the provider itself gives.
func TestExamples_MirrorID(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"import.sh", "import-by-string-id.tf", "import-by-identity.tf"} {
		id := regexp.MustCompile(`prod/\w+/dr`).FindString(example(t, "resources/onefs_syncIQ_mirror/"+name))
		if in, err := parseMirrorID(id); err != nil || in.ID() != id {
			t.Errorf("%s: %q, %v", name, id, err)
		}
	}
}
