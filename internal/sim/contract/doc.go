// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package contract holds requests and answers against contract-2.json, the description of the OneFS platform API that is kept outside
// this repository. It knows nothing of the simulator: it sees methods, URLs and bytes only.
//
// The schemas of the description are open, so the package also compares property names itself, as the description's own notes
// ask for: unknown names are findings both ways, read-only and create-only properties in requests, write-only ones in answers.
package contract
