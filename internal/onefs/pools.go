// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Pool is an IP pool with its SmartConnect names.
type Pool struct {
	// ID is "groupnet0.subnet0.pool0".
	ID         string `json:"id"`
	Name       string `json:"name"`
	Groupnet   string `json:"groupnet"`
	Subnet     string `json:"subnet"`
	AccessZone string `json:"access_zone"`
	// ScDNSZone is the zone name, "" if there is none; ScDNSZoneAliases are the others, in order.
	ScDNSZone        string   `json:"sc_dns_zone"`
	ScDNSZoneAliases []string `json:"sc_dns_zone_aliases"`
	// ScSubnet is the subnet whose service addresses answer for the pool, "" if none does.
	ScSubnet         string `json:"sc_subnet"`
	ScTTL            int    `json:"sc_ttl"`
	ScSuspendedNodes []int  `json:"sc_suspended_nodes"`
	ScConnectPolicy  string `json:"sc_connect_policy"`
	AllocMethod      string `json:"alloc_method"`
	AddrFamily       string `json:"addr_family"`
	Description      string `json:"description"`
	// Rules are names of rules that put interfaces into the pool by themselves.
	Rules  []string `json:"rules"`
	Ifaces []Iface  `json:"ifaces"`
	Ranges []Range  `json:"ranges"`
	Raw    Raw      `json:"-"`
}

// UnmarshalJSON keeps the object as sent in Raw.
func (p *Pool) UnmarshalJSON(b []byte) error {
	type plain Pool
	return decodeRaw(b, (*plain)(p), &p.Raw)
}

// Iface is one interface of one node.
type Iface struct {
	Iface string `json:"iface"`
	LNN   int    `json:"lnn"`
}

// PoolUpdate is the body of a PUT on a pool. A nil pointer leaves the property as it is; lists are replaced whole, and an empty list
// empties it.
type PoolUpdate struct {
	ScDNSZone        *string   `json:"sc_dns_zone,omitempty"`
	ScDNSZoneAliases *[]string `json:"sc_dns_zone_aliases,omitempty"`
	Ifaces           *[]Iface  `json:"ifaces,omitempty"`
	Description      *string   `json:"description,omitempty"`
}

// ErrPoolID is a pool id that does not have three parts.
var ErrPoolID = errors.New("pool id must be groupnet.subnet.pool")

// SplitPoolID takes "groupnet0.subnet0.pool0" apart.
func SplitPoolID(id string) (groupnet, subnet, pool string, err error) {
	parts := strings.Split(id, ".")
	if len(parts) != 3 || parts[0] == "" || parts[1] == "" || parts[2] == "" {
		return "", "", "", fmt.Errorf("%q: %w", id, ErrPoolID)
	}
	return parts[0], parts[1], parts[2], nil
}

const poolPath = uri.Pool

// Pools lists the pools of all subnets.
func (c *Client) Pools(ctx context.Context) ([]Pool, error) {
	return list[Pool](ctx, c, "pools", nil, uri.Pools)
}

// Pool reads one pool by its id, ErrNotFound if there is none.
func (c *Client) Pool(ctx context.Context, id string) (*Pool, error) {
	groupnet, subnet, pool, err := SplitPoolID(id)
	if err != nil {
		return nil, err
	}
	return one[Pool](ctx, c, "pools", nil, poolPath, groupnet, subnet, pool)
}

// UpdatePool changes a pool. Network writes of one cluster go one at a time.
func (c *Client) UpdatePool(ctx context.Context, p permit.Permit, id string, update PoolUpdate) error {
	groupnet, subnet, pool, err := SplitPoolID(id)
	if err != nil {
		return err
	}
	return c.put(ctx, p, AreaNetwork, update, nil, poolPath, groupnet, subnet, pool)
}

// FlushDNSCache empties the cluster's own resolver cache (not that of clients).
func (c *Client) FlushDNSCache(ctx context.Context, h permit.Housekeeping) error {
	r := &request{method: http.MethodPost, template: uri.DNSCacheFlush, area: AreaNetwork}
	_, err := c.write(ctx, h, r, struct{}{})
	return err
}
