// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/failure"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// spnCase is a directory that is not as a failover would like it.
type spnCase struct {
	name  string
	dials dial.Values
	// prepare changes the site before anything is planned; strike comes after the plan. Both hold the lock.
	prepare, strike func(b *Bed)
	intent          func(in *survey.Intent)
	// state is how the run ends: "" for success.
	state failure.ClientState
	id    finding.FailureID
	// says must be in what failed.
	says string
	// onProd and onDR must be, or with a leading "!" must not be, on the accounts afterwards.
	onProd, onDR []string
	// mend ends the trouble, then the same goal must end right; then finally must hold.
	mend    func(b *Bed)
	finally []string
	// finding must be in the plan.
	finding string
	// refused: OneFS must have refused the SPNs at least once before they went through.
	refused bool
}

func withAlias(b *Bed, names ...string) {
	c := b.World.Cluster(b.Site.From)
	p, _ := c.Network.Pools.Get(b.Site.Pool)
	q := p
	q.SCDNSZoneAliases = append(slices.Clone(p.SCDNSZoneAliases), names...)
	c.ChangePool(p, q)
}

// holds gives SPNs to an account, as an administrator of the domain would.
func holds(b *Bed, account string, spns ...string) {
	now := b.World.Forest.Truth(account)
	for _, s := range spns {
		if !slices.ContainsFunc(now, func(x string) bool { return strings.EqualFold(x, s) }) {
			now = append(now, s)
		}
	}
	rewrite(b, account, now)
}

func loses(b *Bed, account string, spns ...string) {
	rewrite(b, account, slices.DeleteFunc(b.World.Forest.Truth(account), func(x string) bool {
		return slices.ContainsFunc(spns, func(s string) bool { return strings.EqualFold(x, s) })
	}))
}

func rewrite(b *Bed, account string, spns []string) {
	if err := b.World.Forest.Write(ad.Change{
		Principal: account, Account: account, SPNs: spns, At: b.World.Now(), Lag: b.World.Dials.Duration(dial.ControllerLag), Duplicates: true,
	}); err != nil {
		panic("the administrator of the domain may write what he likes: " + err.Error())
	}
}

const wantBoth = "HOST/nas1.demo.local"

var spnCases = []spnCase{
	{
		name: "two moved names with one short name",
		prepare: func(b *Bed) {
			withAlias(b, "nas1.other.local")
			holds(b, "PS1$", "HOST/nas1.other.local")
		},
		onDR:   []string{"HOST/nas1.demo.local", "HOST/nas1.other.local", "HOST/nas1", "HOST/fin"},
		onProd: []string{"!HOST/nas1.demo.local", "!HOST/nas1.other.local", "!HOST/nas1"},
	},
	{
		name: "a short name shared with a name that stays",
		prepare: func(b *Bed) {
			withAlias(b, "nas1.other.local")
			holds(b, "PS1$", "HOST/nas1.other.local")
		},
		intent: func(in *survey.Intent) { in.Names = []string{"nas1.demo.local", "fin.demo.local"} },
		onDR:   []string{"HOST/nas1.demo.local", "!HOST/nas1", "!HOST/nas1.other.local", "HOST/fin"},
		onProd: []string{"HOST/nas1", "HOST/nas1.other.local", "!HOST/nas1.demo.local"},
	},
	{
		name: "a short name shared with a name of another pool",
		prepare: func(b *Bed) {
			b.World.Cluster(b.Site.From).Network.Pools.Update("groupnet0.subnet0.eng", func(p *world.Pool) {
				p.SCDNSZoneAliases = []string{"nas1.other.local"}
			})
			holds(b, "PS1$", "HOST/nas1.other.local")
		},
		onDR:   []string{"HOST/nas1.demo.local", "!HOST/nas1", "!HOST/nas1.other.local", "HOST/fin"},
		onProd: []string{"HOST/nas1", "HOST/nas1.other.local", "!HOST/nas1.demo.local"},
	},
	{
		name: "a short name that is cut off",
		prepare: func(b *Bed) {
			withAlias(b, "departments-east.demo.local", "departments-eastern.demo.local")
			holds(b, "PS1$", "HOST/departments-east.demo.local", "HOST/departments-eastern.demo.local", "HOST/departments-eas")
		},
		onDR:   []string{"HOST/departments-east.demo.local", "HOST/departments-eastern.demo.local", "HOST/departments-eas"},
		onProd: []string{"!HOST/departments-eas", "!HOST/departments-east.demo.local"},
	},
	{
		name: "a short name that is cut off and shared with a name that stays",
		prepare: func(b *Bed) {
			withAlias(b, "departments-east.demo.local", "departments-eastern.demo.local")
			holds(b, "PS1$", "HOST/departments-east.demo.local", "HOST/departments-eastern.demo.local", "HOST/departments-eas")
		},
		intent: func(in *survey.Intent) { in.Names = []string{"nas1.demo.local", "departments-east.demo.local"} },
		onDR:   []string{"HOST/departments-east.demo.local", "!HOST/departments-eas"},
		onProd: []string{"HOST/departments-eas", "HOST/departments-eastern.demo.local"},
	},
	{
		name: "an SPN is on a third account",
		prepare: func(b *Bed) {
			b.World.Forest.Join("filer9", "filer9.demo.local")
			loses(b, "PS1$", "HOST/fin.demo.local")
			holds(b, "FILER9$", "HOST/fin.demo.local")
		},
		state: failure.ClientsWithoutKerberos, says: "fin.demo.local",
		onDR:    []string{wantBoth, "HOST/nas1", "HOST/fin", "!HOST/fin.demo.local"},
		mend:    func(b *Bed) { loses(b, "FILER9$", "HOST/fin.demo.local") },
		finally: []string{"HOST/fin.demo.local"},
	},
	{
		name:    "no right to write on the receiving account",
		prepare: func(b *Bed) { b.World.Forest.Grant("PS2$", "ps2", ad.None) },
		state:   failure.ClientsUntouched, id: finding.FailureSPNRight, says: "PS2$",
		onProd: []string{wantBoth},
		mend:   func(b *Bed) { b.World.Forest.Delegate("ps1", "ps2") }, finally: []string{wantBoth},
	},
	{
		name:    "no right, and told to go on",
		prepare: func(b *Bed) { b.World.Forest.Grant("PS2$", "ps2", ad.None) },
		intent:  func(in *survey.Intent) { in.IgnoreFindings = []string{finding.SPNRightMissing.String()} },
		state:   failure.ClientsWithoutKerberos, says: "insufficient access rights",
		onDR: []string{"!" + wantBoth},
		mend: func(b *Bed) { b.World.Forest.Delegate("ps1", "ps2") }, finally: []string{wantBoth, "HOST/fin"},
	},
	{
		name:    "only the validated right",
		prepare: func(b *Bed) { b.World.Forest.Grant("PS2$", "ps2", ad.Validated) },
		// A write of what is there proves nothing about other names; the stage itself tells.
		state: failure.ClientsWithoutKerberos, says: "insufficient access rights",
		mend: func(b *Bed) { b.World.Forest.Delegate("ps1", "ps2") }, finally: []string{wantBoth, "HOST/fin"},
	},
	{
		name:  "another controller has not yet seen a removal",
		dials: dial.Values{dial.ControllerLag: "15s"},
		prepare: func(b *Bed) {
			b.World.Forest.Join("filer9", "filer9.demo.local", "HOST/fin.demo.local")
			loses(b, "PS1$", "HOST/fin.demo.local")
		},
		strike:  func(b *Bed) { lateAt(b, "dc2.demo.local", "FILER9$", 50*time.Second) },
		refused: true,
		onDR:    []string{wantBoth, "HOST/fin.demo.local"},
	},
	{
		name: "another controller sees a removal only after the path is writable",
		prepare: func(b *Bed) {
			b.World.Forest.Join("filer9", "filer9.demo.local", "HOST/fin.demo.local")
			loses(b, "PS1$", "HOST/fin.demo.local")
		},
		strike:  func(b *Bed) { lateAt(b, "dc2.demo.local", "FILER9$", 150*time.Second) },
		refused: true,
		onDR:    []string{wantBoth, "HOST/fin.demo.local"},
	},
	{
		name:    "the directory is down from the beginning",
		prepare: func(b *Bed) { setDirectory(b, false) },
		finding: "ad_offline",
		state:   failure.ClientsWithoutKerberos, says: "AD provider",
		mend: func(b *Bed) { setDirectory(b, true) }, finally: []string{wantBoth, "HOST/fin"},
	},
	{
		name:   "the directory goes down after the plan",
		strike: func(b *Bed) { setDirectory(b, false) },
		state:  failure.ClientsWithoutKerberos, says: "AD provider",
		mend: func(b *Bed) { setDirectory(b, true) }, finally: []string{wantBoth, "HOST/fin"},
	},
	{
		name:    "the provider of the zone is missing on the other side",
		prepare: func(b *Bed) { zoneWithoutProvider(b) },
		finding: "ad_provider_missing",
		onProd:  []string{wantBoth}, onDR: []string{"!" + wantBoth},
	},
	{
		name:    "other classes",
		prepare: func(b *Bed) { holds(b, "PS1$", "nfs/nas1.demo.local") },
		finding: "spn_class_not_moved",
		onProd:  []string{"nfs/nas1.demo.local", "!" + wantBoth}, onDR: []string{wantBoth, "!nfs/nas1.demo.local"},
	},
}

// lateAt removes the account's SPNs at one controller; the others learn of it later.
func lateAt(b *Bed, controller, account string, lag time.Duration) {
	if err := b.World.Forest.Write(ad.Change{
		Controller: controller, Principal: account, Account: account, SPNs: nil, At: b.World.Now(), Lag: lag,
	}); err != nil {
		panic(err)
	}
}

func setDirectory(b *Bed, up bool) {
	for _, dc := range []string{"dc1.demo.local", "dc2.demo.local"} {
		if !b.World.Forest.SetControllerDown(dc, !up) {
			panic("there is no controller " + dc)
		}
	}
}

func zoneWithoutProvider(b *Bed) {
	c := b.World.Cluster(b.Site.To)
	z, _ := c.Zones.Get("nas1")
	z.AuthProviders = nil
	c.Zones.Put(z.Name, z)
}

// TestSPNs_ClientsFirst: whatever is wrong with the directory, data moves or nothing does, the words are true, and once the trouble is over
// the same goal ends right.
func TestSPNs_ClientsFirst(t *testing.T) {
	t.Parallel()
	for _, c := range spnCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { c.run(t) })
		})
	}
}

func (c spnCase) run(t *testing.T) {
	o := Options{Quiet: true}
	o.Build.Dials = c.dials
	o.Build.Policies = 2
	refusals := 0
	o.Logged = func(line string) {
		if strings.Contains(line, "SPNs refused") {
			refusals++
		}
	}
	b := New(t, o)
	b.World.Do(func() {
		if c.prepare != nil {
			c.prepare(b)
		}
		b.judgeFromNow()
	})
	time.Sleep(time.Minute) // every controller knows
	adopt(t, b)
	in := b.Intent(DR)
	if c.intent != nil {
		c.intent(&in)
	}
	planned := b.Engine.Survey(t.Context(), Scope(in, nil))
	p := failover.Plan(planned, in)
	if len(p.Errors) > 0 {
		t.Fatalf("the plan is refused: %s", p.Errors[0].Line())
	}
	if c.finding != "" && !slices.ContainsFunc(p.Moves.Risks, func(r string) bool { return strings.HasPrefix(r, c.finding+":") }) {
		t.Errorf("the plan says nothing of %s: %q", c.finding, p.Moves.Risks)
	}
	if c.strike != nil {
		b.World.Do(func() { c.strike(b) })
	}
	b.NewRun()
	_, err := b.Engine.Run(t.Context(), in, planned)
	c.judge(t, b, err)
	c.accounts(t, b)
	if c.refused && refusals == 0 {
		t.Error("the SPNs were never refused")
	}
	if c.mend == nil {
		return
	}
	b.World.Do(func() { c.mend(b) })
	time.Sleep(6 * time.Minute)
	b.NewRun()
	planned = b.Engine.Survey(t.Context(), Scope(in, nil))
	if _, err := b.Engine.Run(t.Context(), in, planned); err != nil {
		t.Fatalf("after the trouble: %v", err)
	}
	after := b.Engine.Survey(t.Context(), Scope(in, nil))
	if p := failover.Plan(after, in); p.Moves != nil {
		t.Errorf("the plan after it is not empty: %v", p.Approved)
	}
	b.World.Do(func() { wantSPNs(t, b, "PS2$", c.finally) })
	if v := b.Violations(); len(v) > 0 {
		t.Errorf("violations:\n%s", Lines(v))
	}
}

func (c spnCase) judge(t *testing.T, b *Bed, err error) {
	t.Helper()
	if c.state == "" {
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	f, ok := errors.AsType[*failure.Failure](err)
	if !ok {
		t.Fatalf("the run ended with %v, want %q", err, c.state)
	}
	t.Log("\n" + f.Error())
	if f.State != c.state || !strings.Contains(f.Failed, c.says) || c.id.String() != "" && f.ID != c.id {
		t.Errorf("want state %q, id %q and the words %q, got\n%s", c.state, c.id, c.says, f.Error())
	}
	b.World.Do(func() {
		open := true
		for _, n := range b.Site.Policies {
			r, ok := synciq.Of(b.World.Cluster(b.Site.To)).TargetRecord(n)
			open = open && ok && (r.State() == "writes_enabled" || r.State() == "resync_policy_created")
		}
		if served := c.state == failure.ClientsWithoutKerberos; served != open {
			t.Errorf("the headline is %q, but dr is writable: %v", f.Headline(), open)
		}
	})
}

func (c spnCase) accounts(t *testing.T, b *Bed) {
	t.Helper()
	b.World.Do(func() {
		wantSPNs(t, b, "PS1$", c.onProd)
		wantSPNs(t, b, "PS2$", c.onDR)
	})
}

func wantSPNs(t *testing.T, b *Bed, account string, want []string) {
	t.Helper()
	have := b.World.Forest.Truth(account)
	for _, w := range want {
		spn, absent := strings.CutPrefix(w, "!")
		times := 0
		for _, h := range have {
			if strings.EqualFold(h, spn) {
				times++
			}
		}
		if absent && times > 0 || !absent && times != 1 {
			t.Errorf("%s is %d times on %s, want %s; it has %v", spn, times, account, w, have)
		}
	}
}
