// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"slices"
	"strings"
)

// rowsNames are lines 1, 3, 4 and 10: who serves the pool, who answers its names, who holds their SPNs, where parked names are.
func (sc *scene) rowsNames(v *view) []row {
	production := sc.production()
	serves := sc.holding(func(c string) bool {
		names := v.clusters[c].pool.names()
		return !slices.ContainsFunc(production, func(n string) bool { return !slices.Contains(names, n) })
	})
	rows := []row{{line: 1, object: "pool " + sc.site.pool(sc.home()), value: "served by " + serves, want: "served by " + sc.serving}}
	for _, n := range production {
		rows = append(rows,
			row{line: 3, object: n, value: "answered by " + some(v.answering[n]), want: "answered by " + sc.serving},
			sc.rowParked(v, "igls-original-"+n),
		)
	}
	for _, spn := range sc.spns(production) {
		rows = append(rows, row{line: 4, object: spn, value: "on " + holders(v, spn), want: "on " + sc.first.clusters[sc.serving].account})
	}
	for _, c := range sc.site.clusters {
		for _, n := range sc.first.clusters[c.Name].pool.names() {
			if slices.Contains(production, n) || strings.HasPrefix(n, "igls-original-") {
				continue
			}
			value := "on " + sc.holding(func(c string) bool { return slices.Contains(v.clusters[c].pool.names(), n) })
			rows = append(rows, row{line: 10, object: n + " (stays)", value: value, want: "on " + c.Name})
		}
	}
	return rows
}

// rowParked tells where a parked name is. At the beginning it may be missing: then its name has never moved.
func (sc *scene) rowParked(v *view, parked string) row {
	r := row{line: 10, object: parked, want: "on " + sc.idle()}
	r.value = "on " + sc.holding(func(c string) bool { return slices.Contains(v.clusters[c].pool.names(), parked) })
	if sc.began() && r.value == "on nobody" {
		r.value, r.want = "-", "-"
	}
	return r
}

// spns are the HOST SPNs of the production names: always the full name, the short one if it was there at the beginning.
func (sc *scene) spns(production []string) []string {
	var all []string
	for _, n := range production {
		all = append(all, "HOST/"+n)
		short, _, _ := strings.Cut(n, ".")
		if holders(sc.first, "HOST/"+short) != "nobody" {
			all = append(all, "HOST/"+short)
		}
	}
	return all
}

// holders are the machine accounts that hold the SPN. Active Directory ignores case.
func holders(v *view, spn string) string {
	var found []string
	for account, spns := range v.accounts {
		if slices.ContainsFunc(spns, func(s string) bool { return strings.EqualFold(s, spn) }) {
			found = append(found, account)
		}
	}
	slices.Sort(found)
	return some(found)
}
