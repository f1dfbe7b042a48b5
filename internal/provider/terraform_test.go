// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
)

// needTerraform skips a test on a machine without the command line; in CI that is a failure.
func needTerraform(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("terraform"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("terraform is not on the PATH")
		}
		t.Skip("terraform is not on the PATH: tests with the real command line are left out")
	}
}

// fast is simulated seconds per second where real programs take part.
const fast = 120

// realTime is a site for real programs. Its clusters are known as prod and dr, with the addresses of the examples.
func realTime(t *testing.T) *lab {
	t.Helper()
	needTerraform(t)
	s, err := sim.New("lab", sim.Options{Speed: fast, Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, v := range s.Violations() {
			t.Errorf("the simulator complains: %+v", v)
		}
	})
	return &lab{sim: s}
}

// factories serve the provider to the command line from this process.
func (l *lab) factories() map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"onefs": providerserver.NewProtocol6WithError(New("test",
			WithTransport(func(string) http.RoundTripper { return readdressed{l.sim.Transport()} }), WithResolver(l.resolve),
			WithDelegation(l.delegated))()),
	}
}

// readdressed leads the addresses of the examples to the simulated clusters.
type readdressed struct{ to http.RoundTripper }

var addresses = map[string]string{"prod-mgmt.example.com": "ps1", "dr-mgmt.example.com": "ps2"}

// RoundTrip sends a copy of the request to the simulator.
func (r readdressed) RoundTrip(req *http.Request) (*http.Response, error) {
	inside := req.Clone(req.Context())
	if name, ok := addresses[req.URL.Hostname()]; ok {
		inside.URL.Host = strings.Replace(req.URL.Host, req.URL.Hostname(), name, 1)
	}
	return r.to.RoundTrip(inside)
}

// example reads a file below examples.
func example(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "examples", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// exampleProvider is the provider example, which fits the site but for the speed of its clock.
func exampleProvider(t *testing.T) string {
	t.Helper()
	text := example(t, "provider/provider.tf")
	const end = "  }\n}\n"
	if !strings.HasSuffix(text, end) {
		t.Fatal("the provider example does not end as expected")
	}
	text = strings.TrimSuffix(text, end) + "  }\n  poll_interval = \"100ms\"\n}\n"
	for variable, value := range map[string]string{"prod_password": "failover-lab", "dr_password": "failover-lab"} {
		text = strings.Replace(text, "variable \""+variable+"\" {\n", "variable \""+variable+"\" {\n  default = \""+value+"\"\n", 1)
	}
	return text
}
