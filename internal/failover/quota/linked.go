// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package quota

import (
	"encoding/json"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Quotas that follow a default one. Those of users and groups OneFS makes for everybody who stores something; those of directories only
// for immediate subdirectories that somebody creates, and on the other side nobody does: replication brings them (evidence-2.md E5).

const defaultPrefix = "default-"

func isDefault(q survey.Quota) bool { return strings.HasPrefix(q.Type, defaultPrefix) }

// madeByOneFS tells whether OneFS makes the quota again beside the default one on the other side.
func madeByOneFS(q survey.Quota) bool { return q.Linked && q.Type != "directory" }

// defaultOf is type and directory of the default quota that a linked one follows, "" for one that follows none.
func defaultOf(q survey.Quota) string {
	switch {
	case !q.Linked:
		return ""
	case q.Type == "directory":
		return defaultPrefix + q.Type + " " + survey.Parent(q.Path)
	default:
		return defaultPrefix + q.Type + " " + q.Path
	}
}

// looser tells whether a quota of the same directory lets people store more than this one, as far as hard limits say.
func looser(q, other survey.Quota) bool {
	mine, limited := hard(q)
	theirs, also := hard(other)
	return limited && (!also || theirs > mine)
}

// hard is the limit that a quota enforces; false if it enforces none.
func hard(q survey.Quota) (float64, bool) {
	if enforced, known := q.Definition["enforced"].(bool); known && !enforced {
		return 0, false
	}
	thresholds, ok := q.Definition["thresholds"].(map[string]any)
	if !ok {
		return 0, false
	}
	switch n := thresholds["hard"].(type) {
	case json.Number:
		v, err := n.Float64()
		return v, err == nil
	case float64:
		return n, true
	case int64:
		return float64(n), true
	default:
		return 0, false
	}
}
