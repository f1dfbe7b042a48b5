// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"slices"
)

// rowsClients are lines 8 and 11: what people had to do, and what the clients experience then.
func (sc *scene) rowsClients(v *view) []row {
	var rows []row
	for _, c := range v.clients {
		value := fmt.Sprintf("works on %s, no write lost", c.cluster)
		if !c.works {
			value = c.problem
		}
		rows = append(rows, row{
			line: 11, object: fmt.Sprintf("%s (%s)", c.name, c.protocol), value: value,
			want: fmt.Sprintf("works on %s, no write lost", sc.serving),
		})
		if c.protocol == "smb" {
			continue
		}
		r := row{line: 8, object: c.name + " (" + c.protocol + ")", value: "-", want: "-"}
		if !sc.began() {
			r.want = "remounts, as manual_steps says"
			if slices.Contains(v.remounted, c.name) || v.inside && c.cluster == sc.serving {
				r.value = r.want
			}
		}
		rows = append(rows, r)
	}
	rows = append(rows, row{line: 11, object: "rules of the site", value: broken(v.breaches), want: broken(nil)})
	return rows
}

// broken says how many invariants were broken, and the first one.
func broken(breaches []string) string {
	if len(breaches) == 0 {
		return "none broken"
	}
	return fmt.Sprintf("%d BROKEN, first %s", len(breaches), breaches[0])
}
