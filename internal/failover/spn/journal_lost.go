// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package spn

import (
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
)

// Gone are the SPNs of the names that an account held before and does not hold now.
func Gone(before, now []survey.ADView, moved []string) []survey.SPNMove {
	var out []survey.SPNMove
	for _, ad := range before {
		i := slices.IndexFunc(now, func(x survey.ADView) bool { return x.Provider == ad.Provider })
		if i < 0 {
			continue
		}
		for _, spn := range ad.SPNs {
			_, host, _ := strings.Cut(spn, "/")
			of := func(n string) bool {
				return names.Equal(host, n) || strings.EqualFold(host, shortOf(n)) || names.Equal(host, names.Short(n))
			}
			if slices.ContainsFunc(moved, of) && !now[i].Has(spn) {
				out = append(out, survey.SPNMove{Provider: ad.Provider, SPN: spn})
			}
		}
	}
	return out
}
