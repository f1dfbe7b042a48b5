// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package clients simulates the people at the other end: SMB and NFS clients that resolve a SmartConnect name, mount, hold handles,
// write, and get an acknowledgement or an error.
//
// They behave as synciq.md §4 says: "The name is resolved at mount time only" for NFS, so an NFS mount stays on its address until
// it is mounted again, and its handles mean nothing to another cluster (ESTALE); an SMB client whose session breaks resolves the
// name again, needs a Kerberos ticket for it, and has lost its open handles. The rights that a share gives are worked out when a
// client connects to it, so a client that is connected keeps them until its session ends [inferred: the harder case for whoever
// must stop writers]; an export's lists are asked at every request.
//
// A client's state is data in the world, and a background writer is an event on the agenda, so clients are cloned with the world.
// What was acknowledged is kept in a [History], for the invariants. Every function expects the world's lock to be held.
package clients
