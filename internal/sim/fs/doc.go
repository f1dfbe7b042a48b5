// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package fs is the file tree of a simulated cluster: directories and files with versions that cost nothing.
//
// A [Tree] is copy-on-write. [Tree.Snapshot] and [Tree.Clone] take constant time however large the tree is, and so does copying
// a whole directory from a snapshot of one cluster into the tree of another ([Tree.CopyInto]), which is how SyncIQ moves data
// here. [Diff] skips everything that two versions share, so its cost is that of the changes.
//
// A file remembers the ids of the writes that it has taken, so that a test can ask whether an acknowledged write is still
// there after a failover. A restricted-writer domain ([Tree.Protect]) refuses changes by anyone but its owner, which is what
// makes the target of a replication read-only for clients.
//
// The package is pure: no clock, no lock, no HTTP.
package fs
