// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"net/url"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// PoolInterface is an interface that a pool uses, with the addresses it has now.
type PoolInterface struct {
	ID      string               `json:"id"`
	LNN     int                  `json:"lnn"`
	Name    string               `json:"name"`
	Status  string               `json:"status"`
	Type    string               `json:"type"`
	IPAddrs []string             `json:"ip_addrs"`
	Owners  []PoolInterfaceOwner `json:"owners"`
}

// PoolInterfaceOwner says which pool owns which addresses of an interface.
type PoolInterfaceOwner struct {
	Groupnet string   `json:"groupnet"`
	Subnet   string   `json:"subnet"`
	Pool     string   `json:"pool"`
	IPAddrs  []string `json:"ip_addrs"`
}

// PoolStatus says which nodes SmartConnect can hand out.
type PoolStatus struct {
	ID                   string       `json:"id"`
	Nodes                []PoolNode   `json:"nodes"`
	Overview             PoolOverview `json:"sc_dns_overview"`
	TotalConfiguredNodes int          `json:"total_configured_nodes"`
}

// PoolOverview counts the nodes.
type PoolOverview struct {
	NeedsAttention int    `json:"needs_attention"`
	Resolvable     int    `json:"resolvable"`
	ScSubnet       string `json:"sc_subnet"`
}

// PoolNode is one node of a pool. NodeState is "up", "draining", "down" …; IPStatus "usable", "none_usable" or "none_configured".
type PoolNode struct {
	DevID            int    `json:"devid"`
	LNN              int    `json:"lnn"`
	IPStatus         string `json:"ip_status"`
	NodeState        string `json:"node_state"`
	ProtocolsRunning bool   `json:"protocols_running"`
	ScDNSResolvable  bool   `json:"sc_dns_resolvable"`
	Suspended        bool   `json:"suspended"`
}

// PoolInterfaces lists the interfaces of a pool.
func (c *Client) PoolInterfaces(ctx context.Context, id string) ([]PoolInterface, error) {
	groupnet, subnet, pool, err := SplitPoolID(id)
	if err != nil {
		return nil, err
	}
	const path = uri.PoolInterfaces
	return list[PoolInterface](ctx, c, "interfaces", nil, path, groupnet, subnet, pool)
}

// PoolStatus reads the state of all nodes of a pool.
func (c *Client) PoolStatus(ctx context.Context, id string) (*PoolStatus, error) {
	groupnet, subnet, pool, err := SplitPoolID(id)
	if err != nil {
		return nil, err
	}
	var answer struct {
		Status PoolStatus `json:"status"`
	}
	const path = uri.PoolStatus
	if err := c.fetch(ctx, &answer, url.Values{"show_all": {"true"}}, path, groupnet, subnet, pool); err != nil {
		return nil, err
	}
	return &answer.Status, nil
}
