// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	mdns "github.com/miekg/dns"

	"github.com/onefs-dr/terraform-provider-onefs/internal/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/dns"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/progress"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/smartconnect"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Options of a bed.
type Options struct {
	Scenario string
	Build    scenario.Options
	// PageSize of the client; 0 leaves pages to the cluster.
	PageSize int
	// Wrap puts something between client and simulator, such as a recorder; nil means nothing.
	Wrap func(http.RoundTripper) http.RoundTripper
	// Quiet leaves the engine's log out.
	Quiet bool
	// AfterStage sees predicted and real surveys.
	AfterStage func(stage survey.StageID, predicted, read *survey.Survey)
	// Checker judges every request and answer, such as the contract.
	Checker papi.Checker
	// Directory moves SPNs by LDAP; nil means through the simulated OneFS.
	Directory *ad.Writer
	// PollInterval of the engine; zero means its own.
	PollInterval time.Duration
	// LeaseTTL and RunID of the engine; zero means the engine's own time and a fixed id.
	LeaseTTL time.Duration
	// Lost declares clusters lost, as lost_since does; Life is what the probe of one finds out, and Answers what answered it.
	Lost    map[string]time.Time
	Life    dns.Life
	Answers string
	RunID   string
	// AskByDNS sends questions to the SmartConnect service addresses, which must stand on this machine, instead of asking without a socket.
	AskByDNS bool
	// Delegation is what the site's DNS says; nil means that every name leads to both clusters.
	Delegation func(ctx context.Context, name string) (dns.Delegation, error)
	// Logged sees every line of the engine's log, also when Quiet.
	Logged func(line string)
	// Configure changes how a cluster is spoken to, before its client is made.
	Configure func(b *Bed, key string, client *onefs.Config, cluster *clusters.Cluster)
}

// Bed is a simulated site with an engine that speaks to it. Nobody tells the engine the addresses of nodes.
type Bed struct {
	Site    *scenario.Site
	World   *world.World
	Face    *papi.Face
	Clients map[string]*onefs.Client
	Engine  *failover.Engine
	// Told are the events of all runs of the engine.
	Told *progress.Record
}

// Keys under which the two clusters are configured.
const (
	Prod = "prod"
	DR   = "dr"
)

// New builds a bed. It must be called inside a testing/synctest bubble, so that hours cost milliseconds.
func New(t testing.TB, o Options) *Bed {
	t.Helper()
	if o.Scenario == "" {
		o.Scenario = "lab"
	}
	o.Build.Start = time.Now()
	site, err := scenario.Build(o.Scenario, o.Build)
	if err != nil {
		t.Fatal(err)
	}
	site.World.Clock = world.RealClock()
	site.World.Do(func() {
		invariant.Begin(site.World, invariant.Site{Pool: site.Pool, From: site.From, To: site.To, Policies: site.Policies})
	})
	return On(t, site, o)
}

// On is a bed over a site that is there already, such as a clone of another bed's: with clients and an engine of its own that have seen
// nothing yet. Options.Scenario and Options.Build have no effect.
func On(t testing.TB, site *scenario.Site, o Options) *Bed {
	t.Helper()
	b := &Bed{Site: site, World: site.World, Clients: map[string]*onefs.Client{}, Told: new(progress.Record)}
	b.Face = &papi.Face{World: site.World, Checker: o.Checker, Strict: true, After: invariant.After}
	transport := b.Face.Transport()
	if o.Wrap != nil {
		transport = o.Wrap(transport)
	}
	keys := map[string]*clusters.Cluster{}
	for key, name := range map[string]string{Prod: site.From, DR: site.To} {
		config := onefs.Config{
			Name: key, Endpoint: "https://" + papi.Host(name, 1) + ":8080", Username: site.Username, Password: site.Password,
			Transport: keptFirst{b, key, transport}, PageSize: o.PageSize, Jitter: func() float64 { return 0.5 },
		}
		keys[key] = &clusters.Cluster{Key: key, DNSEndpoint: name}
		if o.Configure != nil {
			o.Configure(b, key, &config, keys[key])
		}
		c, err := onefs.New(config)
		if err != nil {
			t.Fatal(err)
		}
		b.Clients[key], keys[key].Client = c, c
		t.Cleanup(c.Close)
		if since, lost := o.Lost[key]; lost {
			keys[key].Client, keys[key].Lost = nil, since
		}
	}
	if o.Delegation == nil {
		o.Delegation = b.delegation
	}
	if o.RunID == "" {
		o.RunID = "2000-01-01T00-00Z-0001"
	}
	resolve := b.resolve
	if o.AskByDNS {
		resolve = nil
		for _, c := range keys {
			c.DNSEndpoint = ""
		}
	}
	b.Engine = failover.New(keys, clusters.Options{
		AfterStage: o.AfterStage, LeaseTTL: o.LeaseTTL, Directory: o.Directory, PollInterval: o.PollInterval,
		Probe:      func(context.Context, dns.Lost) (dns.Life, string) { return o.Life, o.Answers },
		Delegation: o.Delegation,
		Resolve:    resolve, RunID: func() string { return o.RunID }, Progress: b.Told.Put,
		Log: func(_ context.Context, msg string, fields map[string]any) {
			if o.Logged != nil {
				o.Logged(logLine(msg, fields))
			}
			if !o.Quiet {
				t.Log(logLine(msg, fields))
			}
		},
	})
	return b
}

// Clone is a bed over a copy of the world as it is at this moment. Neither side notices the other.
func (b *Bed) Clone(t testing.TB, o Options) *Bed {
	t.Helper()
	site := *b.Site
	site.World = b.World.Clone()
	return On(t, &site, o)
}

// logLine is one line of the engine's log, fields sorted.
func logLine(msg string, fields map[string]any) string {
	var keys []string
	for k := range fields {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		msg += fmt.Sprintf(" %s=%v", k, fields[k])
	}
	return msg
}

// resolve asks the simulated SmartConnect of a cluster, without a socket.
func (b *Bed) resolve(_ context.Context, cluster, name string) (out []netip.Addr, err error) {
	b.World.Do(func() {
		reply := smartconnect.Ask(b.World, cluster, smartconnect.Address(name))
		if a, ok := reply.Address(); ok {
			out = append(out, a)
		}
		if reply.Rcode == mdns.RcodeNameError {
			err = dns.ErrNameDenied
		}
	})
	return out, err
}

// delegation leads every name to the SmartConnect services of both clusters.
func (b *Bed) delegation(context.Context, string) (dns.Delegation, error) {
	var out dns.Delegation
	b.World.Do(func() {
		for _, c := range b.World.Clusters() {
			for _, s := range c.Network.Subnets.All() {
				for _, r := range s.SCServiceAddrs {
					out.Servers = append(out.Servers, netip.MustParseAddr(r.Low))
				}
			}
		}
	})
	return out, nil
}

// Intent declares the site's pool for one side.
func (b *Bed) Intent(active string) survey.Intent {
	return survey.Intent{
		ID: "dr=" + b.Site.Pool + ",prod=" + b.Site.Pool, Active: active,
		Pools: map[string]string{Prod: b.Site.Pool, DR: b.Site.Pool}, Policies: slices.Sorted(slices.Values(b.Site.Policies)),
		Fence: survey.FenceSharesAndExports, Drain: 30 * time.Second, CopyConfiguration: true, MoveQuotas: true,
		SPNClasses: []string{"HOST"}, CutoverOrder: survey.NamesFirst, OnDrift: survey.DriftWarn,
	}
}

// Scope is the survey scope of an intent.
func Scope(in survey.Intent, prior *survey.Survey) survey.Scope {
	return survey.Scope{ID: in.ID, Pools: in.Pools, Policies: in.Policies, Prior: prior}
}

// NewRun tells the judge that somebody sets the goal anew: objects may move once more.
func (b *Bed) NewRun() { b.World.Do(func() { invariant.NewRun(b.World) }) }

// Violations are what the simulator found wrong with the requests so far.
func (b *Bed) Violations() []string {
	var out []string
	b.World.Do(func() {
		for _, v := range b.World.Violations {
			out = append(out, fmt.Sprint(v))
		}
	})
	return out
}

// Cluster is the simulated cluster behind a key.
func (b *Bed) Cluster(key string) *world.Cluster {
	if key == Prod {
		return b.World.Cluster(b.Site.From)
	}
	return b.World.Cluster(b.Site.To)
}

// Lines joins lines for a failure text.
func Lines(list []string) string { return strings.Join(list, "\n") }
