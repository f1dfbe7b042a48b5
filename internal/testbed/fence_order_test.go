// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
)

// seenBefore calls a function before every request that matches.
type seenBefore struct {
	next http.RoundTripper
	see  func(req *http.Request)
}

func (s seenBefore) RoundTrip(req *http.Request) (*http.Response, error) {
	s.see(req)
	return s.next.RoundTrip(req)
}

// TestFence_OriginalsAreWrittenFirst: whenever a share or an export of the cluster that gives the pool up is about to be changed, the
// journal on the survivor holds what it was. Whoever dies there leaves enough to put it back.
func TestFence_OriginalsAreWrittenFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var b *Bed
		var changed atomic.Int64 // requests run beside each other
		b = New(t, Options{Quiet: true, Wrap: func(next http.RoundTripper) http.RoundTripper {
			return seenBefore{next, func(req *http.Request) {
				_, kind, ok := strings.Cut(req.URL.Path, "/protocols/")
				if req.Method != http.MethodPut || !ok || !strings.HasPrefix(req.URL.Hostname(), ps1) {
					return
				}
				changed.Add(1)
				id := kind[strings.LastIndexByte(kind, '/')+1:]
				if !slices.ContainsFunc(b.noted(t, DR), func(o survey.Object) bool { return strings.EqualFold(o.ID, id) }) {
					t.Errorf("%s is changed, and the journal on the survivor does not know what it was", kind)
				}
			}}
		}})
		adopt(t, b)
		move(t, b, DR)
		if changed.Load() == 0 {
			t.Error("nothing was fenced")
		}
	})
}

// noted are the originals of prod in the journal on a cluster.
func (b *Bed) noted(t *testing.T, key string) []survey.Object {
	t.Helper()
	var out []survey.Object
	b.World.Do(func() {
		c := b.Cluster(key)
		const dir = scenario.JournalDirectory + "/journals"
		files, err := c.FS.List(dir)
		if err != nil {
			t.Error(err)
		}
		for _, file := range files {
			f, err := c.FS.Read(dir + "/" + file.Name)
			if err != nil || strings.Contains(file.Name, "inventory") {
				continue
			}
			var j survey.Journal
			if err := json.Unmarshal(f.Content, &j); err != nil {
				t.Error(err)
			}
			if j.Run != nil {
				out = append(out, j.Run.Originals[Prod]...)
			}
		}
	})
	return out
}

// TestFence_StaysWhileBothSidesAreOpen: where a pair could not be turned, the directory that was left is as writable as the one that
// serves. Its shares and exports stay read-only until it is a copy.
func TestFence_StaysWhileBothSidesAreOpen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := New(t, Options{Quiet: true})
		adopt(t, b)
		seed := NewSeed(t, b)
		b.World.Do(func() { failNext(ps1, "nas1", siq.ResyncPrep)(b) })
		in := b.Intent(DR)
		_, err := b.Engine.Run(t.Context(), in, b.Engine.Survey(t.Context(), Scope(in, nil)))
		if f := failureOf(t, err); f.Stage != survey.StageResyncPrep {
			t.Fatalf("the run ended with\n%s", f.Error())
		}
		b.World.Do(func() {
			for _, s := range b.Cluster(Prod).SMB.Shares("") {
				for _, p := range s.Permissions {
					if strings.HasPrefix(s.Path+"/", "/ifs/data/nas1/") && p.Type == "allow" && p.Permission != "read" {
						t.Errorf("share %s lets people write on both sides", s.Name)
					}
				}
			}
			for _, e := range b.Cluster(Prod).NFS.Exports("") {
				if strings.HasPrefix(e.Paths[0]+"/", "/ifs/data/nas1/") && (!e.ReadOnly || len(e.ReadWriteClients)+len(e.RootClients) > 0) {
					t.Errorf("export %d lets people write on both sides", e.ID)
				}
			}
		})
		again(t, b, seed, in)
	})
}
