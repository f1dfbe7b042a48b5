// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package run

import (
	"context"
	"errors"
	"maps"
	"sync"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/journal"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Notes gathers changes of the journal from steps that run side by side, so that a hundred witnesses cost one write. Make it with NewNotes.
type Notes struct {
	mu      sync.Mutex
	waiting []*pendingNote
	// turn holds one token: the step that has it writes for all who wait. It is a channel, because no lock may be held across a call.
	turn chan struct{}
}

// NewNotes makes an empty Notes that any number of steps may use.
func NewNotes() *Notes {
	n := &Notes{turn: make(chan struct{}, 1)}
	n.turn <- struct{}{}
	return n
}

type pendingNote struct {
	change func(*survey.RunRecord)
	done   bool
	err    error
}

// gatherFor is how long a write of the journal waits for other steps that have something to note at the same moment.
const gatherFor = time.Millisecond

// Note changes the open run's record on both clusters, before the act that it is about: when it returns, the change is in the journal.
func (r *Run) Note(ctx context.Context, change func(*survey.RunRecord)) error {
	mine := &pendingNote{change: change}
	r.Notes.mu.Lock()
	r.Notes.waiting = append(r.Notes.waiting, mine)
	r.Notes.mu.Unlock()

	<-r.Notes.turn
	defer func() { r.Notes.turn <- struct{}{} }()
	if mine.done {
		return mine.err
	}
	if err := onefs.Sleep(ctx, gatherFor); err != nil {
		return err
	}
	r.Notes.mu.Lock()
	all := r.Notes.waiting
	r.Notes.waiting = nil
	r.Notes.mu.Unlock()
	err := r.writeNotes(ctx, all)
	for _, n := range all {
		n.done, n.err = true, err
	}
	return err
}

func (r *Run) writeNotes(ctx context.Context, all []*pendingNote) error {
	r.Mu.Lock()
	open, j := r.Survey.Run, r.Journal(nil)
	r.Mu.Unlock()
	if open == nil {
		return errors.New("no run is open in the journal")
	}
	if err := r.Lease.Check(); err != nil {
		// Another run may have taken over and written since: its record must not be replaced by an older one.
		return err
	}
	record := open.Clone()
	record.Originals = survey.CloneOriginals(record.Originals)
	for _, n := range all {
		n.change(record)
	}
	j.Run = record
	if err := journal.Write(ctx, r.Engine, r.Own(), r.Intent.To(), r.Intent.From(), j); err != nil {
		return err
	}
	r.Mu.Lock()
	defer r.Mu.Unlock()
	r.Survey.Run, r.Survey.JournalRevision = record, j.Revision
	return nil
}

// Own is the permit for the journal and the other files of this tool; it ends with the lease of the run.
func (r *Run) Own() permit.Housekeeping { return journal.Own(r.Engine).While(r.Lease.Check) }

// Journal is the next revision of the document.
func (r *Run) Journal(record *survey.RunRecord) *survey.Journal {
	return &survey.Journal{
		Format: survey.JournalFormat, Revision: r.Survey.JournalRevision + 1, Resource: r.Intent.ID,
		Run: record, Local: maps.Clone(r.Survey.Local), LastRun: r.Survey.LastRun, Takeover: r.Survey.Takeover,
		Unsettled: r.Survey.Unsettled, Drill: r.Survey.Drill,
	}
}
