// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package position

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Describe is the position of a pair in words.
func Describe(s *survey.Survey, p survey.Pair, d survey.Direction) string {
	at := Of(s, p, d)
	words := map[Position]string{
		AtFrom:           d.From + " writable, " + d.To + " READ-ONLY",
		Opening:          "allow_write of " + p.PolicyOn(d.From) + " on " + d.To + " not complete, path there READ-ONLY",
		Open:             "writable on both clusters",
		Closing:          "allow_write_revert on " + d.To + " not complete",
		Preparing:        "resync prep of " + p.PolicyOn(d.From) + " not complete, " + d.To + " writable",
		Settling:         "resync prep of " + p.PolicyOn(d.From) + " done, policies not settled, " + d.To + " writable",
		AtTo:             d.To + " writable, " + d.From + " protected",
		NeverRun:         "never run",
		ReverseNeverRun:  "never run",
		Disabled:         "disabled, " + d.From + " writable, " + d.To + " READ-ONLY",
		ReverseDisabled:  "disabled, " + d.To + " writable, " + d.From + " protected",
		Unexpected:       "in an unexpected position",
		ReverseOpening:   "allow_write on " + d.From + " not complete",
		ReverseOpen:      "writable on both clusters",
		ReverseClosing:   "allow_write_revert on " + d.From + " not complete",
		ReversePreparing: "resync prep on " + d.To + " not complete",
		ReverseSettling:  "resync prep on " + d.To + " done, policies not settled",
	}
	return words[at]
}

// Silent tells whether the old cluster, and it alone, does not answer.
func Silent(s *survey.Survey, in survey.Intent) bool {
	return !s.Lost(in.From()) && s.Clusters[in.From()].UnreadKind == survey.Unreachable && s.Clusters[in.To()].Unread == ""
}

// NamesMoved tells whether every name of the open run is live on the new side.
func NamesMoved(s *survey.Survey, in survey.Intent) bool {
	pl := s.Clusters[in.To()].Pool
	return pl != nil && s.Run != nil && len(s.Run.Names) > 0 &&
		!slices.ContainsFunc(s.Run.Names, func(n string) bool { return pl.On(n) != survey.Live })
}
