// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package readiness

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// releaseReadiness: SyncIQ replicates to a target of the same or a newer release alone (evidence-2.md E4). Now that is about the last sync,
// after the move about the way back.
func releaseReadiness(to, from *survey.ClusterView, toKey, fromKey string, out *finding.Findings) {
	switch than := compareReleases(to, from); {
	case than < 0:
		out.Add(finding.New(finding.TargetOlder, "cluster "+toKey,
			fmt.Sprintf("runs %s, which is older than %s on %s: SyncIQ does not replicate to it, and the last sync fails",
				release(to), release(from), fromKey), "upgrade "+toKey))
	case than > 0:
		out.Add(finding.New(finding.TargetNewer, "cluster "+toKey,
			fmt.Sprintf("runs %s, which is newer than %s on %s: SyncIQ does not replicate back, so there is no way back, and no copy on %s is "+
				"kept up to date, until %s is upgraded", release(to), release(from), fromKey, fromKey, fromKey), "upgrade "+fromKey+" first"))
	}
}

// compareReleases is negative where a is older than b, and 0 where that is not known.
func compareReleases(a, b *survey.ClusterView) int {
	if x, y := releaseNumbers(a.Release), releaseNumbers(b.Release); len(x) > 0 && len(y) > 0 {
		return slices.Compare(x, y)
	}
	if a.Version == 0 || b.Version == 0 {
		return 0
	}
	return cmp.Compare(a.Version, b.Version)
}

// releaseNumbers are the numbers of "v9.5.0.0"; none for what is not written so.
func releaseNumbers(text string) []int {
	var out []int
	for part := range strings.SplitSeq(strings.TrimPrefix(text, "v"), ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			return nil
		}
		out = append(out, n)
	}
	return out
}

// release is what a cluster runs, in words.
func release(c *survey.ClusterView) string {
	if c.Release != "" {
		return "OneFS " + strings.TrimPrefix(c.Release, "v")
	}
	return fmt.Sprintf("API version %d", c.Version)
}
