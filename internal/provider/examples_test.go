// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// Every example is planned and applied against the simulator, and the plan after it is empty.
//
//nolint:paralleltest // Each runs a Terraform of its own; two cores are enough for one.
func TestExamples_Apply(t *testing.T) {
	dir := filepath.Join("..", "..", "examples", "resources", "onefs_pool_failover")
	files, err := filepath.Glob(filepath.Join(dir, "resource*.tf"))
	if err != nil || len(files) < 4 {
		t.Fatalf("examples in %s: %v, %v", dir, files, err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		if name == "resource-many.tf" {
			continue // the test framework cannot read for_each; see TestCLI_ManyPools
		}
		t.Run(name, func(t *testing.T) {
			l := realTime(t)
			config := exampleProvider(t) + example(t, "resources/onefs_pool_failover/"+name)
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: l.factories(),
				Steps:                    []resource.TestStep{{Config: config}},
			})
			if n := l.touched(); n != 0 {
				t.Errorf("the example wrote %d times to the clusters", n)
			}
		})
	}
}

// The command and the block for an import hold the id that the provider itself gives.
func TestExamples_ImportID(t *testing.T) {
	t.Parallel()
	want := poolsID(map[string]string{"prod": "groupnet0.subnet0.nas1", "dr": "groupnet0.subnet0.nas1"})
	for _, name := range []string{"import.sh", "import-by-string-id.tf", "resource.tf", "resource-alarm.tf", "resource-settings.tf"} {
		if !strings.Contains(example(t, "resources/onefs_pool_failover/"+name), want) {
			t.Errorf("%s does not hold the id %s", name, want)
		}
	}
	command := regexp.MustCompile(`terraform import (\S+) (\S+)`).FindStringSubmatch(example(t, "resources/onefs_pool_failover/import.sh"))
	if command == nil {
		t.Fatal("import.sh has no command")
	}
	if _, err := parsePoolsID(command[2]); err != nil || !strings.HasPrefix(command[1], typeName+".") {
		t.Errorf("import.sh: %v, %v", command, err)
	}
}

// Examples are formatted as `terraform fmt` does.
func TestExamples_Formatted(t *testing.T) {
	t.Parallel()
	needTerraform(t)
	dir := filepath.Join("..", "..", "examples")
	out, err := exec.CommandContext(t.Context(), "terraform", "fmt", "-check", "-diff", "-recursive", dir).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
