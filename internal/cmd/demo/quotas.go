// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
)

// quota is one quota by what it limits, with its thresholds; usage is no part of it.
type quota struct {
	label string
	ready bool
}

// quotaRecord is the part of a quota that this is about, as the API shows it.
type quotaRecord struct {
	Path    string `json:"path"`
	Type    string `json:"type"`
	Persona *struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"persona"`
	Thresholds struct {
		Advisory *int64 `json:"advisory"`
		Soft     *int64 `json:"soft"`
		Hard     *int64 `json:"hard"`
	} `json:"thresholds"`
	Ready bool `json:"ready"`
}

// readQuotas lists the quotas at or below roots.
func readQuotas(ctx context.Context, r *reader, roots []string) ([]quota, error) {
	all, err := list[quotaRecord](ctx, r, "/platform/15/quota/quotas", "quotas", nil)
	return quotasBelow(roots, all), err
}

func quotasBelow(roots []string, all []quotaRecord) []quota {
	var found []quota
	for _, q := range all {
		if !below(roots, q.Path) {
			continue
		}
		label := q.Type + " " + q.Path
		if q.Persona != nil {
			label += " " + q.Persona.Name
		}
		label += limit("advisory", q.Thresholds.Advisory) + limit("soft", q.Thresholds.Soft) + limit("hard", q.Thresholds.Hard)
		found = append(found, quota{label, q.Ready})
	}
	return found
}

// limit is a threshold in the words of a plan: ", hard 10 GiB".
func limit(name string, bytes *int64) string {
	if bytes == nil {
		return ""
	}
	n, units := *bytes, []string{"B", "KiB", "MiB", "GiB", "TiB", "PiB"}
	i := 0
	for n >= 1024 && n%1024 == 0 && i < len(units)-1 {
		n, i = n/1024, i+1
	}
	return fmt.Sprintf(", %s %d %s", name, n, units[i])
}
