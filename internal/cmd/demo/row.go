// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import "slices"

// lines are the lines of the documented process, by number; 9 to 11 are the results that it promises.
var lines = map[int]string{
	1:  "Failover is initiated",
	2:  "The policies are run one last time",
	3:  "SmartConnect zone name and aliases move to the receiving cluster",
	4:  "HOST SPNs are deleted for the one cluster and created for the other in Active Directory",
	5:  "The receiving path is made writable, the other one read-only",
	6:  "Resync prep makes the mirror policy, and it runs",
	7:  "Quotas are created on the receiving cluster and deleted on the other",
	8:  "Steps that people do",
	9:  "Result: shares, exports and aliases are on the receiving cluster",
	10: "Result: names that do not serve are parked with the igls- prefix",
	11: "Result: clients connect, and read and write",
}

// row is one object of the table: what was read about it, what the process says, and what the simulator says about itself.
type row struct {
	line   int
	object string
	value  string
	want   string
	truth  string
}

// problem is empty if the row is as it must be.
func (r row) problem() string {
	switch {
	case r.value != r.want:
		return "must be: " + r.want
	case r.value != r.truth:
		return "the simulator's own state says: " + r.truth
	default:
		return ""
	}
}

// rows are put in the order of the process; within a line they stay as they were found.
func ordered(rows []row) []row {
	slices.SortStableFunc(rows, func(a, b row) int { return a.line - b.line })
	return rows
}
