// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package session

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// Closing is not believed: the cluster is asked again. Whoever is in the first list after the fence may have come before it and is ended.
// Whoever is in a later list alone is harmless if it came after the fence, five hundred of them too; but a list can leave somebody out,
// when a node answers late. The property active_time tells how long ago a session began: one that is older than the fence was left out and
// is ended, and where nothing tells the age, all are ended a second time. A cluster whose clock runs faster than ours makes new sessions
// look old: they are ended once more, which is harmless, and have other numbers afterwards.

const (
	// rounds is how often everything that may write is closed before the last look, and mostRounds if lists have left somebody out.
	rounds     = 2
	mostRounds = 4
	// settle is how long a cluster has to take a closed session off its list.
	settle = time.Second
	// rounding is how much older than it is a session can look, because ages are whole seconds and lists take their time.
	rounding = time.Second
	// shown is how many of those that are left are named.
	shown = 10
)

// closing is one closing of what clients have open on a cluster.
type closing struct {
	ender
	name string
	// fenced is when the fence had been read back.
	fenced time.Time
	below  func(path string) bool
	pause  func(ctx context.Context, d time.Duration) error
	// closed: files were closed, so their list is not what it was.
	closed bool
	// trouble is what the last round met.
	trouble error
}

// openFile is a file that is open on a node.
type openFile struct {
	onefs.SMBOpenFile
	node int
}

func (d *closing) note(err error) { d.trouble = err }

// writing are the files that are open for writing below the fenced paths, on every node that can be asked.
func (d *closing) writing(ctx context.Context) ([]openFile, error) {
	var out []openFile
	for _, node := range d.asked {
		files, err := d.SMBOpenFiles(ctx, node)
		if err != nil {
			return nil, fmt.Errorf("open files of node %d on %s: %w", node, d.name, err)
		}
		for _, f := range files {
			if d.below(unixPath(f.File)) && mayWriteOn(f) {
				out = append(out, openFile{f, node})
			}
		}
	}
	return out, nil
}

// mayWriteOn is false for a file that is open for reading alone.
func mayWriteOn(f onefs.SMBOpenFile) bool {
	return len(f.Permissions) == 0 || slices.ContainsFunc(f.Permissions, func(p string) bool { return p != "read" })
}

func (d *closing) closeFiles(ctx context.Context, list []openFile) error {
	var all []error
	for _, f := range list {
		err := d.CloseSMBOpenFile(ctx, d.permit.Within(f.File), f.node, f.ID)
		if err != nil && !errors.Is(err, onefs.ErrNotFound) {
			all = append(all, fmt.Errorf("open file %s of %s on node %d: %w", unixPath(f.File), f.User, f.node, err))
		}
	}
	return errors.Join(all...)
}

// numbered tells a session apart.
type numbered struct {
	node int
	id   int64
}

// leaveNobody ends what may still write until a look finds nothing, or says who is left.
func (d *closing) leaveNobody(ctx context.Context) error {
	known := map[numbered]onefs.SMBSession{} // with the age that each must have reached if it is still the same
	for round := 0; ; round++ {
		all, err := d.SMBSessions(ctx)
		if err != nil {
			return fmt.Errorf("SMB sessions of %s: %w", d.name, err)
		}
		old := slices.DeleteFunc(slices.Clone(all), func(s onefs.SMBSession) bool { return !isOneOf(known, s) })
		late := slices.DeleteFunc(all, func(s onefs.SMBSession) bool { return isOneOf(known, s) || !d.suspect(s, round) })
		var files []openFile
		if round > 0 || d.closed {
			if files, err = d.writing(ctx); err != nil {
				return err
			}
		}
		switch {
		case len(old)+len(late)+len(files) == 0:
			return nil
		case round >= rounds && len(old)+len(files) > 0:
			return d.left(old, files)
		case round == mostRounds:
			return nil // whoever is new in every list has another number each time: it came back
		}
		for _, s := range late {
			if round > 0 && s.ActiveTime != nil {
				s.ActiveTime = new(*s.ActiveTime + int64(settle/time.Second))
			}
			known[numbered{s.LNN, s.ID}] = s
		}
		d.note(errors.Join(d.closeFiles(ctx, files), d.end(ctx, slices.Concat(old, late))))
		if err := d.pause(ctx, settle); err != nil {
			return err
		}
	}
}

// suspect tells whether a session that no earlier list had may have begun before the fence.
func (d *closing) suspect(s onefs.SMBSession, round int) bool {
	switch {
	case round == 0:
		return true
	case s.ActiveTime == nil:
		return round == 1 // nothing tells: a second closing, and no more
	}
	return time.Duration(*s.ActiveTime)*time.Second > time.Since(d.fenced)+rounding
}

// isOneOf tells whether a session is one that an earlier list had. A number can be given out again, but then the session is younger than
// the one that had it. Where the cluster does not tell ages, the number alone decides.
func isOneOf(known map[numbered]onefs.SMBSession, s onefs.SMBSession) bool {
	before, found := known[numbered{s.LNN, s.ID}]
	return found && (before.ActiveTime == nil || s.ActiveTime == nil || *s.ActiveTime >= *before.ActiveTime)
}

// left says who may still write.
func (d *closing) left(sessions []onefs.SMBSession, files []openFile) error {
	var who []string
	for _, s := range sessions {
		who = append(who, fmt.Sprintf("%s from %s on node %d", s.User, s.Computer, s.LNN))
	}
	for _, f := range files {
		who = append(who, fmt.Sprintf("%s with %s open on node %d", f.User, unixPath(f.File), f.node))
	}
	slices.Sort(who)
	text := strings.Join(who[:min(len(who), shown)], "; ")
	if more := len(who) - shown; more > 0 {
		text += fmt.Sprintf("; and %d more", more)
	}
	if d.trouble != nil {
		return fmt.Errorf("%d SMB sessions and open files of %s may still write past the fence and could not be ended: %s: %w",
			len(who), d.name, text, d.trouble)
	}
	return fmt.Errorf("%d SMB sessions and open files of %s may still write past the fence, though they were ended: %s",
		len(who), d.name, text)
}
