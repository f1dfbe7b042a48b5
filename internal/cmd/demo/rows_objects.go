// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"slices"
	"strings"
)

// rowsObjects are lines 7 and 9: quotas, and what clients connect to.
func (sc *scene) rowsObjects(v *view) []row {
	var rows []row
	for _, label := range sc.quotas(v) {
		value := sc.holding(func(c string) bool { return slices.Contains(v.clusters[c].quotas, quota{label, true}) })
		scanning := sc.holding(func(c string) bool { return slices.Contains(v.clusters[c].quotas, quota{label, false}) })
		if scanning != "nobody" {
			value += ", being scanned on " + scanning
		}
		rows = append(rows, row{line: 7, object: label, value: "on " + value, want: "on " + sc.serving})
	}
	for _, o := range sc.first.clusters[sc.home()].objects {
		rows = append(rows, sc.rowObject(v, o))
	}
	return rows
}

// quotas are the labels of all quotas, those of the beginning first.
func (sc *scene) quotas(v *view) []string {
	var all []string
	for _, from := range []*view{sc.first, v} {
		for _, c := range sc.site.clusters {
			for _, q := range from.clusters[c.Name].quotas {
				if !slices.Contains(all, q.label) {
					all = append(all, q.label)
				}
			}
		}
	}
	return all
}

// rowObject shows on which clusters a share, export or alias is, and whether its rules are those of the beginning there.
func (sc *scene) rowObject(v *view, o object) row {
	r := row{line: 9, object: o.label, want: "on " + sc.home() + " and " + sc.site.other(sc.home())}
	var other []string
	r.value = "on " + sc.holding(func(c string) bool {
		i := slices.IndexFunc(v.clusters[c].objects, func(x object) bool { return strings.EqualFold(x.label, o.label) })
		if i >= 0 && v.clusters[c].objects[i].rules != o.rules {
			other = append(other, c)
		}
		return i >= 0
	})
	if len(other) > 0 {
		r.value += ", with other rules on " + some(other)
	}
	if sc.began() {
		r.want = r.value
	}
	return r
}
