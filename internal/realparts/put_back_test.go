// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package realparts

import (
	"slices"
	"strings"
	"testing"

	"github.com/go-ldap/ldap/v3"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/samba"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
	"github.com/onefs-dr/terraform-provider-onefs/internal/testbed"
)

// wanted is the SPN that is refused in these tests.
const wanted = "HOST/nas1.demo.local"

// trouble makes the directory refuse wanted on PS2$, the second answer ends it.
type trouble struct{ account, spn string }

func (tr trouble) begin(t *testing.T) {
	t.Helper()
	if tr.spn == wanted {
		modify(t, "PS1", "delete", wanted) // it can be on one account only; the survey knows it on PS1$
	}
	modify(t, tr.account, "add", tr.spn)
}

func (tr trouble) end(t *testing.T) {
	t.Helper()
	modify(t, tr.account, "delete", tr.spn)
}

// modify changes one name of an account, as an administrator of the domain.
func modify(t *testing.T, account, op, spn string) {
	t.Helper()
	m := ldap.NewModifyRequest(dn(account), nil)
	map[string]func(string, []string){"add": m.Add, "delete": m.Delete}[op]("servicePrincipalName", []string{spn})
	if err := administrator(t).Modify(m); err != nil {
		t.Fatalf("%s %s: %v", op, spn, err)
	}
}

// TestPutBack: between the plan and the stage of the SPNs one of them becomes impossible on the receiving account. The others go. What was
// taken off goes back to its old holder while that cluster answers the names, because somebody has moved them back by hand; while the new
// one answers, it stays off, for a ticket that the answering cluster cannot read is worse than none. Once the trouble is over the same run
// ends with every SPN on the account of the cluster that serves.
func TestPutBack(t *testing.T) {
	for name, c := range map[string]struct {
		trouble trouble
		byHand  bool // the names are moved back when they have moved
		held    string
	}{
		"an alias of the class, names moved back by hand": {trouble{"PS1", "cifs/nas1.demo.local"}, true, "PS1"},
		"an alias of the class":                           {trouble{"PS1", "cifs/nas1.demo.local"}, false, ""},
		"a third account":                                 {trouble{"PS3", wanted}, false, "PS3"},
	} {
		t.Run(name, func(t *testing.T) {
			s := simulated(t)
			pools := poolsOf(s)
			refused, began := 0, false
			b := bed(t, s, samba.Mover, nil, func(o *testbed.Options) {
				o.Logged = func(line string) {
					// Stage 4 begins when the names are published.
					if !began && strings.HasPrefix(line, "stage begins") && strings.Contains(line, string(survey.StageSPNs)) {
						began = true
						c.trouble.begin(t)
						if c.byHand {
							setPools(s, pools)
						}
					}
					if !strings.HasPrefix(line, "SPNs refused, trying again") {
						return
					}
					if refused++; refused > 1 {
						return
					}
					if !strings.Contains(line, wanted) || strings.Contains(line, "; back on PS1$: "+wanted) != c.byHand {
						t.Errorf("the log says %q", line)
					}
					wantHolderOf(t, wanted, c.held)
					for _, spn := range spns {
						if spn != wanted {
							wantHolderOf(t, spn, "PS2")
						}
					}
					c.trouble.end(t)
				}
			})
			move(t, b, testbed.DR)
			if refused == 0 {
				t.Error("nothing was refused")
			}
			wantHolder(t, "PS2")
			for _, v := range b.Violations() {
				// Who moves names by hand in the middle of a run makes them arrive twice.
				if !c.byHand || !strings.Contains(v, "moved_once") {
					t.Error("the simulator complains:", v)
				}
			}
		})
	}
}

// poolsOf are both clusters' pools now.
func poolsOf(s *sim.Simulation) map[string]world.Pool {
	out := map[string]world.Pool{}
	s.World.Do(func() {
		for _, c := range []string{s.From, s.To} {
			out[c], _ = s.World.Cluster(c).Network.Pools.Get(s.Pool)
		}
	})
	return out
}

// setPools gives the pools these names again, at both clusters at once.
func setPools(s *sim.Simulation, pools map[string]world.Pool) {
	s.World.Do(func() {
		for c, before := range pools {
			now, _ := s.World.Cluster(c).Network.Pools.Get(s.Pool)
			changed := now
			changed.SCDNSZone, changed.SCDNSZoneAliases = before.SCDNSZone, before.SCDNSZoneAliases
			s.World.Cluster(c).ChangePool(now, changed)
		}
	})
}

// wantHolderOf: exactly this account holds the SPN, "" for none.
func wantHolderOf(t *testing.T, spn, account string) {
	t.Helper()
	for _, name := range []string{"PS1", "PS2", "PS3"} {
		if slices.Contains(truth(t, name), spn) != (name == account) {
			t.Errorf("%s on %s: %v", spn, name, name != account)
		}
	}
}
