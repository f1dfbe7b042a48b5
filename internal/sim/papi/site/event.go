// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package site

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var eventRoutes = []rest.Route{
	rest.Get("/event/eventgroup-occurrences", listOccurrences),
	rest.Put("/event/eventgroup-occurrences", changeOccurrences),
	rest.Get("/event/eventgroup-occurrences/{EventEventgroupOccurrenceId}", showOccurrence),
	rest.Put("/event/eventgroup-occurrences/{EventEventgroupOccurrenceId}", changeOccurrence),
	rest.Get("/event/eventgroup-definitions", listDefinitions),
	rest.Get("/event/eventgroup-definitions/{EventEventgroupDefinitionId}", showDefinition),
	rest.Get("/event/eventlists", listEventLists),
	rest.Get("/event/eventlists/{EventEventlistId}", showEventList),
}

// unix is seconds since 1970, 0 for the zero time.
func unix(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func shownOccurrence(g world.EventGroup) any {
	sequence, _ := strconv.Atoi(strings.TrimPrefix(g.ID, "1."))
	return map[string]any{
		"id": g.ID, "eventgroup_instance": g.ID, "causes": [][]string{{g.Cause, g.Messages[0]}}, "channels": []string{},
		"event_count": g.Count, "ignore": g.Ignored, "ignore_time": 0, "last_event": unix(g.Last), "resolve_time": unix(g.Resolved),
		"resolved": !g.Resolved.IsZero(), "resolver": g.Resolver, "sequence": sequence, "severity": g.Severity,
		"specifier": map[string]any{}, "time_noticed": unix(g.Noticed),
	}
}

// occurrenceFilters are the queries that are simulated, beside paging and order.
var occurrenceFilters = map[string]func(world.EventGroup, string) bool{
	"resolved": func(g world.EventGroup, v string) bool {
		want, _ := rest.ParseFlag(v)
		return !g.Resolved.IsZero() == want
	},
	"ignore": func(g world.EventGroup, v string) bool { want, _ := rest.ParseFlag(v); return g.Ignored == want },
	"cause":  func(g world.EventGroup, v string) bool { return g.Cause == v },
	"begin":  func(g world.EventGroup, v string) bool { return unix(g.Noticed) >= number(v) },
	"end":    func(g world.EventGroup, v string) bool { return unix(g.Noticed) <= number(v) },
}

func number(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64)
	return n
}

func listOccurrences(r *rest.Request) rest.Answer {
	items := r.Cluster.Events.Groups()
	for _, name := range rest.SortedKeys(r.Query) {
		keep, known := occurrenceFilters[name]
		switch {
		case known:
			items = slices.DeleteFunc(items, func(g world.EventGroup) bool { return !keep(g, r.Query.Get(name)) })
		case name == "severity":
			items = slices.DeleteFunc(items, func(g world.EventGroup) bool { return !slices.Contains(r.Query[name], g.Severity) })
		}
	}
	return rest.Listing[world.EventGroup]{Key: "eventgroups", Items: items, Show: shownOccurrence}.Answer(r)
}

func findOccurrence(r *rest.Request) (world.EventGroup, *rest.Answer) {
	g, ok := r.Cluster.Events.Group(r.Param("EventEventgroupOccurrenceId"))
	if !ok {
		return g, rest.Refuse(rest.NotFound("id", "Eventgroup occurrence '%s' not found.", r.Param("EventEventgroupOccurrenceId")))
	}
	return g, nil
}

func showOccurrence(r *rest.Request) rest.Answer {
	g, bad := findOccurrence(r)
	if bad != nil {
		return *bad
	}
	return rest.Item("eventgroups", shownOccurrence(g))
}

type occurrenceBody struct {
	Ignore   *bool `json:"ignore"`
	Resolved *bool `json:"resolved"`
}

// apply changes a group. A resolved group stays resolved.
func (b occurrenceBody) apply(r *rest.Request, g world.EventGroup) {
	rest.Set(&g.Ignored, b.Ignore)
	if b.Resolved != nil && *b.Resolved && g.Resolved.IsZero() {
		g.Resolved, g.Resolver = r.World.Now(), r.User
	}
	r.Cluster.Events.PutGroup(g)
}

func changeOccurrence(r *rest.Request) rest.Answer {
	g, bad := findOccurrence(r)
	if bad != nil {
		return *bad
	}
	var in occurrenceBody
	if bad := r.Decode(&in); bad != nil {
		return *bad
	}
	in.apply(r, g)
	return rest.Done()
}

func changeOccurrences(r *rest.Request) rest.Answer {
	var in occurrenceBody
	if bad := r.Decode(&in); bad != nil {
		return *bad
	}
	for _, g := range r.Cluster.Events.Groups() {
		in.apply(r, g)
	}
	return rest.Done()
}

func shownDefinition(d world.EventDefinition) any {
	return map[string]any{
		"id": d.ID, "name": d.Name, "category": d.Category, "description": d.Description, "channels": []int{}, "no_ignore": false,
		"node": d == world.EventNodeOffline, "rules": []string{}, "suppressed": false,
	}
}

func listDefinitions(r *rest.Request) rest.Answer {
	items := world.EventDefinitions()
	if category := r.Query.Get("category"); category != "" {
		items = slices.DeleteFunc(items, func(d world.EventDefinition) bool { return d.Category != category })
	}
	return rest.Listing[world.EventDefinition]{Key: "eventgroup-definitions", Items: items, Show: shownDefinition}.Answer(r)
}

func showDefinition(r *rest.Request) rest.Answer {
	for _, d := range world.EventDefinitions() {
		if d.ID == r.Param("EventEventgroupDefinitionId") {
			return rest.Item("eventgroup-definitions", shownDefinition(d))
		}
	}
	return rest.NotFound("id", "Eventgroup definition '%s' not found.", r.Param("EventEventgroupDefinitionId"))
}

func shownEventList(g world.EventGroup) any {
	events := []any{}
	definition, _ := strconv.Atoi(g.Definition)
	for i, message := range g.Messages {
		events = append(events, map[string]any{
			"id": g.ID + "." + strconv.Itoa(i+1), "event": definition, "message": message, "severity": g.Severity,
			"time": unix(g.Noticed), "devid": nil, "lnn": nil,
			"ended": unix(g.Resolved), "resolve_time": unix(g.Resolved), "specifier": map[string]any{}, "value": 0.0,
		})
	}
	return map[string]any{"id": g.ID, "eventgroup_instance": g.ID, "event_count": len(events), "events": events}
}

func listEventLists(r *rest.Request) rest.Answer {
	return rest.Listing[world.EventGroup]{Key: "eventlists", Items: r.Cluster.Events.Groups(), Show: shownEventList}.Answer(r)
}

func showEventList(r *rest.Request) rest.Answer {
	g, ok := r.Cluster.Events.Group(r.Param("EventEventlistId"))
	if !ok {
		return rest.NotFound("id", "Eventlist '%s' not found.", r.Param("EventEventlistId"))
	}
	return rest.Item("eventlists", shownEventList(g))
}
