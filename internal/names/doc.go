// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package names holds the rules for the names of an IP pool: the SmartConnect zone name and the aliases.
//
// All markers are ordinary names on the pool, no other storage is used. Names compare without case and without a trailing dot:
//
//	nas1.example.com                   production: clients ask for it, it moves
//	igls-original-nas1.example.com     parked: the place-holder of a production name on the pool that does not serve it
//	igls-nas1-ps1.example.com          hint: pairs two pools by the key "nas1", fixed furniture
//	igls-ignore-lab                    ignore tag: the pool takes no part in any failover
//
// Everything here is pure: no network, no clock, no state.
package names
