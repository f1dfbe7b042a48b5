// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// meddler administers the clusters with curl while a run moves a pool. He knows when it hurts: right before the engine reads an object that
// it will write, or, late, right before the write itself arrives.
type meddler struct {
	t    *testing.T
	next http.RoundTripper
	bed  *Bed
	late bool
	// from is the side that the run leaves.
	from string
	// met are the objects that he has changed in this run, kept what must be there in the end, by object.
	met   map[string]bool
	kept  map[string][]string
	count int
}

// touchedList is a list that the engine writes whole: what he adds to it, and how that is shown.
type touchedList struct {
	in, list string
	// often: he changes it at every read; else once in a run, because a fence that finds a change looks again.
	often bool
	entry func(n int) any
}

var touchedLists = []touchedList{
	{"/pools/nas1", "sc_dns_zone_aliases", true, func(n int) any { return fmt.Sprintf("igls-stranger-%d.demo.local", n) }},
	{"/providers/ads/", "spns", true, func(n int) any { return fmt.Sprintf("HTTP/stranger-%d.demo.local", n) }},
	{"/smb/shares/", "permissions", false, func(int) any {
		return map[string]any{
			"permission": "read", "permission_type": "deny", "trustee": map[string]any{"id": "SID:S-1-1-0", "name": "Everyone", "type": "wellknown"},
		}
	}},
	{"/nfs/exports/", "read_write_clients", false, func(n int) any { return fmt.Sprintf("10.99.0.%d", n) }},
}

func (s *meddler) RoundTrip(req *http.Request) (*http.Response, error) {
	want := http.MethodGet
	if s.late {
		want = http.MethodPut
	}
	if s.met != nil && req.Method == want {
		for _, l := range touchedLists {
			if _, object, ok := strings.Cut(req.URL.Path, l.in); ok && !strings.Contains(object, "/") && (object != "" || l.in == "/pools/nas1") {
				key, at := DR, req.URL.Path
				if strings.HasPrefix(req.URL.Hostname(), ps1) {
					key = Prod
				}
				if zone := req.URL.Query().Get("zone"); zone != "" {
					at += "?zone=" + zone
				}
				s.meddle(l, key, at)
			}
		}
	}
	return s.next.RoundTrip(req)
}

func (s *meddler) meddle(l touchedList, key, at string) {
	object := key + " " + at
	definition := strings.Contains(l.in, "/smb/") || strings.Contains(l.in, "/nfs/")
	if s.met[object] && !l.often || s.late && l.list == "spns" || definition && key != s.from {
		return // on the side that receives the pool, definitions become those of the other: the plan says so, line by line
	}
	s.met[object] = true
	s.count++
	n := s.count
	if s.late {
		said := fmt.Sprintf("changed by a stranger, %d", n)
		s.bed.Raw(s.t, key).Must(http.MethodPut, at, text(map[string]any{"description": said}))
		s.kept[object] = []string{text(said)}
		return
	}
	list, _ := s.one(key, at)[l.list].([]any)
	entry := l.entry(n)
	s.bed.Raw(s.t, key).Must(http.MethodPut, at, text(map[string]any{l.list: append(list, entry)}))
	s.kept[object] = append(s.kept[object], text(entry))
}

// one reads an object by the plain API.
func (s *meddler) one(key, at string) map[string]any {
	for _, v := range s.bed.Raw(s.t, key).Must(http.MethodGet, at, "") {
		if list, ok := v.([]any); ok && len(list) == 1 {
			object, _ := list[0].(map[string]any)
			return object
		}
	}
	s.t.Fatalf("GET %s on %s shows no object", at, key)
	return nil
}

// lost are his changes that are not there.
func (s *meddler) lost() []string {
	var out []string
	for object, kept := range s.kept {
		key, at, _ := strings.Cut(object, " ")
		is := text(s.one(key, at))
		for _, entry := range kept {
			if !strings.Contains(is, entry) {
				out = append(out, object+": "+entry)
			}
		}
	}
	slices.Sort(out)
	return out
}

// TestForeign_ChangesSurvive: lists are written whole, and somebody else changes them while a run goes on. What he adds up to the read that
// directly precedes a write is there in the end, at every write of a way out and back; and what he changes of the same objects right before
// a write arrives is there as well, as long as it is not the list itself: in that window OneFS gives no means to tell.
func TestForeign_ChangesSurvive(t *testing.T) {
	t.Parallel()
	for name, late := range map[string]bool{"lists, before the read": false, "other properties, before the write": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &meddler{t: t, late: late, kept: map[string][]string{}}
				s.bed = New(t, Options{
					Quiet: true, AfterStage: s.passed,
					Wrap: func(next http.RoundTripper) http.RoundTripper { s.next = next; return s },
				})
				adopt(t, s.bed)
				for _, side := range []string{DR, Prod} {
					s.met, s.kept, s.from = map[string]bool{}, map[string][]string{}, map[string]string{DR: Prod, Prod: DR}[side]
					s.run(side)
					s.met = nil
					time.Sleep(time.Minute)
					if lost := s.lost(); len(lost) > 0 {
						t.Errorf("after the run to %s a stranger misses:\n%s", side, Lines(lost))
					}
					for _, l := range touchedLists {
						if !slices.ContainsFunc(s.objects(), func(o string) bool { return strings.Contains(o, l.in) }) && (!late || l.list != "spns") {
							t.Errorf("nobody has touched %s", l.in)
						}
					}
				}
			})
		})
	}
}

// passed changes definitions when the engine has last looked at them before the fence: after they were copied, and on the way back, where
// there is nothing to copy, at once.
func (s *meddler) passed(st survey.StageID, _, _ *survey.Survey) {
	if s.met != nil && !s.late && st == map[string]survey.StageID{Prod: survey.StageConfiguration, DR: survey.StageStart}[s.from] {
		s.meddle(touchedLists[2], s.from, shareURL+"/nas1?zone=nas1")
		s.meddle(touchedLists[3], s.from, "/platform/4/protocols/nfs/exports/1?zone=nas1")
	}
}

// run moves the pool. A definition that somebody changes between plan and fence has to be copied once more, which nobody approved: then the
// run stops before anything has moved, and the next one goes through.
func (s *meddler) run(side string) {
	s.t.Helper()
	in := s.bed.Intent(side)
	for n := 0; ; n++ {
		_, err := s.bed.Engine.Run(s.t.Context(), in, s.bed.Engine.Survey(s.t.Context(), Scope(in, nil)))
		if err == nil {
			return
		}
		f := failureOf(s.t, err)
		if n == 2 || f.Stage != survey.StageConfiguration || !strings.Contains(f.Failed, "not approved by the plan") {
			s.t.Fatalf("to %s: %v", side, err)
		}
	}
}

func (s *meddler) objects() []string {
	var out []string
	for object := range s.kept {
		out = append(out, object)
	}
	return out
}

// TestForeign_OverwrittenNamesAreWrittenAgain: somebody has read the list of names before the engine parked them, and writes it back after,
// with one more. The names would be live on both clusters; the look afterwards shows it, they are parked again, and his stays.
func TestForeign_OverwrittenNamesAreWrittenAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &meddler{t: t}
		done := false
		s.bed = New(t, Options{Quiet: true, Wrap: func(next http.RoundTripper) http.RoundTripper {
			s.next = next
			return roundTrip(func(req *http.Request) (*http.Response, error) {
				if done || req.Method != http.MethodPut || req.URL.Path != nas1Pool {
					return next.RoundTrip(req)
				}
				done = true
				was := s.one(Prod, nas1Pool)
				resp, err := next.RoundTrip(req)
				aliases, _ := was["sc_dns_zone_aliases"].([]any)
				s.bed.Raw(t, Prod).Must(http.MethodPut, nas1Pool, text(map[string]any{
					"sc_dns_zone": was["sc_dns_zone"], "sc_dns_zone_aliases": append(aliases, "igls-his-own.demo.local"),
				}))
				return resp, err
			})
		}})
		adopt(t, s.bed)
		move(t, s.bed, DR)
		if is := text(s.one(Prod, nas1Pool)); !done || !strings.Contains(is, "igls-his-own.demo.local") {
			t.Errorf("his name is gone: %s", is)
		}
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }
