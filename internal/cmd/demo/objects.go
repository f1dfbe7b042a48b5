// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"net/url"
	"slices"
	"strings"
)

// object is an SMB share, an NFS export or an NFS alias: what people call it, and the part of its definition that clients feel.
type object struct {
	label string
	rules string
}

// shareRecord, exportRecord and aliasRecord are the parts of a definition that this is about, as the API shows them.
type (
	shareRecord struct {
		Name        string           `json:"name"`
		Path        string           `json:"path"`
		Permissions []map[string]any `json:"permissions"`
		RunAsRoot   []map[string]any `json:"run_as_root"`
	}
	exportRecord struct {
		Paths    []string `json:"paths"`
		ReadOnly bool     `json:"read_only"`
		Clients  []string `json:"clients"`
		RO       []string `json:"read_only_clients"`
		RW       []string `json:"read_write_clients"`
		Root     []string `json:"root_clients"`
	}
	aliasRecord struct {
		Name string `json:"name"`
		Path string `json:"path"`
	}
)

// below tells whether path is one of roots or lies under one.
func below(roots []string, path string) bool {
	return slices.ContainsFunc(roots, func(root string) bool { return path == root || strings.HasPrefix(path, root+"/") })
}

// readObjects lists the shares, exports and aliases of the access zone whose directory is at or below one of roots.
func readObjects(ctx context.Context, r *reader, zone string, roots []string) ([]object, error) {
	query := func() url.Values { return url.Values{"zone": {zone}} }
	shares, err := list[shareRecord](ctx, r, "/platform/12/protocols/smb/shares", "shares", query())
	if err != nil {
		return nil, err
	}
	exports, err := list[exportRecord](ctx, r, "/platform/4/protocols/nfs/exports", "exports", query())
	if err != nil {
		return nil, err
	}
	aliases, err := list[aliasRecord](ctx, r, "/platform/15/protocols/nfs/aliases", "aliases", query())
	return objectsBelow(roots, shares, exports, aliases), err
}

func objectsBelow(roots []string, shares []shareRecord, exports []exportRecord, aliases []aliasRecord) []object {
	var found []object
	for _, s := range shares {
		if below(roots, s.Path) {
			found = append(found, object{"share " + s.Name + " " + s.Path, canonical([]any{s.Permissions, s.RunAsRoot})})
		}
	}
	for _, e := range exports {
		if len(e.Paths) > 0 && below(roots, e.Paths[0]) {
			found = append(found, object{"export " + strings.Join(e.Paths, " "), canonical(e)})
		}
	}
	for _, a := range aliases {
		if below(roots, a.Path) {
			found = append(found, object{"alias " + a.Name, a.Path})
		}
	}
	return found
}
