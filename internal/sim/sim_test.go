// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sim_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/control"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
)

func lab(t testing.TB, o sim.Options) *sim.Simulation {
	t.Helper()
	s, err := sim.New("lab", o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ask sends a request and returns status and body.
func ask(t *testing.T, by http.RoundTripper, s *sim.Simulation, method, url, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(s.Username, s.Password)
	req.Header.Set("Content-Type", "application/json")
	got, err := by.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	return got.StatusCode, string(text)
}

func TestHoursPassInABubbleOverTLS(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := lab(t, sim.Options{})
		pipe, err := s.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := pipe.Close(); err != nil {
				t.Error(err)
			}
		}()
		client := pipe.Client()
		time.Sleep(2 * time.Minute) //nolint:forbidigo // simulated; a bubble begins on the hour, and so do the runs by schedule
		const jobs = "https://ps1:8080/platform/15/sync/jobs"
		if status, body := ask(t, client.Transport, s, "POST", jobs, `{"id":"nas1"}`); status != 201 {
			t.Fatalf("%d %s", status, body)
		}
		began := time.Now()
		for status := 200; status != 404; {
			time.Sleep(5 * time.Second) //nolint:forbidigo // simulated
			status, _ = ask(t, client.Transport, s, "GET", "https://ps1-2:8080/platform/15/sync/jobs/nas1", "")
			if time.Since(began) > time.Hour {
				t.Fatal("the job does not end")
			}
		}
		if passed := time.Since(began); passed < 10*time.Second {
			t.Errorf("the smallest run took %s; the smallest recorded one took 16 s", passed)
		}
	})
}

func TestALostClusterGivesNoSignOfLife(t *testing.T) {
	s := lab(t, sim.Options{Frozen: true})
	network, err := s.Listen(0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := network.Close(); err != nil {
			t.Error(err)
		}
	}()
	trust := x509.NewCertPool()
	if !trust.AppendCertsFromPEM(s.Authority()) {
		t.Fatal("the authority is no certificate")
	}
	shake := func(url string) error {
		c, err := tls.Dial("tcp", strings.TrimPrefix(url, "https://"), &tls.Config{RootCAs: trust, MinVersion: tls.VersionTLS12})
		if err == nil {
			err = c.Close()
		}
		return err
	}
	ps1 := network.Endpoints[0]
	if len(ps1.Nodes) != 3 || ps1.URL != ps1.Nodes[0] {
		t.Errorf("endpoints of ps1: %+v", ps1)
	}
	for _, node := range ps1.Nodes {
		if err := shake(node); err != nil {
			t.Errorf("%s: %v", node, err)
		}
	}
	s.World.Do(func() { s.World.Cluster("ps1").Nodes[1].Up = false })
	if shake(ps1.Nodes[1]) == nil || shake(ps1.Nodes[2]) != nil {
		t.Error("node 2 is down, and only that one may be silent")
	}
	s.World.Do(func() { s.World.Cluster("ps1").Reachable = false })
	if err := shake(ps1.URL); err == nil {
		t.Error("a lost cluster finished a TLS handshake")
	}
	if err := shake(network.Endpoints[1].URL); err != nil {
		t.Errorf("the other cluster: %v", err)
	}
	pipe, err := s.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer pipe.Close()
	hosts := map[string]bool{"ps1:443": false, "ps1-3:443": false, "ps2:443": true, "PS2.demo.local:8080": true, "ps3:1": false}
	for address, up := range hosts {
		c, err := pipe.Dial(t.Context(), "tcp", address)
		if (err == nil) != up {
			t.Errorf("%s: %v", address, err)
		}
		if err == nil {
			_ = c.Close()
		}
	}
}

func TestAPortThatIsTakenIsSaid(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.11:0")
	if err != nil {
		t.Skip("this system has no second loopback address: ", err)
	}
	defer l.Close()
	if _, err := lab(t, sim.Options{}).Listen(portOf(t, l)); err == nil || !strings.Contains(err.Error(), "node 1 of ps1") {
		t.Errorf("got %v", err)
	}
}

// TestAFailoverInACloneEqualsTheOriginal gives a world and its clone the same calls and compares the whole truth after each.
func TestAFailoverInACloneEqualsTheOriginal(t *testing.T) {
	start := time.Date(2026, 5, 2, 9, 2, 0, 0, time.UTC)
	a := lab(t, sim.Options{Options: scenario.Options{Start: start}, Frozen: true})
	b := a.Clone()
	const pool = "/platform/16/network/groupnets/groupnet0/subnets/subnet0/pools/nas1"
	for _, c := range []struct{ method, url, body string }{
		{"POST", "https://ps1/platform/15/sync/jobs", `{"id":"nas1"}`},
		{"PUT", "https://ps1" + pool, `{"sc_dns_zone":"igls-original-nas1.demo.local"}`},
		{"PUT", "https://ps2" + pool, `{"sc_dns_zone":"nas1.demo.local"}`},
		{"POST", "https://ps2/platform/15/sync/jobs", `{"id":"nas1","action":"allow_write"}`},
		{"POST", "https://ps1/platform/15/sync/jobs", `{"id":"nas1","action":"resync_prep"}`},
		{"POST", "https://ps2/platform/15/sync/jobs", `{"id":"nas1_mirror"}`},
		{"PUT", "https://ps2/platform/14/sync/policies/nas1_mirror", `{"schedule":"every 5 minutes"}`},
		{"GET", "https://ps2/platform/15/sync/reports?reports_per_policy=5", ""},
	} {
		first := ""
		for _, s := range []*sim.Simulation{a, b} {
			status, body := ask(t, s.Transport(), s, c.method, c.url, c.body)
			if status > 299 {
				t.Fatalf("%s %s: %d %s", c.method, c.url, status, body)
			}
			s.World.Clock.Step(5 * time.Minute)
			truth := ""
			s.World.Do(func() {
				text, err := json.Marshal(struct {
					State      control.State
					Agenda     any
					Violations any
				}{control.Dump(s.World), s.World.Pending(), s.World.Violations})
				if err != nil {
					t.Fatal(err)
				}
				truth = body + string(text)
			})
			if first == "" {
				first = truth
			} else if first != truth {
				t.Fatalf("after %s %s the clone differs:\n%s\n%s", c.method, c.url, first, truth)
			}
		}
	}
}

// TestTheSimulatorSharesNoCodeWithWhatItJudges asks the go command.
func TestTheSimulatorSharesNoCodeWithWhatItJudges(t *testing.T) {
	const module = "github.com/onefs-dr/terraform-provider-onefs/"
	text, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "./...", module+"internal/cmd/onefs-sim").Output()
	if err != nil {
		t.Fatal(err)
	}
	own := 0
	for p := range strings.FieldsSeq(string(text)) {
		if !strings.HasPrefix(p, module) {
			continue
		}
		own++
		if !strings.HasPrefix(p, module+"internal/sim") && p != module+"internal/cmd/onefs-sim" {
			t.Errorf("the simulator imports %s", p)
		}
	}
	if own < 10 {
		t.Errorf("only %d packages were looked at", own)
	}
}

func TestBadOptions(t *testing.T) {
	if _, err := sim.New("lab", sim.Options{Speed: -1}); err == nil {
		t.Error("a negative speed was taken")
	}
	if _, err := sim.New("moon", sim.Options{}); err == nil {
		t.Error("an unknown scenario was taken")
	}
}

// BenchmarkWriteInLarge is one write request with all invariants, in a site of 1,000 policies and 10,000 quotas.
func BenchmarkWriteInLarge(b *testing.B) {
	s, err := sim.New("large", sim.Options{Frozen: true})
	if err != nil {
		b.Fatal(err)
	}
	by := s.Transport()
	for b.Loop() {
		body := strings.NewReader(`{"description":"x"}`)
		req, err := http.NewRequestWithContext(b.Context(), http.MethodPut, "https://ps1/platform/14/sync/policies/nas1", body)
		if err != nil {
			b.Fatal(err)
		}
		req.SetBasicAuth(s.Username, s.Password)
		got, err := by.RoundTrip(req)
		if err != nil || got.StatusCode != http.StatusNoContent {
			b.Fatal(got, err)
		}
		_ = got.Body.Close()
	}
	if n := len(invariant.Names()); n == 0 {
		b.Fatal("no invariants")
	}
}

func portOf(t *testing.T, l net.Listener) int {
	t.Helper()
	address, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		t.Fatalf("%s is no TCP address", l.Addr())
	}
	return address.Port
}
