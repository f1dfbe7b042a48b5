// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
)

// An administrator, or a tool, changes what the fence holds: they write back what they see, and one thing more. What is there then is
// neither what it was nor what the fence made of it. Nobody knows what it should be, so it is the source of no copy, and what it was is
// kept until somebody has said which of the two holds.

const exportURL = "/platform/10/protocols/nfs/exports"

// heldEdit is an edit of something that the fence holds.
type heldEdit struct {
	// object is how findings and messages name it; fence is the fence that holds it.
	object, fence string
	// shown is what there is on prod, as the judge sees it; edit changes it; put writes what shown has answered before.
	shown func(r *Raw) string
	edit  func(r *Raw)
	put   func(r *Raw, was string)
	// copy is what stands for it on dr, "" for what is never copied.
	copy func(r *Raw) string
}

// rightsOf are what the fence changes of share nas1 on a cluster.
func rightsOf(r *Raw) string {
	share := r.One(shareURL+"/nas1?zone=nas1", "shares")
	out := map[string]any{}
	for _, property := range []string{"permissions", "run_as_root", "auto_create_directory"} {
		out[property] = share[property]
	}
	return text(out)
}

// editShare gives one more user the right.
func editShare(right string) func(r *Raw) {
	return func(r *Raw) {
		var is map[string]any
		if err := json.Unmarshal([]byte(rightsOf(r)), &is); err != nil {
			r.t.Fatal(err)
		}
		list, _ := is["permissions"].([]any)
		list = append(list, map[string]any{
			"permission": right, "permission_type": "allow",
			"trustee": map[string]any{"id": "SID:S-1-5-21-1-2-3-4711", "name": `DEMO\newcomer`, "type": "user"},
		})
		r.Must(http.MethodPut, shareURL+"/nas1?zone=nas1", text(map[string]any{"permissions": list}))
	}
}

// firstExport is the export of the directory of nas1 with the lowest number.
func firstExport(r *Raw) map[string]any {
	for _, x := range r.List(exportURL, "exports", url.Values{"zone": {"nas1"}}) {
		if slices.ContainsFunc(paths(x), func(p string) bool { return strings.HasPrefix(p+"/", "/ifs/data/nas1/") }) {
			return x
		}
	}
	r.t.Fatal("there is no export of nas1")
	return nil
}

func clientsOf(r *Raw) string {
	x := firstExport(r)
	out := map[string]any{}
	for _, property := range []string{"read_only", "read_only_clients", "read_write_clients", "root_clients"} {
		out[property] = x[property]
	}
	return text(out)
}

func putClients(r *Raw, body string) {
	r.Must(http.MethodPut, fmt.Sprintf("%s/%v?zone=nas1&force=true", exportURL, firstExport(r)["id"]), body)
}

// editExport names one more client in a list.
func editExport(list string) func(r *Raw) {
	return func(r *Raw) {
		have, _ := firstExport(r)[list].([]any)
		putClients(r, text(map[string]any{list: append(have, "192.0.2.77")}))
	}
}

const heldPoolURL = "/platform/16/network/groupnets/groupnet0/subnets/subnet0/pools/nas1"

func ifacesOf(r *Raw) string {
	return text(map[string]any{"ifaces": r.One(heldPoolURL, "pools")["ifaces"]})
}

var (
	heldShare = func(right string) heldEdit {
		return heldEdit{
			object: "share nas1", fence: survey.FenceSharesAndExports, shown: rightsOf, edit: editShare(right),
			put: func(r *Raw, was string) { r.Must(http.MethodPut, shareURL+"/nas1?zone=nas1", was) }, copy: rightsOf,
		}
	}
	heldExport = func(list string) heldEdit {
		return heldEdit{
			object: "export ", fence: survey.FenceSharesAndExports, shown: clientsOf, edit: editExport(list), put: putClients, copy: clientsOf,
		}
	}
	heldPool = heldEdit{
		object: "pool groupnet0.subnet0.nas1", fence: survey.FenceInterfaces, shown: ifacesOf,
		edit: func(r *Raw) { r.Must(http.MethodPut, heldPoolURL, `{"ifaces":[{"iface":"ext-1","lnn":2}]}`) },
		put:  func(r *Raw, was string) { r.Must(http.MethodPut, heldPoolURL, was) },
	}
)

// goOut moves the pool to dr with the edit's fence, and to be sure that nothing is spoken of the edit alone, tells what the run leaves to
// people.
func (a *attempt) goOut(b *Bed, e heldEdit, ignored ...string) (string, error) {
	in := b.Intent(DR)
	in.Fence, in.IgnoreFindings = e.fence, ignored
	b.NewRun()
	planned := b.Engine.Survey(a.Context(), Scope(in, nil))
	p := failover.Plan(planned, in)
	said := ""
	for _, f := range p.Warnings {
		said += f.Line() + "\n"
	}
	if len(p.Errors) > 0 {
		return said, fmt.Errorf("the plan is refused: %s", p.Errors[0].Line())
	}
	out, err := b.Engine.Run(a.Context(), in, planned)
	return said + Lines(out.ManualSteps), err
}

// keptOriginal tells whether both copies of the journal know what the object was.
func (b *Bed) keptOriginal(t testing.TB, want string) bool {
	kept := 0
	b.World.Do(func() {
		for _, key := range []string{Prod, DR} {
			const dir = scenario.JournalDirectory + "/journals"
			files, err := b.Cluster(key).FS.List(dir)
			if err != nil {
				t.Error(err)
			}
			for _, file := range files {
				f, err := b.Cluster(key).FS.Read(dir + "/" + file.Name)
				if err == nil && holdsAll(f.Content, want) {
					kept++
					break
				}
			}
		}
	})
	return kept == 2
}

// holdsAll tells whether a JSON text has somewhere an object with all the properties of another one.
func holdsAll(doc []byte, want string) bool {
	var d, w any
	if json.Unmarshal(doc, &d) != nil || json.Unmarshal([]byte(want), &w) != nil {
		return false
	}
	properties, _ := w.(map[string]any)
	var look func(v any) bool
	look = func(v any) bool {
		switch v := v.(type) {
		case map[string]any:
			all := true
			for k, x := range properties {
				is, ok := v[k]
				all = all && (ok && text(is) == text(x) || empty(x) && empty(is))
			}
			if all {
				return true
			}
			for _, x := range v {
				if look(x) {
					return true
				}
			}
		case []any:
			return slices.ContainsFunc(v, look)
		}
		return false
	}
	return look(d)
}

func empty(v any) bool {
	list, ok := v.([]any)
	return v == nil || v == "" || ok && len(list) == 0
}

// heldStages are the stages behind which the fence stands.
var heldStages = []survey.StageID{
	survey.StageFence, survey.StageLastSync, survey.StageNames, survey.StageWrites, survey.StageResyncPrep, survey.StageMirrorRun,
	survey.StageSchedule,
}

// heldEditAttack makes the edit after a stage, and asks what becomes of it: now, at the next apply, and when somebody has said what holds.
func heldEditAttack(a *attempt, e heldEdit, at survey.StageID, cure string) {
	var b *Bed
	edited := ""
	o := asREADME()
	o.AfterStage = after(at, func() {
		e.edit(b.Raw(a, Prod))
		edited = e.shown(b.Raw(a, Prod))
	})
	b = New(a, o)
	adopt(a.T, b)
	original, there := e.shown(b.Raw(a, Prod)), ""
	said, err := a.goOut(b, e)
	if edited == "" {
		a.finds("nothing was edited: %v", err)
		return
	}
	time.Sleep(time.Minute)
	if err != nil {
		said += err.Error()
		for _, lie := range []string{"clients are served as before", "nothing has to be put back"} {
			if strings.Contains(said, lie) {
				a.finds("says %q", lie)
			}
		}
	}
	if !strings.Contains(said, e.object) {
		a.finds("%s is not named: %s", e.object, said)
	}
	check := func(when string) {
		if is := e.shown(b.Raw(a, Prod)); is != edited {
			a.finds("%s: %s on prod was edited to %s and is %s", when, e.object, edited, is)
		}
		if !b.keptOriginal(a, original) {
			a.finds("%s: a journal does not know that %s was %s", when, e.object, original)
		}
		if e.copy != nil && a.differs(b, e, original) {
			a.finds("%s: dr has %s, and prod had %s", when, e.copy(b.Raw(a, DR)), original)
		}
	}
	check("after the run")
	in := b.Intent(DR)
	s := b.Engine.Survey(a.Context(), Scope(in, nil))
	if !slices.ContainsFunc(append(failover.Plan(s, in).Errors, append(failover.Plan(s, in).Warnings, failover.Standing(s, in)...)...),
		func(f finding.Finding) bool { return strings.Contains(f.Object, e.object) }) {
		a.finds("no finding names %s", e.object)
	}
	there = serving(b, a)
	_, err = a.goOut(b, e)
	if there == Prod && err == nil {
		a.finds("the next apply goes on as if nothing were to be decided")
	}
	check("after the next apply")
	if cure == "" {
		e.put(b.Raw(a, Prod), original)
		time.Sleep(time.Minute)
		_, err = a.goOut(b, e)
	} else {
		_, err = a.goOut(b, e, cure)
		if there == Prod {
			original = edited
		}
	}
	if err != nil {
		a.finds("once it is decided (%q) the run ends with %v", cure, err)
	}
	time.Sleep(time.Minute)
	if is := e.shown(b.Raw(a, Prod)); cure == "" && is != original || cure != "" && is != edited {
		a.finds("once it is decided (%q) prod has %s", cure, is)
	}
	if e.copy != nil && a.differs(b, e, original) {
		a.finds("once it is decided (%q) dr has %s, and not %s", cure, e.copy(b.Raw(a, DR)), original)
	}
	s = b.Engine.Survey(a.Context(), Scope(in, nil))
	for _, f := range append(failover.Plan(s, in).Warnings, failover.Standing(s, in)...) {
		if cure == "" && strings.Contains(f.Object, e.object) && strings.Contains(f.Text, "fence") {
			a.finds("once it is decided there is still %s", f.Line())
		}
	}
	if there := serving(b, a); there != DR {
		a.finds("at the end %q serves", there)
	}
}

// differs tells whether dr has something else than what is said to hold.
func (a *attempt) differs(b *Bed, e heldEdit, want string) bool { return e.copy(b.Raw(a, DR)) != want }

// serving is the cluster that answers the names.
func serving(b *Bed, a *attempt) string {
	in := b.Intent(DR)
	return position.Serving(b.Engine.Survey(a.Context(), Scope(in, nil)))
}

// eachStage makes the edit in a run of its own after every stage behind which the fence stands.
func eachStage(t *testing.T, e heldEdit, cures ...string) {
	t.Helper()
	attack(t, func(a *attempt) {
		for i, st := range heldStages {
			before := len(a.found)
			heldEditAttack(a, e, st, cures[i%len(cures)])
			for j := range a.found[before:] {
				a.found[before+j] = fmt.Sprintf("edited after %s: %s", st, a.found[before+j])
			}
		}
	})
}

const acknowledged = "edited_under_fence"

// TestAttack_EditedShare: what is seen, and one more user who may write.
func TestAttack_EditedShare(t *testing.T) { eachStage(t, heldShare("change"), "") }

// TestAttack_EditedShareTaken: the same, and the edit is what shall hold.
func TestAttack_EditedShareTaken(t *testing.T) { eachStage(t, heldShare("change"), acknowledged) }

// TestAttack_EditedShareReads: what is seen, and one more user who may read.
func TestAttack_EditedShareReads(t *testing.T) { eachStage(t, heldShare("read"), "", acknowledged) }

// TestAttack_EditedExport: what is seen, and one more client that may write.
func TestAttack_EditedExport(t *testing.T) {
	eachStage(t, heldExport("read_write_clients"), "", acknowledged)
}

// TestAttack_EditedExportReads: what is seen, and one more client that may read.
func TestAttack_EditedExportReads(t *testing.T) {
	eachStage(t, heldExport("read_only_clients"), acknowledged, "")
}

// TestAttack_EditedInterfaces: somebody gives the pool one interface back.
func TestAttack_EditedInterfaces(t *testing.T) { eachStage(t, heldPool, "", acknowledged) }
