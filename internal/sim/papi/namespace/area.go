// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package namespace

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

// Area is what this package registers.
func Area() rest.Area {
	return rest.Area{
		Routes:   routes,
		Excluded: excluded,
	}
}

const onlyFiles = "a failover keeps plain files; permissions, attributes and retention are no part of it"

var excluded = []rest.Excluded{
	{Method: "GET", Path: root, Query: "versions", Reason: "the namespace's protocol has one version here"},
	{Method: "GET", Path: below, Query: "acl metadata nsaccess type worm zone", Reason: onlyFiles},
	{Method: "PUT", Path: below, Query: "acl clone continue merge metadata nsaccess snapshot zone", Reason: onlyFiles},
	{
		Method: "POST", Path: below, Query: "detail dir hidden limit max-depth query resume sort type",
		Reason: "a failover never searches the file system",
	},
}
