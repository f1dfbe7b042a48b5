// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"net/http"
	"slices"
	"strings"
)

// dump is the part of the simulator's account of its own state that the table is compared with.
type dump struct {
	Clusters map[string]dumpedCluster `json:"clusters"`
	Accounts map[string][]string      `json:"accounts"`
	Clients  []dumpedClient           `json:"clients"`
}

type dumpedCluster struct {
	Pools    map[string]pool `json:"pools"`
	Names    []string        `json:"names"`
	Policies map[string]struct {
		Enabled  bool   `json:"enabled"`
		Schedule string `json:"schedule"`
		Source   string `json:"source"`
		Target   string `json:"target"`
	} `json:"policies"`
	Reports []struct {
		Policy string `json:"policy"`
		Action string `json:"action"`
		Number int64  `json:"number"`
		State  string `json:"state"`
	} `json:"reports"`
	Domains []struct {
		Path string `json:"path"`
	} `json:"domains"`
	Shares  []shareRecord          `json:"shares"`
	Exports []exportRecord         `json:"exports"`
	Aliases map[string]aliasRecord `json:"aliases"`
	Quotas  []quotaRecord          `json:"quotas"`
}

type dumpedClient struct {
	Name     string `json:"name"`
	Address  string `json:"address"`
	Protocol string `json:"protocol"`
	Mount    struct {
		Active  bool   `json:"active"`
		Cluster string `json:"cluster"`
	} `json:"mount"`
}

// truth is the same view as look gives, taken from inside the simulator.
func (o *observer) truth(ctx context.Context) (*view, error) {
	var d dump
	if err := o.control.call(ctx, http.MethodGet, "/state", nil, &d); err != nil {
		return nil, err
	}
	v := newView()
	v.inside, v.accounts = true, d.Accounts
	for _, c := range o.site.clusters {
		in := d.Clusters[c.Name]
		v.clusters[c.Name] = o.inside(c, in)
		for _, n := range o.production {
			if slices.ContainsFunc(in.Names, func(a string) bool { return strings.EqualFold(a, n) }) {
				v.answering[n] = append(v.answering[n], c.Name)
			}
		}
		for _, root := range o.roots {
			protected := false
			for _, p := range in.Domains {
				protected = protected || below([]string{p.Path}, root)
			}
			if !protected {
				v.writable[root] = append(v.writable[root], c.Name)
			}
		}
	}
	for _, c := range d.Clients {
		if o.clients.has(c.Name) {
			v.clients = append(v.clients, clientFacts{name: c.Name, protocol: c.Protocol, cluster: c.Mount.Cluster, works: c.Mount.Active})
		}
	}
	if o.real != nil {
		v.real = realTruth(v, o.production, o.roots[0])
	}
	return v, o.breaches(ctx, v)
}

// inside translates one cluster's dump.
func (o *observer) inside(access clusterAccess, in dumpedCluster) *clusterFacts {
	f := newFacts()
	f.pool = in.Pools[access.Pools[0]]
	for name, p := range in.Policies {
		f.policies[name] = policy{Name: name, Enabled: p.Enabled, Schedule: p.Schedule, SourcePath: p.Source, TargetPath: p.Target}
	}
	for _, r := range in.Reports {
		if r.State == "finished" && (r.Action == "sync" || r.Action == "scheduled") && r.Number > f.runs[r.Policy].JobID {
			f.runs[r.Policy] = runReport{JobID: r.Number}
		}
	}
	f.quotas = quotasBelow(o.roots, in.Quotas)
	var aliases []aliasRecord
	for _, a := range in.Aliases {
		aliases = append(aliases, a)
	}
	f.objects = objectsBelow(o.roots, in.Shares, in.Exports, aliases)
	return f
}

// breaches asks which invariants were broken so far: a lost write, an object that had to stay, a fence that was not restored.
func (o *observer) breaches(ctx context.Context, v *view) error {
	type breach struct {
		Rule string
		Text string
	}
	for _, path := range []string{"/invariants/check", "/violations"} {
		method := http.MethodPost
		if path == "/violations" {
			method = http.MethodGet
		}
		var some []breach
		if err := o.control.call(ctx, method, path, nil, &some); err != nil {
			return err
		}
		for _, b := range some {
			v.breaches = append(v.breaches, b.Rule+": "+b.Text)
		}
	}
	return nil
}
