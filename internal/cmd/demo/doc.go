// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Command demo fails a storage pool over between two simulated PowerScale clusters and back, with the provider as it is built here and
// the real Terraform command line, and shows that every line of the documented process happened.
//
// What the table says is read without the provider's code: by plain requests to both clusters, by DNS questions at each cluster's
// SmartConnect address and by simulated SMB and NFS clients. Each value is then compared with the simulator's own account of its state.
//
// Exit status: 0, every line is as the process says; 1, some line is not; 2, the demonstration could not be run.
package main
