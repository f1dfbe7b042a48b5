// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"encoding/json"
	"net/url"
	"strconv"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// NFSExport is an NFS export. Its id is a number, counted per access zone.
type NFSExport struct {
	ID          int64    `json:"id"`
	Zone        string   `json:"zone"`
	Paths       []string `json:"paths"`
	Description string   `json:"description"`
	// ReadOnly is the right of Clients; the other three lists override it.
	ReadOnly          bool     `json:"read_only"`
	Clients           []string `json:"clients"`
	ReadOnlyClients   []string `json:"read_only_clients"`
	ReadWriteClients  []string `json:"read_write_clients"`
	RootClients       []string `json:"root_clients"`
	ConflictingPaths  []string `json:"conflicting_paths"`
	UnresolvedClients []string `json:"unresolved_clients"`
	Raw               Raw      `json:"-"`
}

// UnmarshalJSON keeps the object as sent in Raw.
func (e *NFSExport) UnmarshalJSON(b []byte) error {
	type plain NFSExport
	return decodeRaw(b, (*plain)(e), &e.Raw)
}

// ExportChecks says which of OneFS's objections to an export are waived.
type ExportChecks struct {
	Force                   bool
	IgnoreBadAuth           bool
	IgnoreBadPaths          bool
	IgnoreConflicts         bool
	IgnoreUnresolvableHosts bool
}

// AllChecksWaived waives every objection: a fence must not fail because a name server is sick.
var AllChecksWaived = ExportChecks{
	Force: true, IgnoreBadAuth: true, IgnoreBadPaths: true, IgnoreConflicts: true, IgnoreUnresolvableHosts: true,
}

func (x ExportChecks) values(zone string) url.Values {
	v := url.Values{}
	if zone != "" {
		v.Set("zone", zone)
	}
	for name, on := range map[string]bool{
		"force": x.Force, "ignore_bad_auth": x.IgnoreBadAuth, "ignore_bad_paths": x.IgnoreBadPaths,
		"ignore_conflicts": x.IgnoreConflicts, "ignore_unresolvable_hosts": x.IgnoreUnresolvableHosts,
	} {
		if on {
			v.Set(name, "true")
		}
	}
	return v
}

const (
	exportsPath = uri.NFSExports
	exportPath  = exportsPath + "/{}"
)

// NFSExports lists the exports of an access zone; "" is System.
func (c *Client) NFSExports(ctx context.Context, zone string) ([]NFSExport, error) {
	return list[NFSExport](ctx, c, "exports", inZone(zone), exportsPath)
}

// NFSExport reads one export, ErrNotFound if there is none.
func (c *Client) NFSExport(ctx context.Context, zone string, id int64) (*NFSExport, error) {
	return one[NFSExport](ctx, c, "exports", inZone(zone), exportPath, strconv.FormatInt(id, 10))
}

// CreateNFSExport makes an export and answers its number. NFS writes of one cluster go one at a time.
func (c *Client) CreateNFSExport(ctx context.Context, p permit.Permit, zone string, body map[string]any, checks ExportChecks) (
	int64, error,
) {
	if err := checkFields(KindNFSExport, VerbCreate, body); err != nil {
		return 0, err
	}
	text, err := c.post(ctx, p, AreaNFS, body, checks.values(zone), exportsPath)
	if err != nil {
		return 0, err
	}
	id, err := json.Number(text).Int64()
	if err != nil {
		return 0, c.malformed(&request{method: "POST", template: exportsPath}, err)
	}
	return id, nil
}

// UpdateNFSExport changes the named properties of an export; lists are replaced whole.
func (c *Client) UpdateNFSExport(ctx context.Context, p permit.Permit, zone string, id int64, body map[string]any,
	checks ExportChecks,
) error {
	if err := checkFields(KindNFSExport, VerbUpdate, body); err != nil {
		return err
	}
	return c.put(ctx, p, AreaNFS, body, checks.values(zone), exportPath, strconv.FormatInt(id, 10))
}
