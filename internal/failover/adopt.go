// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/journal"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// KeepInventory writes the inventory anew, as of a survey. It leaves the one that is there alone while a run is open, a cluster is unread,
// or a lost cluster that has returned is not replicated to again: what that had is then known from nothing else.
func (e *Engine) KeepInventory(ctx context.Context, s *survey.Survey) error {
	if s.Run != nil || s.Takeover != nil || len(s.Unread()) > 0 {
		return nil
	}
	return journal.WriteInventory(ctx, e.set, s)
}

// Adopt records, without any change to what the clusters serve, which names are local to the standby pool. It is called when a resource
// is created or imported; a directory that cannot be written is reported, not hidden.
func (e *Engine) Adopt(ctx context.Context, in survey.Intent, s *survey.Survey) error {
	if s.Run != nil || len(s.Unread()) > 0 {
		return nil
	}
	s.Local = position.StandbyNames(s)
	s.JournalRevision++
	j := &survey.Journal{
		Format:    survey.JournalFormat,
		Revision:  s.JournalRevision,
		Resource:  in.ID,
		Local:     s.Local,
		LastRun:   s.LastRun,
		Takeover:  s.Takeover,
		Drill:     s.Drill,
		Unsettled: s.Unsettled,
	}
	if err := journal.Write(ctx, e.set, journal.Own(e.set), in.To(), in.From(), j); err != nil {
		return err
	}
	return journal.WriteInventory(ctx, e.set, s)
}
