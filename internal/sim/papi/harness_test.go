// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// site is a small world for a test: clusters ps1 and ps2 with two nodes each, spoken to without sockets.
type site struct {
	t     testing.TB
	world *world.World
	face  *papi.Face
	http  *http.Client
}

// start is when every test's world begins.
var start = time.Date(2026, 5, 2, 9, 0, 0, 0, time.UTC)

const password = "not-a-secret"

// newSite makes the world. Its clock stands still until a test steps it. At the end the test fails on every violation that was
// not on purpose.
func newSite(t testing.TB) *site {
	t.Helper()
	w := world.New(world.FrozenClock(start))
	for _, name := range []string{"ps1", "ps2"} {
		c := &world.Cluster{
			Name: name, GUID: "0050569100" + name + "0000000000000000000000", Reachable: true, FS: fs.New(),
			Nodes: []world.Node{{LNN: 1, DevID: 1, Up: true}, {LNN: 2, DevID: 2, Up: true}},
		}
		if err := c.FS.Mkdir("/ifs/data", true, fs.Write{At: start}); err != nil {
			t.Fatal(err)
		}
		for _, user := range []string{"root", "reader", "storage"} {
			c.Auth.AddLogin(user, password)
		}
		for user, privileges := range map[string][]world.Privilege{"reader": everything("r"), "storage": without("ISI_PRIV_NETWORK")} {
			c.Auth.PutRole(world.Role{Name: user, ID: user, Zone: "System", Members: []world.Persona{{Name: user}}, Privileges: privileges})
		}
		addNetwork(c, name)
		w.AddCluster(c)
	}
	s := &site{t: t, world: w, face: &papi.Face{World: w}}
	if theContract != nil {
		s.face.Checker = theContract
	}
	s.http = &http.Client{Transport: s.face.Transport()}
	t.Cleanup(func() {
		for _, v := range w.Violations {
			t.Errorf("violation %s: %s (%s)", v.Rule, v.Text, v.Request)
		}
	})
	return s
}

// addNetwork gives a cluster groupnet0 and subnet0 with the pools nas1, which has names, and other.
func addNetwork(c *world.Cluster, name string) {
	third := map[string]string{"ps1": "1", "ps2": "2"}[name]
	c.Network.AddGroupnet(world.NewGroupnet("groupnet0"))
	subnet := world.NewSubnet("groupnet0", "subnet0")
	subnet.Gateway = "10.0." + third + ".1"
	subnet.SCServiceAddrs = []world.AddressRange{{Low: "10.0." + third + ".2", High: "10.0." + third + ".2"}}
	c.Network.AddSubnet(subnet)
	nas1 := world.NewPool("groupnet0", "subnet0", "nas1")
	nas1.Ifaces = []world.PoolIface{{Iface: "ext-1", LNN: 1}, {Iface: "ext-1", LNN: 2}}
	nas1.Ranges = []world.AddressRange{{Low: "10.0." + third + ".10", High: "10.0." + third + ".19"}}
	nas1.SCDNSZone, nas1.SCDNSZoneAliases = "nas1."+name+".example.com", []string{"fin." + name + ".example.com"}
	c.Network.AddPool(nas1)
	other := world.NewPool("groupnet0", "subnet0", "other")
	other.SCDNSZone = "other." + name + ".example.com"
	c.Network.AddPool(other)
}

func everything(level world.PrivilegeLevel) []world.Privilege {
	var out []world.Privilege
	for _, p := range world.PrivilegeCatalogue() {
		out = append(out, world.Privilege{ID: p.ID, Permission: min(level, p.Permission)})
	}
	return out
}

// without is every privilege at its highest level but one.
func without(id string) []world.Privilege {
	var out []world.Privilege
	for _, p := range world.PrivilegeCatalogue() {
		if p.ID != id {
			out = append(out, world.Privilege{ID: p.ID, Permission: p.Permission})
		}
	}
	return out
}

// cluster is the cluster ps1, for tests that look behind the API.
func (s *site) cluster() *world.Cluster { return s.world.Cluster("ps1") }

// request is one HTTP request to ps1 unless url names another host. The zero header means basic authentication as root.
type request struct {
	method, path, body string
	user               string
	header             map[string]string
	bad                bool // wrong on purpose
}

// do sends a request and returns status, headers and body.
func (s *site) do(r request) (int, http.Header, []byte) {
	s.t.Helper()
	status, header, body, err := s.try(r)
	if err != nil {
		s.t.Fatal(err)
	}
	return status, header, body
}

func (s *site) try(r request) (int, http.Header, []byte, error) {
	s.t.Helper()
	url := r.path
	if strings.HasPrefix(url, "/") {
		url = "http://ps1:8080" + url
	}
	req, err := http.NewRequest(r.method, url, strings.NewReader(r.body))
	if err != nil {
		s.t.Fatal(err)
	}
	switch r.user {
	case "":
		req.SetBasicAuth("root", password)
	case "nobody":
	default:
		req.SetBasicAuth(r.user, password)
	}
	for k, v := range r.header {
		req.Header.Set(k, v)
	}
	if r.bad {
		req.Header.Set(papi.BadOnPurpose, "1")
	}
	resp, err := s.http.Do(req)
	if err != nil {
		return 0, nil, nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return resp.StatusCode, resp.Header, body, err
}

// step is one request of a table and what must come back: the status, and JSON that the body must contain (objects may have more
// properties, arrays must have as many elements).
type step struct {
	request
	status int
	want   string
}

// run sends the steps in order.
func (s *site) run(steps ...step) {
	s.t.Helper()
	for i, step := range steps {
		status, _, body := s.do(step.request)
		at := fmt.Sprintf("step %d, %s %s", i+1, step.method, step.path)
		if status != step.status {
			s.t.Fatalf("%s: got status %d, want %d: %s", at, status, step.status, body)
		}
		if step.want == "" {
			continue
		}
		if diff := missing(s.t, []byte(step.want), body); diff != "" {
			s.t.Fatalf("%s: %s\ngot  %s\nwant %s", at, diff, body, step.want)
		}
	}
}

func get(path string, want string) step {
	return step{request{method: "GET", path: path}, 200, want}
}

func post(path, body string, status int, want string) step {
	return step{request{method: "POST", path: path, body: body}, status, want}
}

func put(path, body string) step {
	return step{request{method: "PUT", path: path, body: body}, 204, ""}
}

func del(path string) step {
	return step{request{method: "DELETE", path: path}, 204, ""}
}

// refused is a wrong request, on purpose.
func refused(method, path, body string, status int, want string) step {
	return step{request{method: method, path: path, body: body, bad: true}, status, want}
}

// step lets simulated time pass.
func (s *site) wait(d time.Duration) { s.world.Do(func() { s.world.Clock.Step(d) }) }

// missing tells what of want is not in got, both JSON; "" if nothing.
func missing(t testing.TB, want, got []byte) string {
	t.Helper()
	var w, g any
	if err := json.Unmarshal(want, &w); err != nil {
		t.Fatalf("the test's own JSON: %v", err)
	}
	if err := json.Unmarshal(bytes.TrimSpace(got), &g); err != nil {
		return "the body is not JSON"
	}
	return compare(w, g, "body")
}

func compare(want, got any, at string) string {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return at + " is not an object"
		}
		for k, v := range w {
			if diff := compare(v, g[k], at+"."+k); diff != "" {
				return diff
			}
		}
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			return fmt.Sprintf("%s has not %d elements", at, len(w))
		}
		for i := range w {
			if diff := compare(w[i], g[i], fmt.Sprintf("%s[%d]", at, i)); diff != "" {
				return diff
			}
		}
	default:
		if !reflect.DeepEqual(want, got) {
			return fmt.Sprintf("%s is %v, not %v", at, got, want)
		}
	}
	return ""
}
