// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package clusters

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/hex"
	"maps"
	"net"
	"net/netip"
	"net/url"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/dns"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/progress"
)

// Cluster is one configured cluster, connected or declared lost.
type Cluster struct {
	Key string
	// Client is nil for a cluster that is declared lost: it is never dialled.
	Client *onefs.Client
	// Lost is the time since when the cluster is lost; zero means that it is not.
	Lost time.Time
	// DNSEndpoint is host:port asked for SmartConnect answers; empty means the subnet's service address on port 53.
	DNSEndpoint string
	// Endpoint is the management address, for the one probe of a lost cluster before an uncontrolled move. TLS are the rules for its
	// certificate, nil those of the operating system, and Proxy is the proxy on the way, nil for none.
	Endpoint string
	TLS      *tls.Config
	Proxy    *url.URL
	// CutOff says that somebody made sure that a lost cluster serves nobody, though it may still answer: the probe is left out.
	CutOff bool
	// SPNUser and SPNPassword are an AD account for SPN writes; empty means that OneFS uses its own machine account.
	SPNUser, SPNPassword string
}

// Options are the provider-wide settings of an engine.
type Options struct {
	// PollInterval is how often running jobs are looked at; it backs off to three times as much.
	PollInterval time.Duration
	// LeaseTTL is how long a run without heartbeat keeps others out.
	LeaseTTL         time.Duration
	JournalDirectory string
	// Readiness is "strict" or "per_pool".
	Readiness string
	// RunID makes the id of a new run; nil means time and chance.
	RunID func() string
	// Resolve asks a SmartConnect service for a name; nil means a DNS question. An empty answer means that the cluster does not have
	// it; ErrNameDenied, that it says that nobody has.
	Resolve func(ctx context.Context, endpoint, name string) ([]netip.Addr, error)
	// Probe asks a lost cluster once whether it lives, and tells what answered; nil means a TLS handshake and a DNS question.
	Probe func(ctx context.Context, lost dns.Lost) (dns.Life, string)
	// Directory moves SPNs by LDAP; nil means through OneFS.
	Directory *ad.Writer
	// Delegation asks the site's DNS for the servers of a name; nil means the resolver of this machine.
	Delegation func(ctx context.Context, name string) (dns.Delegation, error)
	// AfterStage, if set, sees after each stage the world that its steps predicted and the world that was read: a test holds them equal.
	AfterStage func(stage survey.StageID, predicted, read *survey.Survey)
	// Log gets one line per stage and per waited-for change; nil means silence.
	Log func(ctx context.Context, msg string, fields map[string]any)
	// Progress gets the events of each run, in their order; it must not block. Nil means silence.
	Progress func(progress.Event)
}

// Defaults of Options.
const (
	DefaultPollInterval     = 5 * time.Second
	DefaultLeaseTTL         = 60 * time.Second
	DefaultJournalDirectory = "/ifs/.onefs-failover"
)

// Set is the configured clusters with the options of the provider block. It keeps no state of any run but who of this process works on a
// policy.
type Set struct {
	Clusters map[string]*Cluster
	Options  Options
	// Began and MirrorJournals let the mirrors of one plan share their looks at the journals.
	Began          time.Time
	MirrorJournals PerBeat[map[string]*survey.Journal]
	// Turns keep mirrors and failovers of this process apart.
	Turns turns
	// Probes are the lost clusters that were asked, once each, however many pools move.
	Probes probes
}

// New makes a set of the configured clusters. It connects nothing.
func New(clusters map[string]*Cluster, o Options) *Set {
	if o.PollInterval <= 0 {
		o.PollInterval = DefaultPollInterval
	}
	if o.LeaseTTL <= 0 {
		o.LeaseTTL = DefaultLeaseTTL
	}
	if o.JournalDirectory == "" {
		o.JournalDirectory = DefaultJournalDirectory
	}
	if o.Readiness == "" {
		o.Readiness = "strict"
	}
	if o.RunID == nil {
		o.RunID = newRunID
	}
	if o.Resolve == nil {
		o.Resolve = dns.Ask
	}
	if o.Probe == nil {
		o.Probe = dns.Probe
	}
	if o.Delegation == nil {
		o.Delegation = dns.LookUp
	}
	if o.Log == nil {
		o.Log = func(context.Context, string, map[string]any) {}
	}
	return &Set{Clusters: clusters, Options: o, Began: time.Now()}
}

// newRunID is "2026-05-02T09-11Z-41c0": when the run began by the runner's clock, and chance to tell two runs of one minute apart.
func newRunID() string {
	b := make([]byte, 2)
	_, _ = rand.Read(b) // never fails since Go 1.24
	return time.Now().UTC().Format("2006-01-02T15-04Z") + "-" + hex.EncodeToString(b)
}

// Client of a cluster; nil when the cluster is unknown or lost.
func (e *Set) Client(key string) *onefs.Client {
	if c := e.Clusters[key]; c != nil {
		return c.Client
	}
	return nil
}

// Without are the clusters for a run that goes on without one of them: it counts as lost since then and is never dialled again.
func (e *Set) Without(key string, since time.Time) *Set {
	out := &Set{Clusters: maps.Clone(e.Clusters), Options: e.Options, Began: e.Began}
	if c := out.Clusters[key]; c != nil {
		gone := *c
		gone.Client, gone.Lost = nil, since
		out.Clusters[key] = &gone
	}
	return out
}

// Reachable are the keys of the clusters that may be spoken to.
func (e *Set) Reachable(in survey.Intent) []string {
	var out []string
	for _, k := range in.Keys() {
		if e.Client(k) != nil {
			out = append(out, k)
		}
	}
	return out
}

// Endpoint is where a cluster's SmartConnect service is asked.
func (e *Set) Endpoint(s *survey.Survey, key string) string {
	if c := e.Clusters[key]; c != nil && c.DNSEndpoint != "" {
		return c.DNSEndpoint
	}
	if p := s.Clusters[key].Pool; p != nil && len(p.Service) > 0 {
		return net.JoinHostPort(p.Service[0], "53")
	}
	return ""
}
