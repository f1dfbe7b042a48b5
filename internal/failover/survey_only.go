// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import "slices"

// Only is the survey cut to the declared policies. A survey made at an import covers every policy of the access zone, because the
// declared ones are not known then. Policies that the survey did not find are missing in the answer.
func (s *Survey) Only(policies []string) *Survey {
	covered := s.PolicyNames()
	if slices.Equal(covered, policies) && len(s.Missing) == 0 {
		return s
	}
	out := s.clone()
	out.Pairs = slices.DeleteFunc(out.Pairs, func(p Pair) bool { return !slices.Contains(policies, p.Name) })
	out.Missing = nil
	for _, p := range policies {
		if !slices.Contains(covered, p) {
			out.Missing = append(out.Missing, p)
		}
	}
	return out
}
