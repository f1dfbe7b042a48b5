// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import "fmt"

// rowsData are lines 2, 5 and 6: the last run, the writable side, and who replicates to whom.
func (sc *scene) rowsData(v *view) []row {
	var rows []row
	for _, p := range sc.site.policies {
		rows = append(rows, sc.rowLastRun(v, p), sc.rowReplication(v, p))
	}
	for _, path := range sc.paths() {
		rows = append(rows, row{line: 5, object: path, value: "writable on " + some(v.writable[path]), want: "writable on " + sc.serving})
	}
	return rows
}

// rowLastRun shows the newest finished run of the policy that replicated to the serving cluster. It must be newer than what was there
// before the apply, and it must have found nothing more to copy: writers were stopped before it.
func (sc *scene) rowLastRun(v *view, pair string) row {
	from := sc.idle()
	if sc.began() {
		from = sc.home()
	}
	name := sc.replicates(pair, from)
	run := v.clusters[from].runs[name]
	r := row{line: 2, object: "last sync of " + pair, value: fmt.Sprintf("%s run %d on %s", name, run.JobID, from)}
	if run.JobID == 0 {
		r.value = name + " has no finished run on " + from
	}
	r.want = r.value
	if sc.began() {
		return r
	}
	if run.work == 0 {
		r.value += ", nothing left to copy"
	}
	old := sc.before.clusters[from].runs[name].JobID
	r.want = fmt.Sprintf("%s run on %s after run %d, nothing left to copy", name, from, old)
	if run.JobID > old {
		r.want = fmt.Sprintf("%s run %d on %s, nothing left to copy", name, run.JobID, from)
	}
	return r
}

// rowReplication shows which policy of the pair is enabled, with its schedule, and whether it has run since the roles were turned.
func (sc *scene) rowReplication(v *view, pair string) row {
	r := row{line: 6, object: "replication of " + pair, value: "none"}
	for _, c := range sc.site.clusters {
		name := sc.replicates(pair, c.Name)
		p, ok := v.clusters[c.Name].policies[name]
		if !ok || !p.Enabled {
			continue
		}
		text := sc.replication(name, c.Name, p.Schedule)
		if !sc.began() && v.clusters[c.Name].runs[name].JobID > sc.before.clusters[c.Name].runs[name].JobID {
			text += ", has run"
		}
		if r.value != "none" {
			text = r.value + "; " + text
		}
		r.value = text
	}
	schedule := sc.first.clusters[sc.home()].policies[pair].Schedule
	r.want = sc.replication(sc.replicates(pair, sc.serving), sc.serving, schedule)
	if !sc.began() {
		r.want += ", has run"
	}
	return r
}

func (sc *scene) replication(name, from, schedule string) string {
	if schedule == "" {
		schedule = "by hand"
	}
	return fmt.Sprintf("%s: %s -> %s, %s", name, from, sc.site.other(from), schedule)
}
