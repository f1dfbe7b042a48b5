// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"net/http"
	"strings"
	"sync"
)

// CrashPoint is one moment at which a run can die: the site as it is then. Whatever the dead engine would have sent later does not exist in
// it, so a crash delivers nothing more, for ever.
type CrashPoint struct {
	// Number counts the points of a recording from 0.
	Number int
	// Stage is the stage that the run was in, "" before the first.
	Stage string
	// Moments are the requests that were about to be sent or had just had their effect, "before PUT ps1 /…". Between two moments of one
	// point nothing has happened, so they are one and the same crash.
	Moments []string
	Frozen  *Frozen
	changes int
}

// Moments of a crash point.
const (
	BeforeEffect = "before"
	AfterEffect  = "after"
	AtRead       = "read"
)

// recorder freezes the site before and after every request that changes something, and at the first read of every stage.
type recorder struct {
	next http.RoundTripper
	bed  func() *Bed

	// until is the stage after which no more points are taken, "" for none; mutating is what the simulator had counted by then.
	until    string
	past     bool
	mutating int

	mu     sync.Mutex
	on     bool
	stage  string
	read   map[string]bool
	points []CrashPoint
	// calls are all requests, changing those that were recorded as changing something.
	calls, changing int
}

// RoundTrip freezes and sends on.
func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	call := req.Method + " " + req.URL.Hostname() + " " + req.URL.Path
	if req.Method == http.MethodGet || req.Method == http.MethodHead {
		r.note(call, AtRead)
		return r.next.RoundTrip(req)
	}
	if strings.HasPrefix(req.URL.Path, "/session/") { // logging in changes nothing that a resume could meet
		return r.next.RoundTrip(req)
	}
	r.note(call, BeforeEffect)
	defer r.note(call, AfterEffect)
	return r.next.RoundTrip(req)
}

func (r *recorder) note(call, moment string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.on {
		return
	}
	if moment != AfterEffect {
		r.calls++
	}
	if r.past {
		return
	}
	if moment == AtRead {
		if r.read[r.stage] {
			return
		}
		r.read[r.stage] = true
	}
	if moment == BeforeEffect {
		r.changing++
	}
	p := CrashPoint{Number: len(r.points), Stage: r.stage, Moments: []string{moment + " " + call}, Frozen: r.bed().Freeze()}
	p.changes = p.Frozen.site.World.Log.Mutating()
	if last := len(r.points) - 1; last >= 0 && r.points[last].same(p) {
		r.points[last].Moments = append(r.points[last].Moments, p.Moments...)
		return
	}
	r.points = append(r.points, p)
}

// same: nothing has changed and no time has passed since, so neither what is nor what is visible can differ.
func (p CrashPoint) same(q CrashPoint) bool {
	return p.Stage == q.Stage && p.changes == q.changes && p.Frozen.moment.Equal(q.Frozen.moment)
}

// begin starts recording; end stops.
func (r *recorder) begin() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.on, r.read, r.points, r.calls, r.changing, r.stage = true, map[string]bool{}, nil, 0, 0, ""
}

func (r *recorder) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.on = false
	if !r.past {
		r.mutating = r.bed().mutating()
	}
}

// heard follows the stages by the engine's log.
func (r *recorder) heard(line string) {
	_, stage, ok := strings.Cut(line, "stage=")
	if !ok || !strings.HasPrefix(line, "stage begins") {
		return
	}
	stage, _, _ = strings.Cut(stage, " steps=")
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.on && !r.past && r.until != "" && r.stage == r.until && stage != r.until {
		r.past, r.mutating = true, r.bed().mutating()
	}
	r.stage = stage
}
