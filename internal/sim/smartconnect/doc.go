// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package smartconnect answers DNS questions as the SmartConnect service of a cluster does.
//
// A cluster answers for the zone names and aliases of its own pools and for nothing else ("answers only for the zone names or
// aliases configured on it", synciq.md §4); that is what lets a parent zone delegate a name to both clusters, and a rename move the
// clients. Answers are the addresses of the pool's usable nodes, one per question, in turn.
//
// [Ask] is the pure answer to one question; [Listen] puts it on UDP and TCP.
package smartconnect
