// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// ClusterConfig is what a cluster says about itself (/platform/3/cluster/config).
type ClusterConfig struct {
	Name        string          `json:"name"`
	GUID        string          `json:"guid"`
	Description string          `json:"description"`
	LocalLNN    int             `json:"local_lnn"`
	HasQuorum   bool            `json:"has_quorum"`
	Devices     []ClusterDevice `json:"devices"`
	OneFS       *Release        `json:"onefs_version"`
}

// ClusterDevice is one node as the cluster configuration lists it.
type ClusterDevice struct {
	DevID int    `json:"devid"`
	GUID  string `json:"guid"`
	IsUp  bool   `json:"is_up"`
	LNN   int    `json:"lnn"`
}

// Release is a release of OneFS, "v9.5.0.0".
type Release struct {
	Release string `json:"release"`
	Version string `json:"version"`
	Build   string `json:"build"`
}

// Latest is the newest API version of the cluster, 16 for OneFS 9.5. Older clusters write it with a dot ("4.1"); the part before it
// counts.
func (c *Client) Latest(ctx context.Context) (int, error) {
	var answer struct {
		Latest anyID `json:"latest"`
	}
	if err := c.fetch(ctx, &answer, nil, uri.Latest); err != nil {
		return 0, err
	}
	text, _, _ := strings.Cut(string(answer.Latest), ".")
	n, err := strconv.Atoi(text)
	if err != nil {
		r := &request{method: http.MethodGet, template: uri.Latest}
		return 0, c.malformed(r, fmt.Errorf("latest version %q is not a number", answer.Latest))
	}
	return n, nil
}

// ClusterConfig reads name, GUID, release and nodes.
func (c *Client) ClusterConfig(ctx context.Context) (*ClusterConfig, error) {
	var answer ClusterConfig
	if err := c.fetch(ctx, &answer, nil, uri.ClusterConfig); err != nil {
		return nil, err
	}
	return &answer, nil
}
