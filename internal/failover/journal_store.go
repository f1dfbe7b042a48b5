// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// journalPath is the journal of one resource in a cluster's journal directory. The resource id is hashed, because it holds characters
// that a file name should not.
func (e *Engine) journalPath(id string) string {
	sum := sha256.Sum256([]byte(id))
	return e.options.JournalDirectory + "/journals/" + hex.EncodeToString(sum[:8]) + ".json"
}

// readJournal reads one copy. A missing one is nil without error; an unreadable document is an error, never taken for a missing one.
func (e *Engine) readJournal(ctx context.Context, cluster, id string) (*Journal, error) {
	return e.readJournalFile(ctx, cluster, e.journalPath(id))
}

func (e *Engine) readJournalFile(ctx context.Context, cluster, path string) (*Journal, error) {
	c := e.client(cluster)
	if c == nil {
		return nil, nil
	}
	b, err := c.ReadFile(ctx, path)
	if errors.Is(err, onefs.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	j := new(Journal)
	if err := decode(b, j); err != nil {
		return nil, fmt.Errorf("journal %s on %s cannot be read: %w", path, cluster, err)
	}
	if j.Format != journalFormat {
		return nil, fmt.Errorf("journal %s on %s has format %d; this release reads format %d", path, cluster, j.Format, journalFormat)
	}
	return j, nil
}

// own is the permit for this tool's own files; a run's ends with its lease, for the run that took over has written since.
func own() permit.Permit { return permit.Housekeeping("journal") }

func (r *run) own() permit.Permit { return own().While(r.lease.check) }

// writeJournal writes both copies, the survivor of a failover first: the cluster that receives the pool. One copy written is enough to
// be exact later; both are wanted now.
func (e *Engine) writeJournal(ctx context.Context, p permit.Permit, first, second string, j *Journal) error {
	b, err := json.Marshal(j)
	if err != nil {
		return fmt.Errorf("encode journal: %w", err)
	}
	for _, k := range []string{first, second} {
		if e.client(k) == nil {
			continue
		}
		path := e.journalPath(j.Resource)
		if err := e.writeFile(ctx, p, k, path, b); err != nil {
			return fmt.Errorf("journal on %s: %w", k, err)
		}
	}
	return nil
}

// writeFile writes a record of this tool, making the directory on first use.
func (e *Engine) writeFile(ctx context.Context, p permit.Permit, cluster, path string, b []byte) error {
	c := e.client(cluster)
	err := c.WriteFile(ctx, p, path, b, true)
	if !errors.Is(err, onefs.ErrNotFound) {
		return err
	}
	if err := c.MakeDirectory(ctx, p, parent(path), true); err != nil {
		return err
	}
	return c.WriteFile(ctx, p, path, b, true)
}

func parent(path string) string {
	for i := len(path) - 1; i > 0; i-- {
		if path[i] == '/' {
			return path[:i]
		}
	}
	return "/"
}

// journal is the next revision of the document.
func (r *run) journal(record *RunRecord) *Journal {
	return &Journal{
		Format: journalFormat, Revision: r.survey.JournalRevision + 1, Resource: r.intent.ID,
		Run: record, Local: maps.Clone(r.survey.Local), LastRun: r.survey.LastRun, Takeover: r.survey.Takeover,
	}
}

func cloneOriginals(in map[string][]Object) map[string][]Object {
	out := map[string][]Object{}
	for k, v := range in {
		out[k] = slices.Clone(v)
	}
	return out
}

// open is stage 1: the journal of the run on both clusters.
func (r *run) open(ctx context.Context, record RunRecord) error {
	record.ID = r.engine.options.RunID()
	record.Started = startTime()
	if r.engine.client(record.From) != nil {
		record.Remount = r.engine.nfsClients(ctx, record.From, r.survey)
	}
	if t := r.survey.Takeover; t == nil || t.Lost != record.From {
		// On a cluster that is back nothing is written before its schedules are off. The right was proved by the takeover.
		if err := r.proveSPNRight(ctx, record); err != nil {
			return err
		}
	}
	r.survey.Local = r.survey.standbyNames()
	j := r.journal(record.clone())
	if err := r.engine.writeJournal(ctx, r.own(), r.intent.To(), r.intent.From(), j); err != nil {
		return err
	}
	r.survey.Run, r.survey.JournalRevision = j.Run, j.Revision
	return nil
}

// Adopt records, without any change to what the clusters serve, which names are local to the standby pool. It is called when a resource
// is created or imported; a directory that cannot be written is reported, not hidden.
func (e *Engine) Adopt(ctx context.Context, in Intent, s *Survey) error {
	if s.Run != nil || len(s.Unread()) > 0 {
		return nil
	}
	s.Local = s.standbyNames()
	s.JournalRevision++
	j := &Journal{
		Format:   journalFormat,
		Revision: s.JournalRevision,
		Resource: in.ID,
		Local:    s.Local,
		LastRun:  s.LastRun,
		Takeover: s.Takeover,
	}
	if err := e.writeJournal(ctx, own(), in.To(), in.From(), j); err != nil {
		return err
	}
	return e.writeInventory(ctx, s)
}
