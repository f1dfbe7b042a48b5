// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package readiness

import (
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// TestCompareReleases: numbers are compared as numbers; what a cluster does not tell proves nothing.
func TestCompareReleases(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b survey.ClusterView
		want int
	}{
		{survey.ClusterView{Release: "v9.5.0.0"}, survey.ClusterView{Release: "v9.5.0.0"}, 0},
		{survey.ClusterView{Release: "v9.9.0.0"}, survey.ClusterView{Release: "v9.10.0.0"}, -1},
		{survey.ClusterView{Release: "v9.10.0.0"}, survey.ClusterView{Release: "v9.9.0.0"}, 1},
		{survey.ClusterView{Release: "v9.5.0.1"}, survey.ClusterView{Release: "v9.5.0.0"}, 1},
		{survey.ClusterView{Release: "9.5.0.1"}, survey.ClusterView{Release: "v9.5.0.1"}, 0},
		{survey.ClusterView{Release: "B_MAIN", Version: 17}, survey.ClusterView{Release: "v9.5.0.0", Version: 16}, 1},
		{survey.ClusterView{Version: 16}, survey.ClusterView{Version: 17}, -1},
		{survey.ClusterView{Release: "v9.5.0.0"}, survey.ClusterView{Version: 17}, 0},
		{survey.ClusterView{}, survey.ClusterView{Release: "v9.5.0.0", Version: 16}, 0},
	} {
		if got := compareReleases(&c.a, &c.b); got != c.want {
			t.Errorf("%s %d to %s %d: %d, want %d", c.a.Release, c.a.Version, c.b.Release, c.b.Version, got, c.want)
		}
	}
}
