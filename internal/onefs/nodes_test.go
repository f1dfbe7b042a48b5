// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// threeNodes is a cluster of three nodes, of which the first answers at the endpoint and the others at 10.0.0.2 and 10.0.0.3.
type threeNodes struct {
	mu     sync.Mutex
	asked  []string       // hosts and paths
	lnn    map[string]int // who answers at a host
	down   int            // the node that the cluster counts as down
	guid   map[string]string
	zone   string
	refuse string // a host that lets nobody in
}

func (n *threeNodes) serve(w http.ResponseWriter, r *http.Request) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.asked = append(n.asked, r.Host+" "+r.URL.Path)
	switch {
	case r.Host == n.refuse:
		reply(w, 403, `{"errors":[{"message":"no"}]}`)
	case strings.HasSuffix(r.URL.Path, "/cluster/config"):
		guid := "g"
		if g := n.guid[r.Host]; g != "" {
			guid = g
		}
		lnn := 1
		if at, known := n.lnn[r.Host]; known {
			lnn = at
		}
		reply(w, 200, fmt.Sprintf(`{"name":"c","guid":%q,"local_lnn":%d,"devices":[
			{"lnn":1,"is_up":true},{"lnn":2,"is_up":%t},{"lnn":3,"is_up":%t}]}`, guid, lnn, n.down != 2, n.down != 3))
	case strings.HasSuffix(r.URL.Path, "/network/interfaces"):
		reply(w, 200, `{"interfaces":[
			{"lnn":1,"name":"ext-1","owners":[{"groupnet":"g","subnet":"s","pool":"mgmt","ip_addrs":["10.0.0.1"]}]},
			{"lnn":2,"name":"ext-1","owners":[
				{"groupnet":"g","subnet":"s","pool":"nas","ip_addrs":["10.9.0.2"]},
				{"groupnet":"g","subnet":"s","pool":"mgmt","ip_addrs":["10.0.0.100","10.0.0.2"]}]},
			{"lnn":3,"name":"int-a","owners":[]},
			{"lnn":3,"name":"ext-1","owners":[{"groupnet":"g","subnet":"s","pool":"mgmt","ip_addrs":["10.0.0.3"]}]}]}`)
	case strings.HasSuffix(r.URL.Path, "/network/pools"):
		reply(w, 200, fmt.Sprintf(`{"pools":[
			{"id":"g.s.mgmt","groupnet":"g","subnet":"s","name":"mgmt","access_zone":%q,"ranges":[{"low":"10.0.0.1","high":"10.0.0.9"}]},
			{"id":"g.s.nas","groupnet":"g","subnet":"s","name":"nas","access_zone":"nas","ranges":[{"low":"10.9.0.1","high":"10.9.0.9"}]}
			]}`, n.zone))
	default:
		reply(w, 200, `{"openfiles":[]}`)
	}
}

func newThreeNodes(t *testing.T, change ...func(*Config)) (*threeNodes, *fake, *Client) {
	t.Helper()
	n := &threeNodes{zone: "System", lnn: map[string]int{"10.0.0.2:8080": 2, "10.0.0.3:8080": 3}, guid: map[string]string{}}
	f, c := newFake(t, n.serve, change...)
	return n, f, c
}

// TestNodesAreFound: by what the cluster says about its interfaces, with one log-in each, and no address outside the System zone's pools.
func TestNodesAreFound(t *testing.T) {
	n, f, c := newThreeNodes(t)
	table, err := c.Nodes(background())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&NodeTable{Asked: []int{1, 2, 3}, Unasked: map[int]string{}}, table); diff != "" || !table.Complete() {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for lnn := range 4 {
		if _, err := c.SMBOpenFiles(background(), lnn); err != nil {
			t.Error(err)
		}
	}
	var asked []string
	for _, a := range n.asked {
		if strings.Contains(a, "openfiles") {
			asked = append(asked, strings.Fields(a)[0])
		}
		if strings.HasPrefix(a, "10.9.") || strings.HasPrefix(a, "10.0.0.100") {
			t.Errorf("%s lies in no pool of the System zone", a)
		}
	}
	want := []string{"prod.example.com:8080", "prod.example.com:8080", "10.0.0.2:8080", "10.0.0.3:8080"}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	if got := f.loginCount(); got != 3 {
		t.Errorf("%d log-ins, want one a node", got)
	}
	if _, err := c.SMBOpenFiles(background(), 4); err == nil {
		t.Error("a fourth node was asked")
	}
}

func TestNodesThatCannotBeAsked(t *testing.T) {
	for name, x := range map[string]struct {
		change func(n *threeNodes, f *fake)
		want   NodeTable
	}{
		"a node is down": {
			func(n *threeNodes, _ *fake) { n.down = 3 }, NodeTable{Asked: []int{1, 2}, Unasked: map[int]string{}},
		},
		"no pool of the System zone": {
			func(n *threeNodes, _ *fake) { n.zone = "other" },
			NodeTable{Asked: []int{1}, Unasked: map[int]string{2: NodeNoAddress, 3: NodeNoAddress}},
		},
		"no way there": {
			func(_ *threeNodes, f *fake) {
				f.before = func(r *http.Request) error {
					if r.URL.Hostname() == "10.0.0.3" {
						return &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("no route")}
					}
					return nil
				}
			},
			NodeTable{Asked: []int{1, 2}, Unasked: map[int]string{3: NodeUnreachable}},
		},
		"another cluster": {
			func(n *threeNodes, _ *fake) { n.guid["10.0.0.3:8080"] = "other" },
			NodeTable{Asked: []int{1, 2}, Unasked: map[int]string{3: NodeOther}},
		},
		"an address that has moved": {
			func(n *threeNodes, _ *fake) { n.lnn["10.0.0.3:8080"] = 2 },
			NodeTable{Asked: []int{1, 2}, Unasked: map[int]string{3: NodeOther}},
		},
		"refused": {
			func(n *threeNodes, _ *fake) { n.refuse = "10.0.0.2:8080" },
			NodeTable{Asked: []int{1, 3}, Unasked: map[int]string{2: NodeRefused}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n, f, c := newThreeNodes(t)
				x.change(n, f)
				began := time.Now()
				table, err := c.Nodes(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(&x.want, table); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				if took := time.Since(began); took > time.Second {
					t.Errorf("it took %s: what cannot be reached is not tried again and again", took)
				}
			})
		})
	}
}

// TestNodesAreRemembered: the pools of one plan share one search; one that found all nodes is good for longer.
func TestNodesAreRemembered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, _, c := newThreeNodes(t)
		searches := func() (got int) {
			for _, a := range n.asked {
				if strings.HasSuffix(a, "/network/interfaces") {
					got++
				}
			}
			return got
		}
		look := func(find bool, want int) {
			t.Helper()
			ask := c.Nodes
			if find {
				ask = c.FindNodes
			}
			if _, err := ask(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := searches(); got != want {
				t.Errorf("%d searches, want %d", got, want)
			}
		}
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() { _, _ = c.Nodes(t.Context()) })
		}
		all.Wait()
		look(false, 1)
		time.Sleep(9 * time.Minute) // bubble
		look(false, 1)
		look(true, 2)
		time.Sleep(11 * time.Minute) // bubble
		n.refuse = "10.0.0.2:8080"
		look(false, 3)
		time.Sleep(2 * time.Minute) // bubble
		n.refuse = ""
		look(false, 4)
	})
}

// TestNodeEndpointsOverride: what is configured is taken, and nothing else is dialled.
func TestNodeEndpointsOverride(t *testing.T) {
	n, f, c := newThreeNodes(t, func(config *Config) {
		config.NodeEndpoints = []string{"node3.example.com", "https://node2.example.com:8081"}
	})
	n.lnn = map[string]int{"node3.example.com:8080": 3, "node2.example.com:8081": 2}
	table, err := c.Nodes(background())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&NodeTable{Asked: []int{1, 2, 3}, Unasked: map[int]string{}}, table); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	n.refuse = "node3.example.com:8080"
	if table, err = c.FindNodes(background()); err != nil || table.Unasked[3] != NodeUnlisted {
		t.Errorf("got %+v, %v", table, err)
	}
	hosts := map[string]bool{}
	for _, r := range n.asked {
		hosts[strings.Fields(r)[0]] = true
	}
	if len(hosts) != 3 || f.loginCount() != 3 {
		t.Errorf("asked %v with %d log-ins", hosts, f.loginCount())
	}
}

func TestNodesOfAClusterThatDoesNotAnswer(t *testing.T) {
	for _, path := range []string{"/cluster/config", "/network/interfaces", "/network/pools"} {
		n, _, c := newThreeNodes(t)
		c.config.Transport = nil
		inner := c.http.Transport
		c.http.Transport = nodeTrip(func(r *http.Request) (*http.Response, error) {
			if strings.HasSuffix(r.URL.Path, path) {
				return &http.Response{StatusCode: http.StatusNotFound, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
			}
			return inner.RoundTrip(r)
		})
		if _, err := c.Nodes(background()); !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: got %v (asked %v)", path, err, n.asked)
		}
	}
}

type nodeTrip func(*http.Request) (*http.Response, error)

func (f nodeTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestNodeCertificates: the certificate at a found address must be valid for the endpoint's name. That it is valid for the address does not
// count, and neither is it enough that somebody trusted has signed it.
func TestNodeCertificates(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/session/1/session" {
			http.SetCookie(w, &http.Cookie{Name: cookieSession, Value: "s"})
			reply(w, 201, `{}`)
			return
		}
		reply(w, 200, `{"guid":"g","local_lnn":2}`)
	}))
	defer server.Close()
	ca := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	for name, want := range map[string]string{"example.com": "", "127.0.0.1": "", "prod.example.org": NodeCertificate} {
		c, err := New(Config{
			Name: "prod", Endpoint: "https://" + name + ":8080", Username: testUser, Password: testPassword, CACertificatePEM: ca,
		})
		if err != nil {
			t.Fatal(err)
		}
		host, port, err := net.SplitHostPort(server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		c.main.base.Host = net.JoinHostPort(name, port)
		if got := c.who(background(), "g", c.nodeAt(host)); got.reason != want {
			t.Errorf("endpoint %s: got %+v, want %q", name, got, want)
		}
		c.Close()
	}
}

func TestAdministered(t *testing.T) {
	pools := []Pool{
		{Name: "a", Subnet: "s", Groupnet: "g", AccessZone: "system", Ranges: []Range{{Low: "10.0.0.1", High: "10.0.0.9"}}},
		{Name: "b", Subnet: "s", Groupnet: "g", AccessZone: "System", Ranges: []Range{{Low: "fd00::1", High: "fd00::9"}}},
		{Name: "c", Subnet: "s", Groupnet: "g", AccessZone: "nas", Ranges: []Range{{Low: "10.1.0.1", High: "10.1.0.9"}}},
	}
	owner := func(pool string, addresses ...string) InterfaceOwner {
		return InterfaceOwner{Groupnet: "g", Subnet: "s", Pool: pool, Addresses: addresses}
	}
	ifaces := []Interface{
		{LNN: 1, Owners: []InterfaceOwner{owner("a", "10.0.0.1", "10.0.0.2"), owner("b", "fd00::2"), owner("c", "10.1.0.1")}},
		{LNN: 2, Owners: []InterfaceOwner{owner("a", "10.0.0.3")}},
	}
	if got := administered(ifaces, pools, 1); !slices.Equal(got, []string{"10.0.0.1", "fd00::2", "10.0.0.2"}) {
		t.Errorf("got %v", got)
	}
}
