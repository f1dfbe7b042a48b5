// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// spoil undoes one result of the failover from ps1 to ps2 by plain requests, and names the lines that must then be wrong.
type spoil struct {
	name  string
	lines []int
	do    func(context.Context, *observer) error
	undo  func(context.Context, *observer) error
}

var spoils = []spoil{
	{
		"names are back on ps1",
		[]int{1, 3, 8, 10, 11},
		both(renamePool("ps2", "igls-original-nas1.demo.local", "igls-nas1-ps2.demo.local", "drtest.demo.local"),
			renamePool("ps1", "nas1.demo.local", "igls-nas1-ps1.demo.local", "fin.demo.local")),
		both(renamePool("ps1", "igls-original-nas1.demo.local", "igls-nas1-ps1.demo.local", "igls-original-fin.demo.local"),
			renamePool("ps2", "nas1.demo.local", "igls-nas1-ps2.demo.local", "drtest.demo.local", "fin.demo.local")),
	},
	{
		"one name is not parked",
		[]int{10},
		renamePool("ps1", "igls-original-nas1.demo.local", "igls-nas1-ps1.demo.local"),
		renamePool("ps1", "igls-original-nas1.demo.local", "igls-nas1-ps1.demo.local", "igls-original-fin.demo.local"),
	},
	{"an SPN is missing", []int{4}, setSPN("ps2", "HOST/nas1.demo.local", false), setSPN("ps2", "HOST/nas1.demo.local", true)},
	{
		"the mirror has no schedule",
		[]int{6},
		putPolicy("ps2", "nas1_mirror", `{"schedule":""}`), putPolicy("ps2", "nas1_mirror", `{"schedule":"every 5 minutes"}`),
	},
	{
		"the mirror is disabled",
		[]int{6},
		putPolicy("ps2", "fin_mirror", `{"enabled":false}`), putPolicy("ps2", "fin_mirror", `{"enabled":true}`),
	},
	{
		"a share is still fenced",
		[]int{9},
		putShare(`[{"permission":"read","permission_type":"allow","trustee":{"name":"DEMO\\finance","type":"group"}}]`),
		putShare(`[{"permission":"full","permission_type":"allow","trustee":{"name":"DEMO\\finance","type":"group"}},
			{"permission":"read","permission_type":"allow","trustee":{"name":"Everyone","type":"wellknown"}}]`),
	},
	{
		"an alias is missing",
		[]int{8, 9, 11},
		send("ps2", http.MethodDelete, "/platform/15/protocols/nfs/aliases/%2Ffin?zone=nas1", ""),
		send("ps2", http.MethodPost, "/platform/15/protocols/nfs/aliases?zone=nas1",
			`{"name":"/fin","path":"/ifs/data/fin","zone":"nas1"}`),
	},
	{
		"a quota was not created",
		[]int{7},
		deleteQuota("ps2", "/ifs/data/fin"), createQuota("ps2", "/ifs/data/fin", 40),
	},
	{
		"a quota was not deleted",
		[]int{7},
		createQuota("ps1", "/ifs/data/nas1/a", 10), deleteQuota("ps1", "/ifs/data/nas1/a"),
	},
	{
		"the old side takes writes",
		[]int{5},
		startJob("ps1", "proj_mirror", "allow_write"), startJob("ps1", "proj_mirror", "allow_write_revert"),
	},
}

func both(first, second func(context.Context, *observer) error) func(context.Context, *observer) error {
	return func(ctx context.Context, o *observer) error {
		if err := first(ctx, o); err != nil {
			return err
		}
		return second(ctx, o)
	}
}

// send makes one request of its own; the body is literal JSON.
func send(cluster, method, path, body string) func(context.Context, *observer) error {
	return func(ctx context.Context, o *observer) error {
		var in any
		if body != "" {
			in = json.RawMessage(body)
		}
		_, err := o.readers[cluster].call(ctx, method, path, in)
		return err
	}
}

func put(cluster, path, body string) func(context.Context, *observer) error {
	return send(cluster, http.MethodPut, path, body)
}

func renamePool(cluster, zone string, aliases ...string) func(context.Context, *observer) error {
	return put(cluster, "/platform/16/network/groupnets/groupnet0/subnets/subnet0/pools/nas1",
		fmt.Sprintf(`{"sc_dns_zone":%q,"sc_dns_zone_aliases":["%s"]}`, zone, strings.Join(aliases, `","`)))
}

func putPolicy(cluster, name, body string) func(context.Context, *observer) error {
	return put(cluster, "/platform/14/sync/policies/"+name, body)
}

// setSPN adds or removes one SPN of the cluster's own account.
func setSPN(cluster, spn string, there bool) func(context.Context, *observer) error {
	return func(ctx context.Context, o *observer) error {
		f := newFacts()
		if err := f.readAccount(ctx, o.readers[cluster]); err != nil {
			return err
		}
		spns := slices.DeleteFunc(f.spns, func(s string) bool { return s == spn })
		if there {
			spns = append(spns, spn)
		}
		_, err := o.readers[cluster].call(ctx, http.MethodPut, "/platform/14/auth/providers/ads/DEMO.LOCAL", map[string]any{"spns": spns})
		return err
	}
}

func deleteQuota(cluster, path string) func(context.Context, *observer) error {
	return func(ctx context.Context, o *observer) error {
		type found struct {
			ID string `json:"id"`
		}
		all, err := list[found](ctx, o.readers[cluster], "/platform/15/quota/quotas", "quotas", url.Values{"path": {path}})
		if err != nil || len(all) != 1 {
			return fmt.Errorf("quotas of %s on %s: want one, got %d (%w)", path, cluster, len(all), err)
		}
		_, err = o.readers[cluster].call(ctx, http.MethodDelete, "/platform/15/quota/quotas/"+url.PathEscape(all[0].ID), nil)
		return err
	}
}

func createQuota(cluster, path string, gib int64) func(context.Context, *observer) error {
	return send(cluster, http.MethodPost, "/platform/15/quota/quotas",
		fmt.Sprintf(`{"path":%q,"type":"directory","include_snapshots":false,"enforced":true,"thresholds":{"hard":%d}}`, path, gib<<30))
}

func putShare(permissions string) func(context.Context, *observer) error {
	return put("ps2", "/platform/12/protocols/smb/shares/fin$?zone=nas1", `{"permissions":`+permissions+`}`)
}

// startJob acts on the target of a policy; the next look lets simulated time pass, and so waits for the job's end.
func startJob(cluster, policy, action string) func(context.Context, *observer) error {
	return send(cluster, http.MethodPost, "/platform/15/sync/jobs", fmt.Sprintf(`{"id":%q,"action":%q}`, policy, action))
}
