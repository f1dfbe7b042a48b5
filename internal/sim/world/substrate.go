// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// Dials are settings by name.
type Dials map[string]string

// Forest is the Active Directory shared by the clusters.
type Forest interface{ CloneForest() Forest }
