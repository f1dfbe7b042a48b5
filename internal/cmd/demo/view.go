// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"slices"
	"strings"
)

// view is the state of the site at one time. It is filled twice: from outside, by requests, DNS questions and clients; and from the
// simulator's dump of its own state.
type view struct {
	// inside: this is the simulator's own account.
	inside   bool
	clusters map[string]*clusterFacts
	// accounts maps machine accounts to the SPNs that they hold.
	accounts map[string][]string
	// answering maps a name to the clusters that answer DNS questions for it, writable a path to the clusters that take writes there.
	answering map[string][]string
	writable  map[string][]string
	clients   []clientFacts
	// remounted are the NFS clients that were mounted again because the manual steps name them.
	remounted []string
	// real is what real programs experience; nil if they take no part.
	real *realFacts
	// breaches are the invariants that were broken.
	breaches []string
}

func newView() *view {
	return &view{
		clusters: map[string]*clusterFacts{}, accounts: map[string][]string{},
		answering: map[string][]string{}, writable: map[string][]string{},
	}
}

// scene is what a table is judged against: where the demonstration began, what was there before the last apply, and who must serve now.
type scene struct {
	site    *site
	first   *view
	before  *view
	serving string
}

// home is the cluster on which the site's policies were made; it serves at the beginning.
func (sc *scene) home() string { return sc.site.clusters[0].Name }

// idle is the cluster that does not serve.
func (sc *scene) idle() string { return sc.site.other(sc.serving) }

// began tells whether this is the state at the beginning, of which nothing but consistency is asked.
func (sc *scene) began() bool { return sc.before == nil }

// replicates is the policy of the pair p that replicates from the cluster.
func (sc *scene) replicates(p, from string) string {
	if from == sc.home() {
		return p
	}
	return p + "_mirror"
}

// production are the names that clients use: those of the home cluster's pool at the beginning that carry no marker.
func (sc *scene) production() []string {
	return slices.DeleteFunc(sc.first.clusters[sc.home()].pool.names(), marked)
}

// marked tells hints, parked names and ignore tags from names that clients use.
func marked(name string) bool { return strings.HasPrefix(name, "igls-") }

// paths are the directories of the policies, on the home cluster.
func (sc *scene) paths() []string {
	var all []string
	for _, p := range sc.site.policies {
		all = append(all, sc.first.clusters[sc.home()].policies[p].SourcePath)
	}
	return all
}

// holding are the clusters of which yes holds, in the order of the site, or "nobody".
func (sc *scene) holding(yes func(cluster string) bool) string {
	var found []string
	for _, c := range sc.site.clusters {
		if yes(c.Name) {
			found = append(found, c.Name)
		}
	}
	return some(found)
}

// some joins names for a cell of the table.
func some(names []string) string {
	if len(names) == 0 {
		return "nobody"
	}
	return strings.Join(names, " and ")
}
