// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import "fmt"

// table builds the rows of the outside view and puts beside each what the simulator's own state says.
func (sc *scene) table(seen, truth *view) []row {
	own := map[string]string{}
	for _, r := range sc.rows(truth) {
		own[fmt.Sprint(r.line, " ", r.object)] = r.value
	}
	rows := sc.rows(seen)
	for i, r := range rows {
		t, ok := own[fmt.Sprint(r.line, " ", r.object)]
		if !ok {
			t = "no such thing"
		}
		rows[i].truth = t
	}
	return ordered(rows)
}

func (sc *scene) rows(v *view) []row {
	rows := sc.rowsNames(v)
	rows = append(rows, sc.rowsReal(v)...)
	rows = append(rows, sc.rowsData(v)...)
	rows = append(rows, sc.rowsObjects(v)...)
	return append(rows, sc.rowsClients(v)...)
}
