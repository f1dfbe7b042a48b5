// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fault"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
)

// newExport makes an export and answers its number.
func newExport(r *Raw, query, body string) string {
	return fmt.Sprint(r.Must(http.MethodPost, exportURL+"?zone=nas1&force=true"+query, body)["id"])
}

// exportAt is the export of exactly these paths.
func exportAt(r *Raw, list ...string) map[string]any {
	for _, x := range r.List(exportURL, "exports", url.Values{"zone": {"nas1"}}) {
		if survey.SamePaths(paths(x), list) {
			return x
		}
	}
	return map[string]any{}
}

// dialled are the options of a bed whose arrays speak in their own way.
func dialled(values dial.Values) Options {
	o := asREADME()
	o.Build.Dials = values
	return o
}

// TestAttack_ListsInAnotherOrder: the arrays show lists in an order of their own, and numbers in another form. That is no change, and the
// fence comes off.
func TestAttack_ListsInAnotherOrder(t *testing.T) {
	attack(t, func(a *attempt) {
		b := New(a, dialled(dial.Values{dial.ListOrder: dial.Turned, dial.NumberForm: dial.Longer}))
		adopt(a.T, b)
		newExport(b.Raw(a, Prod), "", `{"paths":["/ifs/data/nas1/a","/ifs/data/nas1/b"],"read_write_clients":["10.9.0.1","10.9.0.2"],`+
			`"root_clients":["10.9.0.3","10.9.0.4"],"time_delta":1e-9}`)
		before := clientsOf(b.Raw(a, Prod))
		if err := a.out(b); err != nil {
			a.finds("the run ends with %v", err)
		}
		if is := clientsOf(b.Raw(a, Prod)); is != before {
			a.finds("an export was %s and is %s", before, is)
		}
		in := b.Intent(Prod)
		p := failover.Plan(b.Engine.Survey(a.Context(), Scope(in, nil)), in)
		copies := func(line string) bool { return !strings.HasPrefix(line, "snapshot ") }
		if p.Moves == nil || slices.ContainsFunc(p.Moves.Configuration, copies) {
			a.finds("nothing has changed, and the way back would copy %v", p.Moves)
		}
		a.judge(b)
	})
}

// counterparts is how the arrays show what is empty.
func counterparts(t *testing.T, shown string) {
	t.Helper()
	attack(t, func(a *attempt) {
		b := New(a, dialled(dial.Values{dial.EmptyValues: shown, dial.QuotaScanTime: "0s"}))
		prod, dr := b.Raw(a, Prod), b.Raw(a, DR)
		prod.Must(http.MethodPost, shareURL+"?zone=nas1", `{"name":"more","path":"/ifs/data/nas1/a","permissions":[`+everyone("full")+`]}`)
		dr.Must(http.MethodPost, shareURL+"?zone=nas1", `{"name":"more","path":"/ifs/data/nas1/a","host_acl":["deny:ALL"],"description":"x",`+
			`"run_as_root":[{"id":"SID:S-1-1-0"}],"file_filter_extensions":[".mp3"]}`)
		const export = `{"paths":["/ifs/data/nas1/b"],"clients":["10.9.1.1"]`
		newExport(prod, "", export+`}`)
		newExport(dr, "", export+`,"read_write_clients":["203.0.113.9"],"root_clients":["203.0.113.9"],"description":"x"}`)
		for key, limits := range map[string]string{
			Prod: `"hard":10737418240`, DR: `"hard":10737418240,"soft":9663676416,"soft_grace":3600,"advisory":8589934592`,
		} {
			b.Raw(a, key).Must(http.MethodPost, quotasURL, `{"path":"/ifs/data/nas1/a","type":"directory","include_snapshots":true,"enforced":true,`+
				`"thresholds":{`+limits+`}}`)
		}
		time.Sleep(2 * time.Minute)
		b.World.Do(func() { b.judgeFromNow() })
		adopt(a.T, b)
		if err := a.out(b); err != nil {
			a.finds("the run ends with %v", err)
		}
		b.World.Do(func() {
			s, _ := b.Cluster(DR).SMB.Share("nas1", "more")
			if len(s.HostACL)+len(s.RunAsRoot)+len(s.FileFilterExtensions) > 0 || s.Description != "" {
				a.finds("share more on dr keeps %v, %v, %v, %q", s.HostACL, s.RunAsRoot, s.FileFilterExtensions, s.Description)
			}
			for _, e := range b.Cluster(DR).NFS.Exports("nas1") {
				if slices.Equal(e.Paths, []string{"/ifs/data/nas1/b"}) && (len(e.ReadWriteClients)+len(e.RootClients) > 0 || e.Description != "") {
					a.finds("export %d on dr keeps %v, %v, %q", e.ID, e.ReadWriteClients, e.RootClients, e.Description)
				}
			}
			for _, q := range b.Cluster(DR).Quota.All() {
				if q.Path == "/ifs/data/nas1/a" && q.IncludeSnapshots && (q.Thresholds.Soft != nil || q.Thresholds.Advisory != nil) {
					a.finds("the quota on dr keeps its soft limits")
				}
			}
		})
		a.judge(b)
	})
}

// TestAttack_CounterpartHasMore: what stands for an object on the receiving side has values where the source has none.
func TestAttack_CounterpartHasMore(t *testing.T) { counterparts(t, dial.Given) }

// TestAttack_CounterpartHasMoreNull: the same, with arrays that show what is empty as null.
func TestAttack_CounterpartHasMoreNull(t *testing.T) { counterparts(t, dial.Null) }

// TestAttack_CounterpartHasMoreAbsent: the same, with arrays that show nothing of what is empty.
func TestAttack_CounterpartHasMoreAbsent(t *testing.T) { counterparts(t, dial.Absent) }

// TestAttack_ExportOfTwoPolicies: one export has paths of two policies, whose copies lie elsewhere. The plan's line says where.
func TestAttack_ExportOfTwoPolicies(t *testing.T) {
	attack(t, func(a *attempt) {
		b := New(a, Options{Scenario: "different-paths", Quiet: true, Build: scenario.Options{Policies: 2}})
		newExport(b.Raw(a, Prod), "", `{"paths":["/ifs/data/nas1/a","/ifs/data/fin"],"clients":["10.9.2.2"]}`)
		adopt(a.T, b)
		in := b.Intent(DR)
		p := failover.Plan(b.Engine.Survey(a.Context(), Scope(in, nil)), in)
		if p.Moves == nil || !slices.ContainsFunc(p.Moves.Configuration, func(l string) bool {
			return strings.Contains(l, b.Root(DR, "nas1")+"/a") && strings.Contains(l, b.Root(DR, "fin"))
		}) {
			a.finds("no line of the plan has the new paths: %v", p.Moves)
		}
		if err := a.out(b); err != nil {
			a.finds("the run ends with %v", err)
		}
		if exportAt(b.Raw(a, DR), b.Root(DR, "nas1")+"/a", b.Root(DR, "fin"))["id"] == nil {
			a.finds("dr has no export of the two directories: %v", b.Raw(a, DR).List(exportURL, "exports", url.Values{"zone": {"nas1"}}))
		}
		a.judge(b)
	})
}

// TestAttack_QuotaAfterThePlan: two quotas on one directory, with and without snapshots, of which the plan has seen one.
func TestAttack_QuotaAfterThePlan(t *testing.T) {
	attack(t, func(a *attempt) {
		b := New(a, dialled(dial.Values{dial.QuotaScanTime: "0s"}))
		limit := func(snapshots bool) {
			b.Raw(a, Prod).Must(http.MethodPost, quotasURL, fmt.Sprintf(
				`{"path":"/ifs/data/nas1/a","type":"directory","include_snapshots":%v,"enforced":true,"thresholds":{"hard":10737418240}}`, snapshots))
			time.Sleep(2 * time.Minute)
		}
		adopt(a.T, b)
		in := b.Intent(DR)
		before := b.Engine.Survey(a.Context(), Scope(in, nil))
		limit(true)
		b.World.Do(func() { b.judgeFromNow() })
		b.NewRun()
		if _, err := b.Engine.Run(a.Context(), in, before); err == nil || !strings.Contains(err.Error(), "plan is stale") {
			a.finds("a quota that no plan has seen: the run ends with %v", err)
		}
		p := failover.Plan(b.Engine.Survey(a.Context(), Scope(in, nil)), in)
		if p.Moves != nil && countLines(p.Moves.Quotas, "directory /ifs/data/nas1/a") != 2 {
			a.finds("two quotas on one directory have the lines %v", p.Moves.Quotas)
		}
		a.judge(b)
	})
}

func countLines(lines []string, part string) (n int) {
	for _, l := range lines {
		if strings.Contains(l, part) {
			n++
		}
	}
	return n
}

// TestAttack_ExportsWithCommonClients: two exports of one directory that share clients, which OneFS allows whoever insists, and one that
// maps root to a user whom the other cluster does not know. The source has it so, and so has the copy.
func TestAttack_ExportsWithCommonClients(t *testing.T) {
	attack(t, func(a *attempt) {
		b := New(a, asREADME())
		for _, flavour := range []string{"unix", "krb5"} {
			newExport(b.Raw(a, Prod), "&ignore_conflicts=true",
				`{"paths":["/ifs/data/nas1/b"],"clients":["10.9.3.3"],"security_flavors":["`+flavour+`"]}`)
		}
		newExport(b.Raw(a, Prod), "", `{"paths":["/ifs/data/nas1/a"],"clients":["10.9.3.4"],`+
			`"map_root":{"enabled":true,"user":{"id":"USER:onlyhere"}}}`)
		adopt(a.T, b)
		if err := a.out(b); err != nil {
			a.finds("the run ends with %v", err)
		}
		n := 0
		for _, x := range b.Raw(a, DR).List(exportURL, "exports", url.Values{"zone": {"nas1"}}) {
			if strings.Contains(text(x["clients"]), "10.9.3.") {
				n++
			}
		}
		if n != 3 {
			a.finds("%d of 3 exports are on dr", n)
		}
		a.judge(b)
	})
}

// TestAttack_AliasElsewhere: the receiving cluster has an alias of the same name that leads out of every policy's directory.
func TestAttack_AliasElsewhere(t *testing.T) {
	attack(t, func(a *attempt) {
		b := New(a, asREADME())
		const aliases = "/platform/4/protocols/nfs/aliases?zone=nas1"
		b.World.Do(func() {
			if err := b.Cluster(DR).FS.Mkdir("/ifs/data/old", true, fs.Write{At: b.World.Now()}); err != nil {
				a.Fatal(err)
			}
		})
		b.Raw(a, Prod).Must(http.MethodPost, aliases, `{"name":"/same","path":"/ifs/data/nas1/a"}`)
		b.Raw(a, DR).Must(http.MethodPost, aliases, `{"name":"/same","path":"/ifs/data/old"}`)
		adopt(a.T, b)
		before := b.End()
		err := a.out(b)
		if err == nil || !strings.Contains(err.Error(), "/ifs/data/old") || len(Unlike(before, b.End())) > 0 {
			a.finds("an alias in the way: %v", err)
		}
	})
}

// TestAttack_QuotaRefused: OneFS refuses a quota of stage 7 in its own words.
func TestAttack_QuotaRefused(t *testing.T) {
	attack(t, func(a *attempt) {
		b := New(a, asREADME())
		adopt(a.T, b)
		b.World.Do(func() {
			strike(fault.Rule{Name: "collision", Kind: fault.Status409, Method: "POST", Cluster: ps2, Path: "/quota/quotas"})(b)
		})
		err := a.out(b)
		if err == nil || !strings.Contains(err.Error(), "Conflict updating the configuration") {
			a.finds("OneFS's words are lost: %v", err)
		}
	})
}

// TestAttack_IdleMounts: NFS clients are mounted and idle, and the statistics list whoever was active.
func TestAttack_IdleMounts(t *testing.T) {
	attack(t, func(a *attempt) {
		b := New(a, asREADME())
		adopt(a.T, b)
		in := b.Intent(DR)
		out, err := b.Engine.Run(a.Context(), in, b.Engine.Survey(a.Context(), Scope(in, nil)))
		if err != nil {
			a.Fatal(err)
		}
		for _, x := range b.Raw(a, Prod).List(exportURL, "exports", url.Values{"zone": {"nas1"}}) {
			path := paths(x)[0]
			inside := slices.ContainsFunc(b.Site.Policies, func(p string) bool { return strings.HasPrefix(path+"/", b.Root(Prod, p)+"/") })
			if inside && countLines(out.ManualSteps, path) == 0 {
				a.finds("nobody is told to mount %s again: %v", path, out.ManualSteps)
			}
		}
	})
}
