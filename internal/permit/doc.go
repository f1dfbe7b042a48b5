// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package permit makes a write to a cluster something that has to be asked for.
//
// Every mutating method of the client takes a [Permit] right after the context, so a write that nobody planned does not compile, and
// one made with the zero Permit is refused before anything is sent. A permit says which approved step the write belongs to; the
// request log carries it.
package permit
