// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// mallory has an account on the clusters and is not the one that the provider uses.
const mallory = "mallory"

// replace makes a file anew, as an account would that may write to the directory.
func (b *Bed) replace(t testing.TB, key, path, owner, content string) {
	t.Helper()
	b.World.Do(func() {
		tree, w := b.Cluster(key).FS, fs.Write{
			By: fs.Clients, Content: []byte(content), At: b.World.Now(), Attr: fs.Attr{Mode: "0600", Owner: owner, Group: "wheel"},
		}
		// Either may be there, or not.
		_ = tree.Mkdir(path[:strings.LastIndex(path, "/")], true, fs.Write{By: fs.Clients, At: b.World.Now(), Attr: w.Attr})
		_ = tree.Remove(fs.Clients, path, false)
		if err := tree.Write(path, w); err != nil {
			t.Fatal(err)
		}
	})
}

// chmod gives what lies at a path another owner and mode.
func (b *Bed) chmod(t testing.TB, key, path, owner, mode string) {
	t.Helper()
	b.World.Do(func() {
		if err := b.Cluster(key).FS.Touch(path, fs.Clients, fs.Attr{Mode: mode, Owner: owner, Group: "wheel"}); err != nil {
			t.Fatal(err)
		}
	})
}

// TestAttack_JournalOfASecondAccount: a journal that another account wrote, or could have written, is told before anything moves, and
// stops a controlled move.
func TestAttack_JournalOfASecondAccount(t *testing.T) {
	attack(t, func(a *attempt) {
		const journals = scenario.JournalDirectory + "/journals"
		for what, change := range map[string]func(b *Bed){
			"the journal is mallory's": func(b *Bed) {
				for path, text := range b.journals(a.T, DR) {
					b.replace(a.T, DR, path, mallory, text)
				}
			},
			"everybody may write the journal": func(b *Bed) {
				for path := range b.journals(a.T, Prod) {
					b.chmod(a.T, Prod, path, b.Site.Username, "0666")
				}
			},
			"the directory of journals is mallory's": func(b *Bed) { b.chmod(a.T, DR, journals, mallory, "0700") },
			"a group may write to the directory":     func(b *Bed) { b.chmod(a.T, Prod, journals, b.Site.Username, "0770") },
		} {
			b := New(a.T, asREADME())
			adopt(a.T, b)
			change(b)
			if err := a.out(b); err == nil || !strings.Contains(err.Error(), "journal_owner") {
				a.finds("%s, and the pool moves: %v", what, err)
			}
		}
		b := New(a.T, asREADME())
		adopt(a.T, b)
		if err := a.out(b); err != nil {
			a.Fatalf("as it should be: %v", err)
		}
	})
}

// TestAttack_LeaseOfASecondAccount: another account puts well-formed claims on the standby, for a run that never was: it beats for ever
// from the year 2099, its time is the longest there is, or it has another name each time. The run ends within bounds, writes nothing,
// and says whose files they are.
func TestAttack_LeaseOfASecondAccount(t *testing.T) {
	attack(t, func(a *attempt) {
		const leases = scenario.JournalDirectory + "/leases"
		beat := func(run string, count int) string {
			return fmt.Sprintf(`{"run":%q,"owner":"process 7 on backup","pool":"x","count":%d,"since":"2099-01-01T00:00:00Z","ttl":"1h0m0s"}`,
				run, count)
		}
		for what, next := range map[string]func(b *Bed, n int){
			"it beats for ever": func(b *Bed, n int) { b.replace(a.T, DR, leases+"/run-00ff.json", mallory, beat("00ff", n)) },
			"another run each time": func(b *Bed, n int) {
				run := fmt.Sprintf("%04x", n/10)
				b.replace(a.T, DR, leases+"/policy-nas1.json", mallory, `{"run":"`+run+`"}`)
				b.replace(a.T, DR, leases+"/run-"+run+".json", mallory, beat(run, 0))
			},
		} {
			b := New(a.T, asREADME())
			adopt(a.T, b)
			b.replace(a.T, DR, leases+"/policy-nas1.json", mallory, `{"run":"00ff"}`)
			b.replace(a.T, DR, leases+"/run-00ff.json", mallory, beat("00ff", 0))
			began, done, gone := time.Now(), make(chan struct{}), make(chan struct{})
			go func() {
				defer close(gone)
				for n := 1; ; n++ {
					next(b, n)
					select {
					case <-done:
						return
					case <-time.After(5 * time.Minute):
					}
				}
			}()
			err := a.out(b)
			close(done)
			<-gone
			if took := time.Since(began); took > 2*time.Hour {
				a.finds("%s: the run waited %s", what, took)
			}
			if err == nil {
				a.finds("%s: the run went through", what)
			} else if !strings.Contains(err.Error(), mallory) {
				a.finds("%s: nobody says whose lease it is: %v", what, err)
			}
			if n := b.calls().ByPermit["approved"] + b.calls().ByPermit["within"]; n > 0 {
				a.finds("%s: %d writes", what, n)
			}
		}
	})
}

// second gives the engine an account of its own, with a role that has the same privileges to read only.
func (b *Bed) second(t *testing.T, user string) *Bed {
	t.Helper()
	b.World.Do(func() {
		for _, key := range []string{Prod, DR} {
			auth := &b.Cluster(key).Auth
			auth.AddLogin(user, b.Site.Password)
			role, _ := auth.Role(world.SystemZone, "Failover")
			reader := world.Role{ID: user, Name: user, Zone: world.SystemZone, Members: []world.Persona{{Name: user, Type: "user"}}}
			for _, p := range role.Privileges {
				reader.Privileges = append(reader.Privileges, world.Privilege{ID: p.ID, Permission: "r"})
			}
			auth.PutRole(reader)
		}
	})
	return On(t, b.Site, Options{Quiet: true, Configure: func(_ *Bed, _ string, c *onefs.Config, _ *clusters.Cluster) { c.Username = user }})
}

// TestSecondAccount_Plans: an account that may only read makes every plan, also where owners and modes hold and it cannot read the
// journal of the account that applies: Terraform's state tells about runs then, and the plan says so as a risk. Its apply writes nothing
// and says why.
func TestSecondAccount_Plans(t *testing.T) {
	t.Parallel()
	for _, modes := range []string{dial.Ignored, dial.ModesHold} {
		t.Run(modes, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				o := asREADME()
				o.Build.Dials = dial.Values{dial.NamespaceModes: modes}
				b := New(t, o)
				adopt(t, b)
				prior := b.Engine.Survey(t.Context(), Scope(b.Intent(Prod), nil))
				reader := b.second(t, "planner")
				in := b.Intent(DR)
				planned := reader.Engine.Survey(t.Context(), Scope(in, prior))
				p := failover.Plan(planned, in)
				if len(p.Errors) > 0 || p.Moves == nil {
					t.Fatalf("the plan: %s", lines(p.Errors))
				}
				told := strings.Contains(lines(p.Warnings), "journal_unreadable")
				if told != (modes == dial.ModesHold) {
					t.Errorf("the risks:\n%s", lines(p.Warnings))
				}
				reader.NewRun()
				if _, err := reader.Engine.Run(t.Context(), in, planned); err == nil {
					t.Error("an account that may only read has moved a pool")
				} else if modes == dial.ModesHold && !strings.Contains(err.Error(), "journal_unreadable") {
					t.Errorf("the apply: %v", err)
				}
				if n := reader.calls().ByPermit["approved"] + reader.calls().ByPermit["within"]; n > 0 {
					t.Errorf("%d writes", n)
				}
				if _, err := b.Engine.Run(t.Context(), in, planned); err != nil {
					t.Errorf("the plan applied by the other account: %v", err)
				}
			})
		})
	}
}
