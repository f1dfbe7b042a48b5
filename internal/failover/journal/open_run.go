// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package journal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/printable"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// All reads every journal on a cluster, by resource id. A mirror cannot know which pool's resource moves its policy: that may stand
// in another configuration.
func All(ctx context.Context, e *clusters.Set, cluster string) (map[string]*survey.Journal, error) {
	directory := e.Options.JournalDirectory + "/journals"
	entries, err := e.Client(cluster).ListDirectory(ctx, directory)
	if errors.Is(err, onefs.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	out := map[string]*survey.Journal{}
	for _, x := range entries {
		if !strings.HasSuffix(x.Name, ".json") {
			continue
		}
		j, err := readJournalFile(ctx, e, cluster, directory+"/"+x.Name, "")
		if err != nil {
			return nil, err
		}
		switch {
		case j == nil:
		case journalPath(e, j.Resource) != directory+"/"+x.Name:
			return nil, fmt.Errorf("journal %s/%s on %s cannot be read: it was written for %q, whose journal has another name",
				directory, printable.Short(x.Name, 100), cluster, printable.Short(j.Resource, 200))
		default:
			out[j.Resource] = j
		}
	}
	return out, nil
}

// OpenRun is the id of an open run, or of an open drill, that names a policy, "" without one. Of the two copies of a journal the newer one
// holds.
func OpenRun(policy string, copies ...map[string]*survey.Journal) string {
	newest := map[string]*survey.Journal{}
	for _, all := range copies {
		for id, j := range all {
			if have := newest[id]; have == nil || j.Revision > have.Revision {
				newest[id] = j
			}
		}
	}
	for _, j := range newest {
		if j.Drill != nil && slices.Contains(j.Drill.Policies, policy) {
			return j.Drill.ID
		}
		if j.Run == nil {
			continue
		}
		if _, named := j.Run.Schedules[policy]; named {
			return j.Run.ID
		}
	}
	return ""
}
