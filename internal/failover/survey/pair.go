// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import (
	"slices"
	"strings"
)

// Pair is one SyncIQ policy and its mirror.
type Pair struct {
	Name string `json:"name"`
	// Home is the key of the cluster on which the policy (not its mirror) lives.
	Home string `json:"home"`
	// Paths maps each cluster key to the directory that the policy replicates there.
	Paths map[string]string `json:"paths"`
	// Uninventoried: the pair is known from a survivor alone. No inventory has what lies below its directory on the lost cluster.
	Uninventoried bool `json:"uninventoried,omitempty"`
}

// Mirror is the name of the mirror policy (synciq.md §1.2, white paper appendix A).
func (p Pair) Mirror() string { return p.Name + "_mirror" }

// PolicyOn is the name of the policy of this pair that lives on a cluster.
func (p Pair) PolicyOn(cluster string) string {
	if cluster == p.Home {
		return p.Name
	}
	return p.Mirror()
}

// Pair finds a pair by the name of its policy on the home cluster.
func (s *Survey) Pair(name string) (Pair, bool) {
	for _, p := range s.Pairs {
		if p.Name == name {
			return p, true
		}
	}
	return Pair{}, false
}

// PairAt is the pair whose directory on the cluster holds the path; of nested directories the deepest.
func (s *Survey) PairAt(cluster, path string) (Pair, bool) {
	var best Pair
	found := false
	for _, p := range s.Pairs {
		if Within(p.Paths[cluster], path) && (!found || len(p.Paths[cluster]) > len(best.Paths[cluster])) {
			best, found = p, true
		}
	}
	return best, found
}

// Above tells whether a policy's directory lies at or below the path.
func (s *Survey) Above(cluster, path string) bool {
	return slices.ContainsFunc(s.Pairs, func(p Pair) bool { return Within(path, p.Paths[cluster]) })
}

// Exists tells whether a policy that is not covered, or not any more, was seen.
func (s *Survey) Exists(policy string) bool {
	for _, c := range s.Clusters {
		if _, ok := c.Policies[policy]; ok {
			return true
		}
	}
	return slices.Contains(s.Undeclared, policy)
}

// Within tells whether path is root or lies below it. OneFS paths are absolute and clean.
func Within(root, path string) bool {
	root = strings.TrimSuffix(root, "/")
	return path == root || strings.HasPrefix(path, root+"/")
}

// StaticPrefix is the directory above the first part of a path that has a variable (%U, %D, %Z, %L …): a share with a variable path is
// judged by what is fixed, and /ifs/data/nas1%U may lie beside /ifs/data/nas1.
func StaticPrefix(path string) string {
	if fixed, _, ok := strings.Cut(path, "%"); ok {
		return fixed[:max(strings.LastIndexByte(fixed, '/'), 0)]
	}
	return path
}

// translate carries a path from one side of the pair to the other.
func (p Pair) translate(path string, d Direction) string {
	return strings.TrimSuffix(p.Paths[d.To], "/") + relative(p.Paths[d.From], path)
}

// relative is path as seen from root: "" for root itself, "/a/b" below it.
func relative(root, path string) string {
	if path == root {
		return ""
	}
	return strings.TrimPrefix(path, strings.TrimSuffix(root, "/"))
}

// Namesakes are two policies of one name, one on each cluster, that each replicate to the other one. Which of them is meant cannot be told.
type Namesakes struct {
	Name string `json:"name"`
	// Paths are the directories that they replicate, by the cluster on which the policy lives.
	Paths map[string]string `json:"paths"`
}

// Stray is a policy that does not replicate to the other cluster of the pools: to a third one, to nowhere, or no longer.
type Stray struct {
	Name string `json:"name"`
	Path string `json:"path"`
	Host string `json:"host"`
	// Leads says where the host leads, "" where that is none of the pools of the two clusters.
	Leads string `json:"leads,omitempty"`
	// LastJob is the state of its last job; Errors are what its last report says, read for declared policies alone.
	LastJob string   `json:"last_job,omitempty"`
	Errors  []string `json:"errors,omitempty"`
}

// Stray finds a policy that exists and does not replicate to the other cluster, and the cluster that it lives on.
func (s *Survey) Stray(name string) (Stray, string, bool) {
	for _, k := range s.Keys() {
		if c := s.Clusters[k]; c != nil {
			if i := slices.IndexFunc(c.Strays, func(x Stray) bool { return x.Name == name }); i >= 0 {
				return c.Strays[i], k, true
			}
		}
	}
	return Stray{}, "", false
}

// Namesakes finds two policies of one name.
func (s *Survey) Namesakes(name string) (Namesakes, bool) {
	i := slices.IndexFunc(s.Ambiguous, func(n Namesakes) bool { return n.Name == name })
	if i < 0 {
		return Namesakes{}, false
	}
	return s.Ambiguous[i], true
}
