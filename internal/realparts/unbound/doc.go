// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package unbound runs the DNS resolver unbound, as a site has one: it keeps the site's zone, in which names are delegated to
// SmartConnect service addresses by NS records, and asks those for what clients ask it.
package unbound
