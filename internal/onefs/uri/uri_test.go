// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package uri

import "testing"

func TestOf(t *testing.T) {
	for got, want := range map[string]string{
		Of(SyncPolicies+ID, "a/b c"): "/platform/14/sync/policies/a%2Fb%20c",
		Of(SyncSettings):             "/platform/16/sync/settings",
		Of(RolePrivileges, "<role>"): "/platform/14/auth/roles/<role>/privileges",
		Of(SyncPolicies+ID, "{}"):    "/platform/14/sync/policies/%7B%7D",
		OfPool(Pool, "g0.s0.p.1"):    "/platform/16/network/groupnets/g0/subnets/s0/pools/p.1",
		OfPool(Subnet, "g0.s0"):      "/platform/16/network/groupnets/g0/subnets/s0",
		Share("fin$", "a b"):         "/platform/12/protocols/smb/shares/fin$?zone=a+b",
		Export("7", "System"):        "/platform/4/protocols/nfs/exports/7?zone=System",
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
