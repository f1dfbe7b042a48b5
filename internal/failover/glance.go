// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/failure"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/share"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// glance finishes the lines of a preview: the one line that says how much there is and, in the middle of a run, how clients fare; and lists
// of a length that people read.
func (p Preview) glance(s *survey.Survey, in survey.Intent) Preview {
	m := p.Moves
	if m == nil {
		return p
	}
	m.AtAGlance = halfDone(s, in) + atAGlance(in, m)
	m.Policies, m.Quotas = summarize("policies", m.Policies), summarize("quotas", m.Quotas)
	m.Fenced = summarize("objects", m.Fenced)
	var snapshots, rest []string
	for _, l := range m.Configuration {
		if strings.HasPrefix(l, aSnapshot) {
			snapshots = append(snapshots, l)
		} else {
			rest = append(rest, l)
		}
	}
	m.Configuration = append(append([]string{}, rest...), summarize("snapshots", snapshots)...)
	return p
}

// aSnapshot begins the line of one.
const aSnapshot = "snapshot "

// atAGlance counts what moves: "prod -> dr: 2 names, 4 SPNs, 3 policies; 5 objects read-only until the end of the run; 2 risks".
func atAGlance(in survey.Intent, m *survey.Moves) string {
	snapshots := 0
	for _, l := range m.Configuration {
		if strings.HasPrefix(l, aSnapshot) {
			snapshots++
		}
	}
	var moved []string
	for _, x := range []struct {
		n         int
		one, many string
	}{
		{len(m.Names), "name", "names"},
		{len(m.SPNs), "SPN", "SPNs"},
		{len(m.Policies), "policy", "policies"},
		{len(m.Quotas), "quota", "quotas"},
		{len(m.Configuration) - snapshots, "share, export or alias to copy", "shares, exports and aliases to copy"},
		{snapshots, "snapshot to take", "snapshots to take"},
	} {
		if x.n > 0 {
			moved = append(moved, count(x.n, x.one, x.many))
		}
	}
	if len(moved) == 0 {
		moved = []string{"only the end of the run"}
	}
	out := fmt.Sprintf("%s -> %s: %s", in.From(), in.To(), strings.Join(moved, ", "))
	fenced, lifted := 0, 0
	for _, l := range m.Fenced {
		if strings.HasSuffix(l, "until the end of the run") {
			fenced++
		} else {
			lifted++
		}
	}
	if fenced > 0 {
		out += "; " + count(fenced, "object", "objects") + " " + share.UntilTheEnd
	}
	if lifted > 0 {
		out += "; " + count(lifted, "object", "objects") + " back to what clients had before the fence"
	}
	if n := len(m.Risks); n > 0 {
		out += "; " + count(n, "risk", "risks")
	}
	return out
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// halfDone tells that a run is open, how clients fare, and what this plan makes of it; "" when none is.
func halfDone(s *survey.Survey, in survey.Intent) string {
	to := Unfinished(s)
	if to == "" || s.Run == nil && s.Takeover != nil {
		return ""
	}
	state, began := "", ""
	switch now := failure.State(s, in); now {
	case failure.ClientsReadOnly, failure.ClientsDown, failure.ClientsUnknown:
		state = string(now)
	default:
		state = "clients are served by " + position.Serving(s)
	}
	if s.Run != nil && !s.Run.Started.IsZero() {
		began = ", the run began at " + s.Run.Started.UTC().Format("2006-01-02T15:04:05Z")
	}
	what := "this plan goes on with it"
	if to != in.To() {
		what = "this plan takes it back"
	}
	run := "RUN"
	if s.Run == nil { // by hand, or its journal is lost
		run = "MOVE"
	}
	return fmt.Sprintf("A %s TO %s IS HALF DONE: %s%s; %s. ", run, to, state, began, what)
}

// maxLines is how many lines of one kind a plan lists one by one, and shownLines how many it shows of more.
const (
	maxLines   = 50
	shownLines = 20
)

// summarize keeps a plan readable: beyond fifty lines, one with count and digest, then the first twenty. The digest lets two plans be
// compared, and what is approved is every one of them.
func summarize(what string, lines []string) []string {
	if len(lines) <= maxLines {
		return lines
	}
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	head := fmt.Sprintf("%d %s, digest %s; the first %d:", len(lines), what, hex.EncodeToString(sum[:6]), shownLines)
	return append([]string{head}, lines[:shownLines]...)
}
