// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package meaning

import (
	"maps"
	"slices"
)

// freeTexts are the texts that may be empty. Any other text is one of a list of words: where the source does not show it, it does not know
// it, and nothing can be said of it.
var freeTexts = []string{"description", "labels", "impersonate_user"}

// Complete is a definition that is to replace another one, with what that has and the definition lacks as its empty value: a property that
// is not sent stays as it is. Switches and numbers outside a quota's limits are never empty; where they are missing the source is of a
// release that does not have them.
func Complete(want, have map[string]any) map[string]any {
	out := make(map[string]any, len(want))
	maps.Copy(out, want)
	for k, v := range have {
		if lacks, empty := lacking(k, v, want[k]); lacks {
			out[k] = empty
		}
	}
	return out
}

// lacking is what to send for a property that has a value and shall have none; lacks is false where there is nothing to send.
func lacking(name string, have, want any) (lacks bool, send any) {
	switch h := have.(type) {
	case []any:
		if len(h) > 0 && Empty(want) {
			return true, []any{}
		}
	case string:
		if h != "" && Empty(want) && slices.Contains(freeTexts, name) {
			return true, ""
		}
	case map[string]any:
		w, ok := want.(map[string]any)
		if !ok && (want != nil || name != "thresholds") || persona(h) != "" {
			return false, nil
		}
		out := Complete(w, h)
		if name == "thresholds" {
			for k := range h {
				if h[k] != nil && w[k] == nil {
					out[k] = nil
				}
			}
		}
		return len(out) > len(w), out
	}
	return false, nil
}

// Covers tells whether everything that a definition says is so, and nothing that it leaves empty has a value.
func Covers(have, want map[string]any) bool { return covered(Complete(want, have), have) }
