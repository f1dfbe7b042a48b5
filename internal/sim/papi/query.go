// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"slices"
	"strconv"
	"strings"
)

// Query names whose values the contract types alike wherever they occur.
var (
	flagNames = strings.Fields("acl alert_info check check_duplicates clone continue degraded enforced exceeded force hidden ignore " +
		"ignore_bad_auth ignore_bad_paths ignore_conflicts ignore_unresolvable_hosts include_access_zones include_snapshots " +
		"include_vlans listchildprivs local_only maintenance merge metadata nsaccess numeric overwrite query recurse_path_children " +
		"recurse_path_parents recursive refresh resolve_names resolved show_all summary versions worm")
	numberNames = strings.Fields("begin category end event_count last_event_begin last_event_end limit max-depth newer_than offset " +
		"reports_per_policy vlan_id")
)

// CheckQuery refuses names the operation does not list, values of the wrong type, zones that do not exist and the scopes that
// show defaults, which are not simulated.
func (r *Request) CheckQuery(allowed func(string) bool) *Answer {
	query := r.Query
	for _, name := range sortedKeys(query) {
		value := query.Get(name)
		if !allowed(name) {
			return refuse(BadRequest(name, "query argument '%s' is not accepted here", name).Because(RuleUnknownQuery))
		}
		if len(query[name]) > 1 && name != "devid" && name != "eventgroup_id" && name != "severity" && name != "lnn" {
			return refuse(Fail(400, "AEC_ARG_SINGLE_ONLY", name, "query argument '%s' may be given once", name).Because(RuleBadValue))
		}
		if _, ok := parseFlag(value); slices.Contains(flagNames, name) && !ok {
			return refuse(BadRequest(name, "query argument '%s' must be true or false", name).Because(RuleBadValue))
		}
		if _, err := strconv.Atoi(value); slices.Contains(numberNames, name) && err != nil {
			return refuse(BadRequest(name, "query argument '%s' must be a number", name).Because(RuleBadValue))
		}
		switch {
		case name == "dir" && value != "ASC" && value != "DESC":
			return refuse(BadRequest(name, "query argument 'dir' must be ASC or DESC").Because(RuleBadValue))
		case name == "scope" && value != "effective":
			return refuse(OutOfScope("scope=%s is not simulated", value))
		case name == "zone" && value != "" && !r.Cluster.Zones.Exists(value):
			return refuse(NotFound("zone", "Zone '%s' not found.", value))
		}
	}
	return nil
}
