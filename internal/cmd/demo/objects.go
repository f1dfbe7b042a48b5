// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// object is an SMB share, an NFS export or an NFS alias: what people call it, and the part of its definition that clients feel.
type object struct {
	label string
	rules string
}

// below tells whether path is one of roots or lies under one.
func below(roots []string, path string) bool {
	return slices.ContainsFunc(roots, func(root string) bool { return path == root || strings.HasPrefix(path, root+"/") })
}

// readObjects lists the shares, exports and aliases of the access zone whose directory is at or below one of paths.
func readObjects(ctx context.Context, r *reader, zone string, paths []string) ([]object, error) {
	query := func() url.Values { return url.Values{"zone": {zone}} }
	var found []object
	type share struct {
		Name        string           `json:"name"`
		Path        string           `json:"path"`
		Permissions []map[string]any `json:"permissions"`
		RunAsRoot   []map[string]any `json:"run_as_root"`
	}
	shares, err := list[share](ctx, r, "/platform/12/protocols/smb/shares", "shares", query())
	if err != nil {
		return nil, err
	}
	for _, s := range shares {
		if below(paths, s.Path) {
			found = append(found, object{"share " + s.Name + " " + s.Path, canonical([]any{s.Permissions, s.RunAsRoot})})
		}
	}
	type export struct {
		Paths    []string `json:"paths"`
		ReadOnly bool     `json:"read_only"`
		Clients  []string `json:"clients"`
		RO       []string `json:"read_only_clients"`
		RW       []string `json:"read_write_clients"`
		Root     []string `json:"root_clients"`
	}
	exports, err := list[export](ctx, r, "/platform/4/protocols/nfs/exports", "exports", query())
	if err != nil {
		return nil, err
	}
	for _, e := range exports {
		if len(e.Paths) > 0 && below(paths, e.Paths[0]) {
			found = append(found, object{"export " + strings.Join(e.Paths, " "), canonical(e)})
		}
	}
	type alias struct {
		Name string `json:"name"`
		Path string `json:"path"`
	}
	aliases, err := list[alias](ctx, r, "/platform/15/protocols/nfs/aliases", "aliases", query())
	for _, a := range aliases {
		if below(paths, a.Path) {
			found = append(found, object{"alias " + a.Name, a.Path})
		}
	}
	return found, err
}

// quota is one quota by what it limits, with its thresholds; usage is no part of it.
type quota struct {
	label string
	ready bool
}

// readQuotas lists the quotas at or below paths.
func readQuotas(ctx context.Context, r *reader, paths []string) ([]quota, error) {
	type record struct {
		Path       string         `json:"path"`
		Type       string         `json:"type"`
		Persona    map[string]any `json:"persona"`
		Thresholds struct {
			Advisory *int64 `json:"advisory"`
			Soft     *int64 `json:"soft"`
			Hard     *int64 `json:"hard"`
		} `json:"thresholds"`
		Ready bool `json:"ready"`
	}
	all, err := list[record](ctx, r, "/platform/15/quota/quotas", "quotas", nil)
	var found []quota
	for _, q := range all {
		if !below(paths, q.Path) {
			continue
		}
		label := q.Type + " " + q.Path
		if name, ok := q.Persona["name"].(string); ok && name != "" {
			label += " " + name
		} else if id, ok := q.Persona["id"].(string); ok {
			label += " " + id
		}
		label += limit("advisory", q.Thresholds.Advisory) + limit("soft", q.Thresholds.Soft) + limit("hard", q.Thresholds.Hard)
		found = append(found, quota{label, q.Ready})
	}
	return found, err
}

// limit is a threshold in the words of a plan: ", hard 10 GiB".
func limit(name string, bytes *int64) string {
	if bytes == nil {
		return ""
	}
	n, units := *bytes, []string{"B", "KiB", "MiB", "GiB", "TiB", "PiB"}
	i := 0
	for n >= 1024 && n%1024 == 0 && i < len(units)-1 {
		n, i = n/1024, i+1
	}
	return fmt.Sprintf(", %s %d %s", name, n, units[i])
}
