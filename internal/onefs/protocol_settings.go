// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"errors"
	"net/http"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// SMBService tells whether the cluster serves SMB.
func (c *Client) SMBService(ctx context.Context) (bool, error) {
	return c.service(ctx, uri.SMBSettings)
}

// NFSService tells whether the cluster serves NFS.
func (c *Client) NFSService(ctx context.Context) (bool, error) {
	return c.service(ctx, uri.NFSSettings)
}

// service reads the global settings of a protocol as far as they say whether it is served.
func (c *Client) service(ctx context.Context, path string) (bool, error) {
	var answer struct {
		Settings struct {
			Service *bool `json:"service"`
		} `json:"settings"`
	}
	if err := c.fetch(ctx, &answer, nil, path); err != nil {
		return false, err
	}
	if answer.Settings.Service == nil {
		return false, c.malformed(&request{method: http.MethodGet, template: path}, errors.New("no settings of a service"))
	}
	return *answer.Settings.Service, nil
}
