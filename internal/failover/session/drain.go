// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package session

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// CloseHandles waits for files that are open for writing below the fenced paths to be closed by their users, at most as long as the drain
// says, then closes them: a handle that was opened before the fence could write on. Then it ends the sessions, and is done when nobody is
// left who may still write. It does so once per cluster and fence, for all policies: a step that comes while another one is at it waits for
// that one's end. What failed is not taken for done.
func CloseHandles(ctx context.Context, r *run.Run, p permit.Permit, cluster string) error {
	if r.Intent.Fence == survey.FenceNone {
		return nil
	}
	d, mine := r.Drains.Join(cluster)
	if !mine {
		<-d.Over
		return d.Err
	}
	d.Err = drain(ctx, r, p, cluster)
	r.Drains.End(cluster, d)
	return d.Err
}

func drain(ctx context.Context, r *run.Run, p permit.Permit, key string) error {
	c := r.Engine.Client(key)
	r.Mu.Lock()
	shares, unasked := sharesOf(r.Survey, key), r.Survey.Clusters[key].Facts.Unasked
	r.Mu.Unlock()
	// The fence was read back before this stage began. Whoever comes from now on gets no more than it gives.
	fenced := time.Now()
	table, err := c.FindNodes(ctx)
	if err != nil {
		return fmt.Errorf("nodes of %s: %w", key, err)
	}
	d := &closing{
		ender: ender{c, p, table.Asked}, name: key, fenced: fenced,
		below: func(path string) bool { return underPolicy(r, key, path) }, pause: r.Pause,
	}
	if err := d.drain(ctx, r.Intent.Drain, r.Engine.Options.PollInterval); err != nil {
		return err
	}
	switch {
	case len(shares) == 0: // nobody can come by SMB
		return nil
	case r.Intent.Fence == survey.FenceInterfaces:
		DropSessions(ctx, r, p, key) // nobody comes through the pool any more
		return nil
	case !slices.Contains(r.Intent.IgnoreFindings, finding.NodesNotAsked.String()):
		if more := beyond(table, unasked); more != "" {
			return fmt.Errorf("nodes of %s can no longer be asked for their open files and sessions: %s", key, more)
		}
	}
	return d.leaveNobody(ctx)
}

// beyond are the nodes that cannot be asked now, and could when the run began.
func beyond(table *onefs.NodeTable, before map[string][]int) string {
	known := slices.Concat(slices.Collect(maps.Values(before))...)
	var out []string
	for _, lnn := range slices.Sorted(maps.Keys(table.Unasked)) {
		if !slices.Contains(known, lnn) {
			out = append(out, fmt.Sprintf("node %d (%s)", lnn, table.Unasked[lnn]))
		}
	}
	return strings.Join(out, ", ")
}

// drain waits for files to be closed, and closes those that are left.
func (d *closing) drain(ctx context.Context, longest, beat time.Duration) error {
	for end := d.fenced.Add(longest); ; {
		open, err := d.writing(ctx)
		if err != nil || len(open) == 0 {
			return err
		}
		if !time.Now().Before(end) {
			d.closed = true
			d.note(d.closeFiles(ctx, open))
			return nil
		}
		if err := d.pause(ctx, min(beat, max(time.Until(end), 0))); err != nil {
			return err
		}
	}
}

func underPolicy(r *run.Run, cluster, path string) bool {
	for _, pair := range r.Survey.Pairs {
		if survey.Within(pair.Paths[cluster], path) {
			return true
		}
	}
	return false
}

// unixPath turns the Windows form of an open file, C:\ifs\data\x, into /ifs/data/x (behaviour notes, section 9).
func unixPath(file string) string {
	file = strings.ReplaceAll(file, `\`, "/")
	if i := strings.IndexByte(file, ':'); i >= 0 {
		file = file[i+1:]
	}
	return file
}
