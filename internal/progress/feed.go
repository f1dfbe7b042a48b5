// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package progress

import (
	"sync"
	"time"
)

// Feed tells the events of one run. A nil Feed tells nobody. Steps that run side by side may use it.
type Feed struct {
	mu    sync.Mutex
	put   func(Event)
	about Event
	began time.Time
	seen  Clients
	kept  Record
	// blind are the waits that see nothing, and before is what was seen before the first of them.
	blind  map[string]bool
	before Clients
	// percent is what was told last, by wait.
	percent map[string]int
}

// NewFeed makes the feed of a run: about has the resource, its pool, and the clusters. Put must not block; nil tells nobody, and the feed
// keeps what happened all the same.
func NewFeed(put func(Event), about Event, began time.Time) *Feed {
	return &Feed{put: put, about: about, began: began, seen: Clients{State: Unknown, Since: began}}
}

// tell completes an event and hands it over. The lock is held, so that events are in their order.
func (f *Feed) tell(e Event) {
	now := time.Now()
	e.Time, e.Elapsed = now.UTC(), now.Sub(f.began).Round(time.Millisecond).Seconds()
	e.Resource, e.Pool, e.From, e.To, e.Run = f.about.Resource, f.about.Pool, f.about.From, f.about.To, f.about.Run
	e.Clients = f.seen
	if e.Kind != Waiting {
		f.kept.Put(e)
	}
	if f.put != nil {
		f.put(e)
	}
}

// Named tells the id of the run as soon as there is one.
func (f *Feed) Named(run string) {
	if f == nil || run == "" {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.about.Run = run
}

// Begin tells that the run begins.
func (f *Feed) Begin() { f.one(Event{Kind: RunBegins}) }

// Stage tells that a stage begins.
func (f *Feed) Stage(stage string, steps int) {
	f.one(Event{Kind: StageBegins, Stage: stage, Steps: steps})
}

// Done tells that a stage is over.
func (f *Feed) Done(stage string, took time.Duration, err error) {
	e := Event{Kind: StageDone, Stage: stage, Seconds: took.Round(time.Millisecond).Seconds()}
	if err != nil {
		e.Kind, e.Error = StageFailed, err.Error()
	}
	f.one(e)
}

// Wait tells what is waited for, and how long already.
func (f *Feed) Wait(what string, since time.Duration) {
	f.one(Event{Kind: Waiting, Text: what, Seconds: since.Round(time.Second).Seconds()})
}

// Percent tells how much of what is waited for is done, where OneFS gives the figures. The same figure is told once.
func (f *Feed) Percent(what string, percent int) {
	if f == nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if was, told := f.percent[what]; told && was == percent {
		return
	}
	if f.percent == nil {
		f.percent = map[string]int{}
	}
	f.percent[what] = percent
	f.tell(Event{Kind: Waiting, Text: what, Percent: &percent})
}

// Blind tells that a cluster does not answer who waits for something: what clients see is not known until Sight, for the same wait.
func (f *Feed) Blind(what string) {
	if f == nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.blind == nil {
		f.blind = map[string]bool{}
	}
	if f.blind[what] = true; len(f.blind) == 1 {
		f.before = f.seen
		f.show(Unknown, "")
	}
}

// Sight ends Blind: what was seen before counts again, unless a look has told something else since.
func (f *Feed) Sight(what string) {
	if f == nil || !f.waits(what) {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if delete(f.blind, what); len(f.blind) == 0 && f.seen.State == Unknown {
		f.show(f.before.State, f.before.Cluster)
	}
}

// waits tells whether Blind was called for a wait.
func (f *Feed) waits(what string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.blind[what]
}

// Note tells something of the run in a sentence.
func (f *Feed) Note(text string, err error) {
	e := Event{Kind: Note, Text: text}
	if err != nil {
		e.Error = err.Error()
	}
	f.one(e)
}

// End tells that the run is over, nil for a run that reached its goal.
func (f *Feed) End(err error) {
	e := Event{Kind: RunEnds}
	if err != nil {
		e.Error = err.Error()
	}
	f.one(e)
}

// Events are all of them but the waits.
func (f *Feed) Events() []Event {
	if f == nil {
		return nil
	}
	return f.kept.Events()
}

func (f *Feed) one(e Event) {
	if f == nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.tell(e)
}

// See tells what clients can do from now on. What is as before is told once.
func (f *Feed) See(state State, cluster string) {
	if f == nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.show(state, cluster)
}

// show does it. The lock is held.
func (f *Feed) show(state State, cluster string) {
	now := Clients{State: state, Cluster: cluster, Since: time.Now().UTC()}
	if f.seen.Same(now) {
		return
	}
	f.seen = now
	f.tell(Event{Kind: ClientsSee})
}

// Lower is See for what is about to happen: it tells a worse state before the act that makes it so, and never a better one.
func (f *Feed) Lower(state State, cluster string) {
	if f == nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if rank(state) > rank(f.seen.State) {
		f.show(state, cluster)
	}
}

// rank is how bad a state is for clients. Unknown is no worse than down: what is known to be down stays so until it is seen otherwise.
func rank(s State) int {
	switch s {
	case Writable:
		return 0
	case NoKerberos:
		return 1
	case ReadOnly:
		return 2
	case Unknown:
		return 3
	default:
		return 4
	}
}
