// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"encoding/json"
	"net/http"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// quotaBody are the properties that both creation and change of a quota accept.
type quotaBody struct {
	Container         bool                  `json:"container"`
	Description       string                `json:"description"`
	Enforced          *bool                 `json:"enforced"`
	Force             bool                  `json:"force"`
	IgnoreLimitChecks bool                  `json:"ignore_limit_checks"`
	Labels            string                `json:"labels"`
	Thresholds        world.QuotaThresholds `json:"thresholds"`
	IncludeOverhead   *bool                 `json:"thresholds_include_overhead"`
	ThresholdsOn      string                `json:"thresholds_on" enum:"applogicalsize,fslogicalsize,physicalsize"`
}

type quotaCreate struct {
	quotaBody

	IncludeSnapshots bool           `json:"include_snapshots" required:"true"`
	Path             string         `json:"path" required:"true"`
	Persona          *world.Persona `json:"persona"`
	Type             string         `json:"type" required:"true" enum:"directory,user,group,default-directory,default-user,default-group"`
}

// quotaChange has neither path, type, persona nor include_snapshots: sending them fails (behaviour.md 9).
type quotaChange struct {
	quotaBody

	Linked bool `json:"linked"`
}

// applyTo gives a quota the properties that the body has. Limits that the body's thresholds leave out stay.
func (in *quotaBody) applyTo(r *Request, d *world.QuotaDomain) *Answer {
	given := r.Given()
	for _, name := range []string{"enforced", "thresholds_include_overhead", "thresholds"} {
		if string(given[name]) == "null" {
			return refuse(BadRequest(name, "'%s' may not be null", name).Because(RuleBadValue))
		}
	}
	if r.has("container") {
		d.Container = in.Container
	}
	if r.has("description") {
		d.Description = in.Description
	}
	if r.has("labels") {
		d.Labels = in.Labels
	}
	if r.has("thresholds_on") {
		d.ThresholdsOn = in.ThresholdsOn
	}
	if in.IncludeOverhead != nil {
		if r.has("thresholds_on") {
			return refuse(BadRequest("thresholds_include_overhead", "it is the old form of thresholds_on, give one of them"))
		}
		d.ThresholdsOn = map[bool]string{true: "physicalsize", false: "fslogicalsize"}[*in.IncludeOverhead]
	}
	if raw, ok := given["thresholds"]; ok {
		limits := d.Thresholds.Copy() // a clone of the world may share the old ones
		if json.Unmarshal(raw, &limits) != nil {
			return refuse(BadRequest("thresholds", "'thresholds' has the wrong type").Because(RuleBadValue))
		}
		d.Thresholds = limits
	}
	if in.Enforced != nil {
		d.Enforced = *in.Enforced
	} else if r.Method == http.MethodPost {
		d.Enforced = d.Thresholds.Any()
	}
	return nil
}

// has tells whether the body has a property at its top level.
func (r *Request) has(name string) bool {
	_, ok := r.Given()[name]
	return ok
}
