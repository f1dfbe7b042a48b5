// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package quota

import (
	"encoding/json"
	"net/http"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// body are the properties that both creation and change of a quota accept.
type body struct {
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

type creation struct {
	body

	IncludeSnapshots bool           `json:"include_snapshots" required:"true"`
	Path             string         `json:"path" required:"true"`
	Persona          *world.Persona `json:"persona"`
	Type             string         `json:"type" required:"true" enum:"directory,user,group,default-directory,default-user,default-group"`
}

// alteration has neither path, type, persona nor include_snapshots: sending them fails (behaviour.md 9).
type alteration struct {
	body

	Linked bool `json:"linked"`
}

// applyTo gives a quota the properties that the body has. Limits that the body's thresholds leave out stay.
func (in *body) applyTo(r *rest.Request, d *world.QuotaDomain) *rest.Answer {
	given := r.Given()
	for _, name := range []string{"enforced", "thresholds_include_overhead", "thresholds"} {
		if string(given[name]) == "null" {
			return rest.Refuse(rest.BadRequest(name, "'%s' may not be null", name).Because(rest.RuleBadValue))
		}
	}
	if r.Has("container") {
		d.Container = in.Container
	}
	if r.Has("description") {
		d.Description = in.Description
	}
	if r.Has("labels") {
		d.Labels = in.Labels
	}
	if r.Has("thresholds_on") {
		d.ThresholdsOn = in.ThresholdsOn
	}
	if in.IncludeOverhead != nil {
		if r.Has("thresholds_on") {
			return rest.Refuse(rest.BadRequest("thresholds_include_overhead", "it is the old form of thresholds_on, give one of them"))
		}
		d.ThresholdsOn = map[bool]string{true: "physicalsize", false: "fslogicalsize"}[*in.IncludeOverhead]
	}
	if raw, ok := given["thresholds"]; ok {
		limits := d.Thresholds.Copy() // a clone of the world may share the old ones
		if json.Unmarshal(raw, &limits) != nil {
			return rest.Refuse(rest.BadRequest("thresholds", "'thresholds' has the wrong type").Because(rest.RuleBadValue))
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
