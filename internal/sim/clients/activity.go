// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package clients

import "github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"

// active leaves a trace of one operation in the cluster's client statistics, which list "Only active and top clients per protocol"
// (behaviour.md §13). SMB of every version is shown there as smb2.
func (c *Client) active(cluster *world.Cluster, in, out int64) {
	protocol := string(c.Protocol)
	if c.Protocol == SMB {
		protocol = "smb2"
	}
	cluster.NoteActivity(world.Activity{
		Remote: c.Address, Local: c.Mount.Address, Protocol: protocol, LNN: c.Mount.LNN, User: world.Persona{Name: c.User, Type: "user"},
		In: in, Out: out,
	})
}
