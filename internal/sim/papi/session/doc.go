// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package session logs in and out, and finds out who asks: by basic authentication or by a session with all its parts.
package session
