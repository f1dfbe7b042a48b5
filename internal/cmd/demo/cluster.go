// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// clusterFacts is what one cluster says about the things that a failover touches.
type clusterFacts struct {
	pool     pool
	account  string
	spns     []string
	policies map[string]policy
	runs     map[string]runReport
	quotas   []quota
	objects  []object
}

// pool is a SmartConnect pool; Aliases are in the order of the cluster.
type pool struct {
	Zone       string   `json:"sc_dns_zone"`
	Aliases    []string `json:"sc_dns_zone_aliases"`
	AccessZone string   `json:"access_zone"`
}

// names are the zone name and the aliases.
func (p pool) names() []string {
	var all []string
	for _, n := range append([]string{p.Zone}, p.Aliases...) {
		if n != "" {
			all = append(all, strings.ToLower(n))
		}
	}
	return all
}

// policy is a SyncIQ policy on the cluster that it replicates from.
type policy struct {
	Name       string `json:"name"`
	Enabled    bool   `json:"enabled"`
	Schedule   string `json:"schedule"`
	SourcePath string `json:"source_root_path"`
	TargetPath string `json:"target_path"`
}

// runReport is a finished run of a policy; work is what it found to copy or delete.
type runReport struct {
	JobID int64 `json:"job_id"`
	work  int64
}

func newFacts() *clusterFacts {
	return &clusterFacts{policies: map[string]policy{}, runs: map[string]runReport{}}
}

// readCluster asks the cluster for everything at once; paths are the directories whose quotas and objects count.
func readCluster(ctx context.Context, r *reader, paths []string) (*clusterFacts, error) {
	f := newFacts()
	steps := []func(context.Context, *reader) error{f.readPool, f.readAccount, f.readReplication, f.readRuns}
	for _, step := range steps {
		if err := step(ctx, r); err != nil {
			return nil, err
		}
	}
	var err error
	if f.quotas, err = readQuotas(ctx, r, paths); err != nil {
		return nil, err
	}
	f.objects, err = readObjects(ctx, r, f.pool.AccessZone, paths)
	return f, err
}

func poolPath(id string) string {
	part := strings.Split(id, ".")
	return fmt.Sprintf("/platform/16/network/groupnets/%s/subnets/%s/pools/%s", part[0], part[1], part[2])
}

func (f *clusterFacts) readPool(ctx context.Context, r *reader) error {
	some, err := list[pool](ctx, r, poolPath(r.access.Pools[0]), "pools", nil)
	if err == nil && len(some) != 1 {
		err = fmt.Errorf("pool %s on %s: want one, got %d", r.access.Pools[0], r.access.Name, len(some))
	}
	if err == nil {
		f.pool = some[0]
	}
	return err
}

// readAccount reads the cluster's machine account and the SPNs that it holds, from the cluster's only AD provider.
func (f *clusterFacts) readAccount(ctx context.Context, r *reader) error {
	type provider struct {
		ID      string   `json:"id"`
		Account string   `json:"machine_account"`
		SPNs    []string `json:"spns"`
	}
	all, err := list[provider](ctx, r, "/platform/14/auth/providers/ads", "ads", nil)
	if err != nil {
		return err
	}
	for _, p := range all {
		one, err := list[provider](ctx, r, "/platform/14/auth/providers/ads/"+url.PathEscape(p.ID), "ads", nil)
		if err != nil {
			return err
		}
		f.account = p.Account
		for _, o := range one {
			f.spns = append(f.spns, o.SPNs...)
		}
	}
	return nil
}

func (f *clusterFacts) readReplication(ctx context.Context, r *reader) error {
	policies, err := list[policy](ctx, r, "/platform/14/sync/policies", "policies", nil)
	if err != nil {
		return err
	}
	for _, p := range policies {
		f.policies[p.Name] = p
	}
	return nil
}

// readRuns keeps, for each policy, the finished run with the highest job number.
func (f *clusterFacts) readRuns(ctx context.Context, r *reader) error {
	type report struct {
		JobID  int64  `json:"job_id"`
		State  string `json:"state"`
		Action string `json:"action"`
		New    int64  `json:"files_new"`
		Change int64  `json:"files_changed"`
		Unlink int64  `json:"files_unlinked"`
		Bytes  int64  `json:"file_data_bytes"`
	}
	for name := range f.policies {
		query := url.Values{"policy_name": {name}, "reports_per_policy": {"50"}}
		all, err := list[report](ctx, r, "/platform/15/sync/reports", "reports", query)
		if err != nil {
			return err
		}
		for _, p := range all {
			if p.State == "finished" && p.Action == "run" && p.JobID > f.runs[name].JobID {
				f.runs[name] = runReport{JobID: p.JobID, work: p.New + p.Change + p.Unlink + p.Bytes}
			}
		}
	}
	return nil
}

// writable tries to write a small file into path through the cluster's namespace interface. A refusal means no; anything else is an error.
func writable(ctx context.Context, r *reader, path string) (bool, error) {
	header := http.Header{"X-Isi-Ifs-Target-Type": {"object"}, "Content-Type": {"text/plain"}}
	file := "/namespace" + path + "/.written-by-demo"
	status, body, err := r.send(ctx, http.MethodPut, file, header, []byte("demo\n"))
	switch {
	case err != nil:
		return false, err
	case status/100 == 2:
		return true, nil
	case status == http.StatusForbidden:
		return false, nil
	default:
		return false, fmt.Errorf("PUT %s on %s: status %d: %s", file, r.access.Name, status, body)
	}
}

// canonical is JSON with sorted keys, for comparison.
func canonical(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic("a value decoded from JSON must encode: " + err.Error())
	}
	return string(b)
}
