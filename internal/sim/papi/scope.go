// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import "strings"

// Excluded is a part of the contract that the simulator answers with 501, and why: an operation, or only its use with certain
// query names.
type Excluded struct {
	Method string
	Path   string
	// Query names the query arguments that are excluded, separated by spaces; "" excludes the whole operation.
	Query  string
	Reason string
}

// OutOfScopeList is everything in the contract that is answered 501. A test holds it against contract and routes, so that nothing
// is missing by accident. Further refusals are of values: the handlers give them where the value is read.
func OutOfScopeList() []Excluded { return excluded }

const (
	onlyPaging = "a failover reads the whole list and chooses by itself"
	onlyFiles  = "a failover keeps plain files; permissions, attributes and retention are no part of it"
)

var excluded = []Excluded{
	{"GET", "/network/interfaces", "cache include_access_zones include_vlans network owner type vlan_id", onlyPaging},
	{"GET", "/snapshot/snapshots", "schedule", "snapshot schedules are no part of a failover"},
	{"DELETE", "/snapshot/snapshots", "schedule", "snapshot schedules are no part of a failover"},
	{
		"GET", "/event/eventgroup-occurrences", "devid event_count last_event_begin last_event_end maintenance partial_cause_long " +
			"partial_event_type partial_eventgroup_id resolver", onlyPaging,
	},
	{"GET", "/event/eventgroup-definitions", "alert_info", "alert channels are no part of a failover"},
	{"GET", "/event/eventgroup-definitions/{EventEventgroupDefinitionId}", "alert_info", "alert channels are no part of a failover"},
	{"GET", "/event/eventlists", "event_instance eventgroup_id", onlyPaging},
	{
		"GET", "/statistics/summary/client", "classes local_addresses local_names remote_addresses remote_names sort user_ids user_names",
		onlyPaging,
	},
	{"GET", namespaceRoot, "versions", "the namespace's protocol has one version here"},
	{"GET", namespacePath, "acl metadata nsaccess type worm zone", onlyFiles},
	{"PUT", namespacePath, "acl clone continue merge metadata nsaccess snapshot zone", onlyFiles},
	{"POST", namespacePath, "detail dir hidden limit max-depth query resume sort type", "a failover never searches the file system"},
}

// outOfScope refuses a request that the list excludes.
func (r *Request) outOfScope() *Answer {
	for _, e := range excluded {
		if e.Method != r.Method || e.Path != r.Path {
			continue
		}
		for name := range strings.FieldsSeq(e.Query) {
			if r.Query.Has(name) {
				return refuse(OutOfScope("%s %s with '%s' is not simulated: %s", r.Method, r.Path, name, e.Reason))
			}
		}
		if e.Query == "" {
			return refuse(OutOfScope("%s %s is not simulated: %s", r.Method, r.Path, e.Reason))
		}
	}
	return nil
}
