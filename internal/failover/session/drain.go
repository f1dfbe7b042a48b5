// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package session

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// CloseHandles waits for open files below the fenced paths to be closed by their users, at most as long as the drain says, then closes
// them: a handle that was opened before the fence could write on. It does so once per run and cluster, for all policies: a step that comes
// while another one is at it waits for that one's end. What failed is not taken for done.
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

func drain(ctx context.Context, r *run.Run, p permit.Permit, cluster string) error {
	c := r.Engine.Client(cluster)
	end := time.Now().Add(r.Intent.Drain)
	for {
		open := 0
		for node := range c.NodeCount() {
			files, err := c.SMBOpenFiles(ctx, node)
			if err != nil {
				return fmt.Errorf("open files of node %d on %s: %w", node, cluster, err)
			}
			for _, f := range files {
				if !underPolicy(r, cluster, unixPath(f.File)) {
					continue
				}
				open++
				if time.Now().Before(end) {
					continue
				}
				if err := c.CloseSMBOpenFile(ctx, p.Within(f.File), node, f.ID); err != nil {
					r.Log(ctx, "an open file could not be closed", map[string]any{"cluster": cluster, "error": err.Error()})
				}
			}
		}
		if open == 0 || !time.Now().Before(end) {
			break
		}
		if err := r.Pause(ctx, min(r.Engine.Options.PollInterval, max(time.Until(end), 0))); err != nil {
			return err
		}
	}
	if r.Intent.Fence == survey.FenceInterfaces {
		DropSessions(ctx, r, p, cluster) // nobody comes through the pool any more
		return nil
	}
	// A session that stays open keeps its right to write, and its client may write after the quiet run: then the fence does not hold.
	return closeSessions(ctx, r, p, cluster)
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
