// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"slices"
	"strings"
)

// rowsReal are what real programs say to lines 3, 4, 5 and 11; none if they take no part.
func (sc *scene) rowsReal(v *view) []row {
	if v.real == nil {
		return nil
	}
	var rows []row
	for _, n := range sc.production() {
		rows = append(rows,
			row{line: 3, object: n + " (unbound)", value: "leads to " + v.real.resolved[n], want: "leads to " + sc.serving},
			row{line: 4, object: "ticket for cifs/" + n, value: "read by " + v.real.ticket[n], want: "read by " + strings.ToUpper(sc.serving) + "$"},
			row{line: 11, object: n + " (smbclient)", value: "reads and writes on " + v.real.smb[n], want: "reads and writes on " + sc.serving},
			row{line: 11, object: n + " (libnfs)", value: "reads and writes on " + v.real.nfs[n], want: "reads and writes on " + sc.serving},
		)
	}
	return rows
}

// realTruth is what real programs must experience by the simulator's own state.
func realTruth(v *view, production []string, root string) *realFacts {
	out := newRealFacts()
	for _, n := range production {
		answers, held := some(v.answering[n]), holders(v, "HOST/"+n)
		out.resolved[n], out.ticket[n] = answers, held
		out.smb[n], out.nfs[n] = "nobody", "nobody"
		if slices.Contains(v.writable[root], answers) {
			out.nfs[n] = answers
			if strings.EqualFold(held, answers+"$") {
				out.smb[n] = answers
			}
		}
	}
	return out
}
