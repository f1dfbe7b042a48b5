// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package invariant_test

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/contract"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
)

var start = time.Date(2026, 5, 2, 9, 2, 0, 0, time.UTC)

// site is the lab with a client of the API that does whatever a test wants, however wrong.
type site struct {
	*sim.Simulation
	t *testing.T
}

func lab(t *testing.T) *site {
	t.Helper()
	s, err := sim.New("lab", sim.Options{Options: scenario.Options{Start: start}, Frozen: true, Checker: checker(t)})
	if err != nil {
		t.Fatal(err)
	}
	return &site{s, t}
}

// checker is the contract where there is one: then every request and answer of these tests is held against it.
func checker(t *testing.T) papi.Checker {
	t.Helper()
	if _, err := contract.Locate(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		return nil
	}
	c, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var loaded = sync.OnceValues(func() (*contract.Contract, error) {
	file, err := contract.Locate()
	if err != nil {
		return nil, err
	}
	return contract.Load(file)
})

// api sends a request with plain net/http and returns status and body; status 0 means that no answer came.
func (s *site) api(cluster, method, path, body string) (int, []byte) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, "https://"+cluster+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	req.SetBasicAuth(s.Username, s.Password)
	req.Header.Set("Content-Type", "application/json")
	got, err := s.Transport().RoundTrip(req)
	if err != nil {
		return 0, nil
	}
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return got.StatusCode, text
}

// must is api, and anything but success ends the test.
func (s *site) must(cluster, method, path, body string) []byte {
	s.t.Helper()
	status, out := s.api(cluster, method, path, body)
	if status < 200 || status > 299 {
		s.t.Fatalf("%s %s on %s: %d %s", method, path, cluster, status, out)
	}
	return out
}

// get reads an object or a list into v.
func (s *site) get(cluster, path string, v any) {
	s.t.Helper()
	if err := json.Unmarshal(s.must(cluster, http.MethodGet, path, ""), v); err != nil {
		s.t.Fatal(err)
	}
}

// pass lets simulated time pass.
func (s *site) pass(d time.Duration) {
	s.World.Clock.Step(d)
	s.World.Do(func() {})
}

// job starts a job and waits until it is over.
func (s *site) job(cluster, policy, action string) {
	s.t.Helper()
	body := `{"id":"` + policy + `"}`
	if action != "" {
		body = `{"id":"` + policy + `","action":"` + action + `"}`
	}
	s.must(cluster, "POST", "/platform/15/sync/jobs", body)
	s.pass(5 * time.Minute)
}

const (
	poolPath = "/platform/16/network/groupnets/groupnet0/subnets/subnet0/pools/nas1"
	engPath  = "/platform/16/network/groupnets/groupnet0/subnets/subnet0/pools/eng"
	adsPath  = "/platform/14/auth/providers/ads/DEMO.LOCAL"
)

// unschedule takes the schedules of all policies off, so that nothing happens but what a test does.
func (s *site) unschedule() {
	for _, p := range s.Policies {
		s.must("ps1", "PUT", "/platform/14/sync/policies/"+p, `{"schedule":""}`)
	}
}

// park and publish are the two halves of moving the names.
func (s *site) park() {
	s.must("ps1", "PUT", poolPath, `{"sc_dns_zone":"igls-original-nas1.demo.local",
		"sc_dns_zone_aliases":["igls-nas1-ps1.demo.local","igls-original-fin.demo.local"]}`)
}

func (s *site) publish() {
	s.must("ps2", "PUT", poolPath, `{"sc_dns_zone":"nas1.demo.local",
		"sc_dns_zone_aliases":["igls-nas1-ps2.demo.local","drtest.demo.local","fin.demo.local"]}`)
}

// moveSPNs moves the HOST names of nas1 and fin from ps1 to ps2.
func (s *site) moveSPNs() {
	moved := []string{"HOST/nas1", "HOST/nas1.demo.local", "HOST/fin", "HOST/fin.demo.local"}
	s.must("ps1", "PUT", adsPath, `{"spns":`+without(s.spns("ps1"), "nas1", "fin")+`}`)
	s.must("ps2", "PUT", adsPath, `{"spns":`+plus(s.spns("ps2"), moved...)+`}`)
}

func (s *site) spns(cluster string) []string {
	s.t.Helper()
	var out struct {
		ADS []struct {
			SPNs []string `json:"spns"`
		} `json:"ads"`
	}
	s.get(cluster, adsPath, &out)
	return out.ADS[0].SPNs
}

func without(spns []string, hosts ...string) string {
	keep := []string{}
	for _, spn := range spns {
		_, host, _ := strings.Cut(spn, "/")
		short, _, _ := strings.Cut(host, ".")
		drop := false
		for _, h := range hosts {
			drop = drop || short == h
		}
		if !drop {
			keep = append(keep, spn)
		}
	}
	return plus(keep)
}

func plus(spns []string, more ...string) string {
	b, _ := json.Marshal(append(spns, more...))
	return string(b)
}

// quota finds a quota on a cluster by path and type.
func (s *site) quota(cluster, path, kind string) string {
	s.t.Helper()
	var out struct {
		Quotas []struct {
			ID string `json:"id"`
		} `json:"quotas"`
	}
	s.get(cluster, "/platform/15/quota/quotas?path="+path+"&type="+kind, &out)
	if len(out.Quotas) != 1 {
		s.t.Fatalf("%s has %d %s quotas on %s", cluster, len(out.Quotas), kind, path)
	}
	return out.Quotas[0].ID
}

// connect makes a client and mounts.
func (s *site) connect(name string, protocol clients.Protocol, address, user, target string) {
	s.t.Helper()
	s.World.Do(func() {
		clients.Add(s.World, clients.Client{Name: name, Protocol: protocol, Address: address, User: user})
		if err := clients.Connect(s.World, name, "nas1.demo.local", target); err != nil {
			s.t.Fatal(err)
		}
	})
}

// write writes as a client and returns the error.
func (s *site) write(client, id string) (err error) {
	s.World.Do(func() { err = clients.Write(s.World, client, "a/file0", id, 10) })
	return err
}

func (s *site) acknowledged(client, id string) {
	s.t.Helper()
	if err := s.write(client, id); err != nil {
		s.t.Fatal(err)
	}
}

// found lists the rules that were broken so far, with what was found.
func (s *site) found() map[string]string {
	out := map[string]string{}
	s.World.Do(func() {
		for _, v := range s.World.Violations {
			out[v.Rule] += v.Text + "\n"
		}
	})
	return out
}
