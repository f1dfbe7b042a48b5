// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package acceptance

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/provider"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
)

// keys of the two clusters in the configurations of these tests, and in the names of the variables.
var keys = []string{"a", "b"}

// site is two clusters, by the variables ONEFS_ACC_…, and the simulation behind them if there is one.
type site struct {
	variables map[string]string
	simulated *sim.Simulation
}

// open is the site of a test: real clusters with TF_ACC, simulated ones without.
func open(t *testing.T) *site {
	t.Helper()
	if _, err := exec.LookPath("terraform"); err != nil && os.Getenv("TF_ACC_TERRAFORM_PATH") == "" {
		if os.Getenv("CI") == "true" || os.Getenv("TF_ACC") != "" {
			t.Fatal("terraform is not on the PATH")
		}
		t.Skip("terraform is not on the PATH: the acceptance tests are left out")
	}
	s := &site{variables: map[string]string{}}
	if os.Getenv("TF_ACC") == "" {
		s.simulate(t)
	} else {
		for _, e := range os.Environ() {
			if name, value, _ := strings.Cut(e, "="); strings.HasPrefix(name, "ONEFS_ACC_") {
				s.variables[name] = value
			}
		}
	}
	for _, key := range keys {
		for _, what := range []string{"ENDPOINT", "USERNAME", "PASSWORD"} {
			// Passwords reach the provider by its own variables: no file of a test holds one.
			t.Setenv("ONEFS_"+strings.ToUpper(key)+"_"+what, s.must(t, clusterVariable(key, what)))
		}
	}
	return s
}

func clusterVariable(key, what string) string {
	return "ONEFS_ACC_" + strings.ToUpper(key) + "_" + what
}

// must is the value of a variable without which nothing works.
func (s *site) must(t *testing.T, name string) string {
	t.Helper()
	if s.variables[name] == "" {
		t.Fatalf("%s is not set: see the guide \"Testing on real clusters\"", name)
	}
	return s.variables[name]
}

// simulate starts two clusters whose clock runs fast, and sets the variables as their owner would.
func (s *site) simulate(t *testing.T) {
	t.Helper()
	simulated, err := sim.New("lab", sim.Options{Speed: 120})
	if err != nil {
		t.Fatal(err)
	}
	network, err := simulated.Listen(0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = network.Close()
		for _, v := range simulated.Violations() {
			t.Errorf("the simulator complains: %+v", v)
		}
	})
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, simulated.Authority(), 0o600); err != nil {
		t.Fatal(err)
	}
	s.simulated = simulated
	for i, key := range keys {
		maps.Copy(s.variables, map[string]string{
			clusterVariable(key, "ENDPOINT"): network.Endpoints[i].URL, clusterVariable(key, "DNS"): network.Endpoints[i].DNS,
			clusterVariable(key, "USERNAME"): simulated.Username, clusterVariable(key, "PASSWORD"): simulated.Password,
			clusterVariable(key, "CA_FILE"): ca,
		})
	}
	maps.Copy(s.variables, map[string]string{
		"ONEFS_ACC_POOLS": "a=" + simulated.Pool + ",b=" + simulated.Pool, "ONEFS_ACC_POLICIES": "nas1,fin,proj",
		"ONEFS_ACC_SCRATCH_POOLS": "a=" + simulated.Pool + ",b=" + simulated.Pool, "ONEFS_ACC_SCRATCH_POLICIES": "nas1,fin,proj",
	})
}

// provider is the provider block.
func (s *site) provider() string {
	var b strings.Builder
	b.WriteString("provider \"onefs\" {\n")
	if s.simulated != nil {
		b.WriteString("  poll_interval = \"100ms\"\n  lease_ttl = \"10s\"\n")
	}
	b.WriteString("  clusters = {\n")
	for _, key := range keys {
		fmt.Fprintf(&b, "    %s = {\n", key)
		for _, a := range [][2]string{{"ca_certificate_file", "CA_FILE"}, {"dns_endpoint", "DNS"}} {
			if value := s.variables[clusterVariable(key, a[1])]; value != "" {
				fmt.Fprintf(&b, "      %s = %q\n", a[0], value)
			}
		}
		b.WriteString("    }\n")
	}
	return b.String() + "  }\n}\n"
}

// run runs steps with the real command line.
func (s *site) run(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	test := resource.Test
	if s.simulated != nil {
		test = resource.UnitTest
	}
	test(t, resource.TestCase{Steps: steps, ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){
		"onefs": providerserver.NewProtocol6WithError(provider.New("acceptance")()),
	}})
}

// pools and policies are those of two variables, as a configuration writes them.
func (s *site) pools(t *testing.T, pools, policies string) (map[string]string, string) {
	t.Helper()
	byKey := map[string]string{}
	for part := range strings.SplitSeq(s.must(t, pools), ",") {
		key, pool, ok := strings.Cut(part, "=")
		if !ok || !slices.Contains(keys, key) {
			t.Fatalf("%s is not of the form a=groupnet0.subnet0.pool,b=groupnet0.subnet0.pool", pools)
		}
		byKey[key] = pool
	}
	names := strings.Split(s.must(t, policies), ",")
	return byKey, fmt.Sprintf("  pools    = { a = %q, b = %q }\n  policies = [%s]\n", byKey["a"], byKey["b"],
		`"`+strings.Join(names, `", "`)+`"`)
}

// release is the release of a cluster, for the table of releases seen.
func (s *site) release(t *testing.T, key string) string {
	t.Helper()
	c := onefs.Config{
		Endpoint: s.must(t, clusterVariable(key, "ENDPOINT")), Username: s.must(t, clusterVariable(key, "USERNAME")),
		Password: s.must(t, clusterVariable(key, "PASSWORD")),
	}
	if file := s.variables[clusterVariable(key, "CA_FILE")]; file != "" {
		pem, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c.CACertificatePEM = string(pem)
	}
	client, err := onefs.New(c)
	if err != nil {
		t.Fatal(err)
	}
	config, err := client.ClusterConfig(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if config.OneFS == nil {
		return "unknown"
	}
	return cmp.Or(config.OneFS.Release, "unknown")
}
