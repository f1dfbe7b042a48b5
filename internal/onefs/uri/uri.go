// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package uri

import (
	"net/url"
	"strings"
)

// ID is what stands for one thing behind the path of a collection.
const ID = "/{}"

// Of fills a path for people: each {} with the next argument, encoded whole as the client does it. What people have to fill in, a word in
// angle brackets, stays readable.
func Of(path string, args ...string) string {
	for _, a := range args {
		if !strings.HasPrefix(a, "<") || !strings.HasSuffix(a, ">") {
			a = url.PathEscape(a)
		}
		path = strings.Replace(path, "{}", a, 1)
	}
	return path
}

// OfPool fills a path of networks with the parts of a pool's or a subnet's id, groupnet.subnet.pool.
func OfPool(path, id string) string {
	return strings.ReplaceAll(Of(path, strings.SplitN(id, ".", strings.Count(path, "{}"))...), "{}", "")
}

// Policy is a SyncIQ policy.
func Policy(name string) string { return Of(SyncPolicies+ID, name) }

// Share is an SMB share of an access zone.
func Share(name, zone string) string { return inZone(Of(SMBShares+ID, name), zone) }

// Export is an NFS export of an access zone.
func Export(id, zone string) string { return inZone(Of(NFSExports+ID, id), zone) }

// Alias is an NFS alias of an access zone.
func Alias(name, zone string) string { return inZone(Of(NFSAliases+ID, name), zone) }

func inZone(path, zone string) string { return path + "?zone=" + url.QueryEscape(zone) }
