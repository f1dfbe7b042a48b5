// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package quota

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// checkPlace refuses a quota that cannot be where it is asked for, and completes its persona.
func checkPlace(r *rest.Request, d *world.QuotaDomain, who *world.Persona, force bool) *rest.Answer {
	if !r.Cluster.Config.Licensed("SMARTQUOTAS", r.World.Now()) {
		return rest.Refuse(rest.Unlicensed("SmartQuotas is not licensed"))
	}
	clean, err := fs.Clean(d.Path)
	switch {
	case err != nil || clean != d.Path || !fs.Within(d.Path, "/ifs"):
		return rest.Refuse(rest.BadRequest("path", "'%s' is not a path under /ifs", d.Path))
	case d.Path == "/ifs" && !force:
		return rest.Refuse(rest.BadRequest("path", "a quota on /ifs needs force"))
	}
	info, err := r.Cluster.FS.Stat(d.Path)
	if err != nil || !info.Dir {
		return rest.Refuse(rest.BadRequest("path", "Path '%s' not found: No such file or directory", d.Path))
	}
	personal := d.Type == "user" || d.Type == "group"
	if personal != (who != nil) {
		return rest.Refuse(rest.BadRequest("persona", "a persona goes with the types user and group, and with no other"))
	}
	if !personal {
		return nil
	}
	known, err := r.Cluster.ResolvePersona(*who)
	if err != nil {
		return rest.Refuse(rest.BadRequest("persona", "%s", err))
	}
	if known.Type != "" && known.Type != "wellknown" && known.Type != d.Type {
		return rest.Refuse(rest.BadRequest("persona", "'%s' is not a %s", known.Name, d.Type))
	}
	d.Persona = &known
	return nil
}

// checkLimits refuses limits that contradict each other, that are passed already (unless force is set) or that are wider than
// those of the directory above (unless ignore_limit_checks is set).
func checkLimits(r *rest.Request, d world.QuotaDomain, in body) *rest.Answer {
	if field, text := d.Thresholds.ThresholdProblem(); text != "" {
		return rest.Refuse(rest.BadRequest(field, "%s", text))
	}
	if d.Enforced && !d.Thresholds.Any() {
		return rest.Refuse(rest.BadRequest("enforced", "an enforced quota needs a threshold"))
	}
	hard := d.Thresholds.Hard
	if hard == nil || d.IsDefault() {
		return nil
	}
	if r.Has("thresholds") && !in.Force && r.Cluster.QuotaUse(d).FSLogical > *hard {
		return rest.Refuse(rest.BadRequest("thresholds.hard", "the hard threshold is below the present usage"))
	}
	if d.Type != "directory" || in.IgnoreLimitChecks || !r.Has("thresholds") {
		return nil
	}
	for _, above := range r.Cluster.Quota.All() {
		limit := above.Thresholds.Hard
		if above.Type == "directory" && above.Path != d.Path && fs.Within(d.Path, above.Path) && limit != nil && *limit < *hard {
			return rest.Refuse(rest.BadRequest("thresholds.hard", "the hard threshold is above that of the quota on '%s'", above.Path))
		}
	}
	return nil
}
