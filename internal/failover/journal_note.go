// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"errors"
	"sync"
	"time"
)

// notes gathers changes of the journal from steps that run side by side, so that a hundred witnesses cost one write.
type notes struct {
	mu      sync.Mutex
	waiting []*pendingNote
	// turn holds one token: the step that has it writes for all who wait. It is a channel, because no lock may be held across a call.
	turn chan struct{}
}

func newNotes() *notes {
	n := &notes{turn: make(chan struct{}, 1)}
	n.turn <- struct{}{}
	return n
}

type pendingNote struct {
	change func(*RunRecord)
	done   bool
	err    error
}

// gatherFor is how long a write of the journal waits for other steps that have something to note at the same moment.
const gatherFor = time.Millisecond

// note changes the open run's record on both clusters, before the act that it is about: when it returns, the change is in the journal.
func (r *run) note(ctx context.Context, change func(*RunRecord)) error {
	mine := &pendingNote{change: change}
	r.notes.mu.Lock()
	r.notes.waiting = append(r.notes.waiting, mine)
	r.notes.mu.Unlock()

	<-r.notes.turn
	defer func() { r.notes.turn <- struct{}{} }()
	if mine.done {
		return mine.err
	}
	if err := sleep(ctx, gatherFor); err != nil {
		return err
	}
	r.notes.mu.Lock()
	all := r.notes.waiting
	r.notes.waiting = nil
	r.notes.mu.Unlock()
	err := r.writeNotes(ctx, all)
	for _, n := range all {
		n.done, n.err = true, err
	}
	return err
}

func (r *run) writeNotes(ctx context.Context, all []*pendingNote) error {
	r.mu.Lock()
	open, j := r.survey.Run, r.journal(nil)
	r.mu.Unlock()
	if open == nil {
		return errors.New("no run is open in the journal")
	}
	if err := r.lease.check(); err != nil {
		// Another run may have taken over and written since: its record must not be replaced by an older one.
		return err
	}
	record := open.clone()
	record.Originals = cloneOriginals(record.Originals)
	for _, n := range all {
		n.change(record)
	}
	j.Run = record
	if err := r.engine.writeJournal(ctx, r.own(), r.intent.To(), r.intent.From(), j); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.survey.Run, r.survey.JournalRevision = record, j.Revision
	return nil
}
