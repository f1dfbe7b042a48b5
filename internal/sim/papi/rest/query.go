// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package rest

import (
	"slices"
	"strconv"
	"strings"
)

// Nodes reads a list of node numbers, separated by commas, or "all".
func Nodes(r *Request, name string) (func(int) bool, *Answer) {
	texts := r.Query[name]
	if len(texts) == 0 || slices.Contains(texts, "all") {
		return func(int) bool { return true }, nil
	}
	var wanted []int
	for part := range strings.SplitSeq(strings.Join(texts, ","), ",") {
		lnn, err := strconv.Atoi(part)
		if err != nil || r.Cluster.Node(lnn) == nil {
			return nil, Refuse(BadRequest(name, "'%s' is not a node of this cluster", part).Because(RuleBadValue))
		}
		wanted = append(wanted, lnn)
	}
	return func(lnn int) bool { return slices.Contains(wanted, lnn) }, nil
}

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
	for _, name := range SortedKeys(query) {
		value := query.Get(name)
		if !allowed(name) {
			return Refuse(BadRequest(name, "query argument '%s' is not accepted here", name).Because(RuleUnknownQuery))
		}
		if len(query[name]) > 1 && name != "devid" && name != "eventgroup_id" && name != "severity" && name != "lnn" {
			return Refuse(Fail(400, "AEC_ARG_SINGLE_ONLY", name, "query argument '%s' may be given once", name).Because(RuleBadValue))
		}
		if _, ok := ParseFlag(value); slices.Contains(flagNames, name) && !ok {
			return Refuse(BadRequest(name, "query argument '%s' must be true or false", name).Because(RuleBadValue))
		} else if ok && (value == "True" || value == "False") {
			r.Forgive(RuleTruthValue, "query argument '%s' is %s", name, value)
		}
		if _, err := strconv.Atoi(value); slices.Contains(numberNames, name) && err != nil {
			return Refuse(BadRequest(name, "query argument '%s' must be a number", name).Because(RuleBadValue))
		}
		switch {
		case name == "dir" && value != "ASC" && value != "DESC":
			return Refuse(BadRequest(name, "query argument 'dir' must be ASC or DESC").Because(RuleBadValue))
		case name == "scope" && value != "effective":
			return Refuse(OutOfScope("scope=%s is not simulated", value))
		case name == "select" && value != "*":
			return Refuse(OutOfScope("select=%s is not simulated, only *", value))
		case name == "zone" && value != "":
			known, ok := r.ZoneNamed(value)
			if !ok {
				return Refuse(NotFound("zone", "Zone '%s' not found.", value))
			}
			query.Set("zone", known)
		}
	}
	return nil
}
