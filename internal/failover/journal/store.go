// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package journal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/document"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// journalPath is the journal of one resource in a cluster's journal directory. The resource id is hashed, because it holds characters
// that a file name should not.
func journalPath(e *clusters.Set, id string) string {
	sum := sha256.Sum256([]byte(id))
	return e.Options.JournalDirectory + "/journals/" + hex.EncodeToString(sum[:8]) + ".json"
}

// Read reads one copy. A missing one is nil without error; an unreadable document is an error, never taken for a missing one.
func Read(ctx context.Context, e *clusters.Set, cluster, id string) (*survey.Journal, error) {
	return readJournalFile(ctx, e, cluster, journalPath(e, id), id)
}

func readJournalFile(ctx context.Context, e *clusters.Set, cluster, path, id string) (*survey.Journal, error) {
	c := e.Client(cluster)
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
	j, err := document.Journal(b, id)
	if _, ok := errors.AsType[*survey.FormatError](err); ok {
		return nil, fmt.Errorf("journal %s on %s %w", path, cluster, err)
	}
	if err != nil {
		return nil, fmt.Errorf("journal %s on %s cannot be read: %w", path, cluster, err)
	}
	return j, nil
}

// Own is the permit for the journals, inventories and reports; a run's ends with its lease, for the run that took over has written since.
func Own(e *clusters.Set) permit.Housekeeping {
	return permit.Keep(permit.Journal, e.Options.JournalDirectory)
}

// Write writes both copies, the survivor of a failover first: the cluster that receives the pool. One copy written is enough to
// be exact later; both are wanted now.
func Write(ctx context.Context, e *clusters.Set, h permit.Housekeeping, first, second string, j *survey.Journal) error {
	if j.Drill != nil {
		j.Format = survey.DrillFormat
	}
	b, err := json.Marshal(j)
	if err != nil {
		return fmt.Errorf("encode journal: %w", err)
	}
	for _, k := range []string{first, second} {
		if e.Client(k) == nil {
			continue
		}
		path := journalPath(e, j.Resource)
		if err := WriteFile(ctx, e, h, k, path, b); err != nil {
			return fmt.Errorf("journal on %s: %w", k, err)
		}
	}
	return nil
}

// WriteFile writes a record of this tool, making the directory on first use.
func WriteFile(ctx context.Context, e *clusters.Set, h permit.Housekeeping, cluster, path string, b []byte) error {
	c := e.Client(cluster)
	err := c.WriteFile(ctx, h, path, b, true)
	if !errors.Is(err, onefs.ErrNotFound) {
		return err
	}
	if err := c.MakeDirectory(ctx, h, survey.Parent(path), true); err != nil {
		return err
	}
	return c.WriteFile(ctx, h, path, b, true)
}

// StartTime is the beginning of a run by the runner's clock, for people; it is never compared with a cluster's clock.
func StartTime() time.Time { return time.Now().UTC().Truncate(time.Second) }
