// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package clusters holds what an engine is made of: the two configured clusters, connected or declared lost, the options of the provider
// block, and what the resources of one process share, which are reads within one beat, turns and the answers of lost clusters.
//
// It may know how a cluster is reached and which privileges a run needs. It knows no journal, no lease, no stage and no object that moves.
package clusters
