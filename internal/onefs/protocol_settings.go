// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import "context"

// serviceSettings are the settings of a protocol, as far as they say whether it is served.
type serviceSettings struct {
	Settings struct {
		Service bool `json:"service"`
	} `json:"settings"`
}

// SMBService tells whether the cluster serves SMB.
func (c *Client) SMBService(ctx context.Context) (bool, error) {
	var answer serviceSettings
	err := c.fetch(ctx, &answer, nil, "/platform/7/protocols/smb/settings/global")
	return answer.Settings.Service, err
}

// NFSService tells whether the cluster serves NFS.
func (c *Client) NFSService(ctx context.Context) (bool, error) {
	var answer serviceSettings
	err := c.fetch(ctx, &answer, nil, "/platform/14/protocols/nfs/settings/global")
	return answer.Settings.Service, err
}
