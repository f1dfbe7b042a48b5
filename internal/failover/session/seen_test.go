// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package session

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// TestSeen: whoever may be using an object above a policy's directory is seen, and what cannot be read counts as use.
func TestSeen(t *testing.T) {
	t.Parallel()
	everyone := shareWith(nil, gives("full", "allow", trustee("wellknown", "Everyone")))
	wide := everyone
	wide.ID, wide.Zone, wide.Above = "ifs", "System", true
	admins := shareWith(nil, gives("full", "allow", trustee("user", `DEMO\admin`)))
	admins.ID, admins.Zone, admins.Above = "ifs", "System", true
	export := survey.Object{Kind: survey.KindExport, Zone: "System", ID: "1", Above: true}
	pools := []onefs.Pool{
		{AccessZone: "System", Ranges: []onefs.Range{{Low: "10.0.0.1", High: "10.0.0.9"}}},
		{AccessZone: "nas1", Ranges: []onefs.Range{{Low: "10.9.0.1", High: "10.9.0.9"}}},
	}
	for name, x := range map[string]struct {
		objects []survey.Object
		before  func(f *fake)
		want    survey.ClientsView
	}{
		"nobody": {[]survey.Object{everyone, wide, export}, func(*fake) {}, survey.ClientsView{}},
		"a session, nothing above": {
			[]survey.Object{everyone}, func(f *fake) { f.logIn(1, "c", `D\a`); f.logIn(2, "d", `D\A`) }, survey.ClientsView{Sessions: 2, Users: 1},
		},
		"any session may have come through the wide share": {
			[]survey.Object{everyone, wide},
			func(f *fake) { f.logIn(2, "c", `D\a`) },
			survey.ClientsView{Sessions: 1, Users: 1, Above: map[string]string{wide.Address(): `D\a from c on node 2`}},
		},
		"one without a right to it has not": {
			[]survey.Object{everyone, admins}, func(f *fake) { f.logIn(2, "c", `D\a`) }, survey.ClientsView{Sessions: 1, Users: 1},
		},
		"one with a right to nothing is spared": {
			[]survey.Object{admins}, func(f *fake) { f.logIn(2, "c", `D\a`) }, survey.ClientsView{Sessions: 1, Users: 1},
		},
		"many": {
			[]survey.Object{wide},
			func(f *fake) {
				for _, c := range []string{"c", "d", "e", "f", "g"} {
					f.logIn(1, c, `D\a`)
				}
			},
			survey.ClientsView{
				Sessions: 5, Users: 1, Above: map[string]string{
					wide.Address(): `D\a from c on node 1, D\a from d on node 1, D\a from e on node 1 and 2 more`,
				},
			},
		},
		"a handle without a session": {
			[]survey.Object{wide},
			func(f *fake) { f.open(3, `C:\ifs\data\nas1\db`, "sql", "write") },
			survey.ClientsView{Above: map[string]string{wide.Address(): "sql with /ifs/data/nas1/db open on node 3"}},
		},
		"NFS at the zone's addresses": {
			[]survey.Object{export},
			func(f *fake) {
				f.rows = []onefs.ClientStatistic{
					{RemoteAddr: "10.1.0.1", LocalAddr: "10.9.0.1"},
					{RemoteAddr: "10.1.0.2", LocalAddr: "10.0.0.2"},
					{LocalAddr: "10.0.0.2"},
					{RemoteAddr: "10.1.0.2", LocalAddr: "10.0.0.3"},
				}
			},
			survey.ClientsView{Above: map[string]string{export.Address(): "10.1.0.2 over NFS"}},
		},
		"unread": {
			[]survey.Object{wide, export},
			func(f *fake) { f.broken = errBroken },
			survey.ClientsView{Unread: "broken", Above: map[string]string{
				wide.Address():   "the SMB sessions cannot be listed: broken",
				export.Address(): "the client statistics cannot be read: broken",
			}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake()
			x.before(f)
			got := seen(t.Context(), f, x.objects, func(p string) bool { return strings.HasPrefix(p, "/ifs/data/nas1/") }, pools)
			if x.want.Above == nil {
				x.want.Above = map[string]string{}
			}
			if diff := cmp.Diff(&x.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestOrphans_Unread(t *testing.T) {
	t.Parallel()
	f := newFake()
	f.broken = errBroken
	if got := orphans(t.Context(), f, nil); !strings.Contains(got, "cannot be asked") {
		t.Errorf("got %q", got)
	}
}
