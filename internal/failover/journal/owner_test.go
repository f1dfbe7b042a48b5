// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package journal

import (
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

func TestStrange(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		user, owner, mode, want string
	}{
		{"failover", "failover", "0700", ""},
		{"failover", "root", "0755", ""},
		{`EXAMPLE\failover`, "failover", "0600", ""},
		{"failover@example.com", `EXAMPLE\Failover`, "0600", ""},
		{"failover", "", "", ""},
		{"failover", "2001", "0600", ""},
		{"failover", "mallory", "0600", "belongs to the account mallory"},
		{"failover", "\x1b[2J", "0600", `belongs to the account \u001b[2J`},
		{"failover", "failover", "0770", "can be written by others than its owner (mode 0770)"},
		{"failover", "root", "0602", "can be written by others than its owner (mode 0602)"},
		{"failover", "failover", "rwx", ""},
	} {
		if got := strange(onefs.Entry{Owner: x.owner, Mode: x.mode}, x.user); got != x.want {
			t.Errorf("%+v: %q", x, got)
		}
	}
}
