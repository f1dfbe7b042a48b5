// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// serve answers n shares in pages of two, whatever limit is asked for.
func serve(n int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		from, _ := strconv.Atoi(r.URL.Query().Get("resume"))
		text := ""
		for i := from; i < min(from+2, n); i++ {
			if text != "" {
				text += ","
			}
			text += fmt.Sprintf(`{"name":"s%d"}`, i)
		}
		resume := "null"
		if from+2 < n {
			resume = strconv.Quote(strconv.Itoa(from + 2))
		}
		reply(w, 200, fmt.Sprintf(`{"shares":[%s],"resume":%s,"total":%d}`, text, resume, n))
	}
}

func TestAllPagesAreRead(t *testing.T) {
	for n, pages := range map[int]int{0: 1, 1: 1, 2: 1, 3: 2, 4: 2, 5: 3, 6: 3} {
		f, c := newFake(t, serve(n), func(c *Config) { c.PageSize = 7 })
		shares, err := c.SMBShares(background(), "Zone A")
		if err != nil {
			t.Fatal(err)
		}
		names := []string{}
		for _, s := range shares {
			names = append(names, s.Name)
		}
		want, targets := []string{}, []string{}
		for i := range n {
			want = append(want, fmt.Sprintf("s%d", i))
		}
		for i := range pages {
			target := "/platform/12/protocols/smb/shares?limit=7&resolve_names=true&zone=Zone+A"
			if i > 0 {
				target = fmt.Sprintf("/platform/12/protocols/smb/shares?resume=%d&zone=Zone+A", 2*i)
			}
			targets = append(targets, target)
		}
		if diff := cmp.Diff(want, names); diff != "" {
			t.Errorf("%d shares (-want +got):\n%s", n, diff)
		}
		got := []string{}
		for _, r := range f.seen() {
			got = append(got, r.target)
		}
		if diff := cmp.Diff(targets, got); diff != "" {
			t.Errorf("%d shares, requests (-want +got):\n%s", n, diff)
		}
	}
}

func TestAStaleTokenStartsTheListAgain(t *testing.T) {
	stale := answers(400, `{"errors":[{"code":"AEC_BAD_REQUEST","message":"Invalid resume token"}]}`)
	first := answers(200, `{"jobs":[{"id":"a"}],"resume":"1"}`)
	last := answers(200, `{"jobs":[{"id":"b"}],"resume":null}`)
	f, c := newFake(t, script(first, stale, first, last))
	jobs, err := c.SyncJobs(background())
	if err != nil {
		t.Fatal(err)
	}
	if len(jobs) != 2 || jobs[0].ID != "a" || jobs[1].ID != "b" || len(f.seen()) != 4 {
		t.Errorf("got %v in %d requests", jobs, len(f.seen()))
	}
	f, c = newFake(t, script(first, stale, first, stale, first))
	if _, err := c.SyncJobs(background()); !errors.Is(err, ErrBadRequest) || len(f.seen()) != 4 {
		t.Errorf("got %v in %d requests", err, len(f.seen()))
	}
	f, c = newFake(t, stale)
	if _, err := c.SyncJobs(background()); !errors.Is(err, ErrBadRequest) || len(f.seen()) != 1 {
		t.Errorf("a 400 on the first page: got %v in %d requests", err, len(f.seen()))
	}
}

func TestAListThatNeverEnds(t *testing.T) {
	_, c := newFake(t, answers(200, `{"jobs":[{"id":"a"}],"resume":"again"}`))
	if _, err := c.SyncJobs(background()); !errors.Is(err, ErrMalformed) {
		t.Errorf("got %v", err)
	}
}

func TestOneObject(t *testing.T) {
	for answer, want := range map[string]error{
		`{"shares":[{"name":"a"},{"name":"b"}]}`: ErrMalformed,
		`{"shares":[]}`:                          ErrMalformed,
		`{"shares":null}`:                        ErrMalformed,
		`{"jobs":[{}]}`:                          ErrMalformed,
		`{"shares":{"a":1}}`:                     ErrMalformed,
		`[]`:                                     ErrMalformed,
		`{"shares":[{}]}`:                        nil,
		`{"shares":[{}],"x":`:                    ErrMalformed,
	} {
		_, c := newFake(t, answers(200, answer))
		if _, err := c.SMBShare(background(), "", "a"); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", answer, err, want)
		}
	}
}

// TestTolerantReading: nulls, values of open enumerations and unknown properties of newer releases are no errors.
func TestTolerantReading(t *testing.T) {
	_, c := newFake(t, answers(200, `{"policies":[{"id":null,"name":"nas1","enabled":null,"schedule":null,"action":"teleport",
		"job_delay":null,"priority":null,"last_job_state":"resting","source_include_directories":null,"new_in_9_13":{"deep":[1,2]}}],
		"resume":null,"something":7}`))
	all, err := c.SyncPolicies(background())
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	p := all[0]
	if p.Action != "teleport" || p.Enabled || p.JobDelay != nil || p.LastJobState != "resting" {
		t.Errorf("got %+v", p)
	}
}
