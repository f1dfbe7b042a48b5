// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package fault

import (
	"path"
	"slices"
	"strings"
	"time"
)

// Kind is what goes wrong.
type Kind string

// The kinds of faults. "Before" means that the request had no effect, "after" that it had its full effect but the client does
// not learn it.
const (
	ErrorBefore Kind = "error_before" // 500, nothing happened
	ErrorAfter  Kind = "error_after"  // 500, it happened
	DropBefore  Kind = "drop_before"  // the connection breaks, nothing happened
	DropAfter   Kind = "drop_after"   // the connection breaks, it happened
	Delay       Kind = "delay"        // the answer comes after Rule.Delay of real time
	BlackHole   Kind = "black_hole"   // no answer, ever
	Status401   Kind = "401"          // authorization required, nothing happened
	Status409   Kind = "409"          // configuration collision, nothing happened
	Status429   Kind = "429"          // too many requests with Retry-After, nothing happened
	Status503   Kind = "503"          // busy with Retry-After, nothing happened
	HTMLPage    Kind = "html"         // 502 with an HTML page, nothing happened
	NodeDown    Kind = "node_down"    // connections to the rule's node are refused
	ClusterDown Kind = "cluster_down" // connections to the cluster are refused
)

// Kinds lists all kinds.
func Kinds() []Kind {
	return []Kind{
		ErrorBefore, ErrorAfter, DropBefore, DropAfter, Delay, BlackHole,
		Status401, Status409, Status429, Status503, HTMLPage, NodeDown, ClusterDown,
	}
}

// Rule makes the requests it matches go wrong. An empty pattern matches everything.
type Rule struct {
	// Name is the rule's own name, to look up its counters.
	Name string `json:"name"`
	// Kind is what goes wrong.
	Kind Kind `json:"kind"`
	// Cluster, Node and Method restrict the rule; "" and 0 mean any.
	Cluster string `json:"cluster,omitempty"`
	Node    int    `json:"node,omitempty"`
	Method  string `json:"method,omitempty"`
	// Path is a pattern of path.Match over the path without version, such as "/sync/jobs" or "/network/*/pools/*". A pattern
	// that ends in "/..." matches everything below. The parameter values are those of the URL.
	Path string `json:"path,omitempty"`
	// Skip lets that many matching requests pass first: 2 means that the third is hit.
	Skip int `json:"skip,omitempty"`
	// Count is how many requests are hit; 0 means all from then on.
	Count int `json:"count,omitempty"`
	// Delay is real time, for Delay.
	Delay time.Duration `json:"delay,omitempty"`
	// RetryAfter is sent in whole seconds with 429 and 503.
	RetryAfter time.Duration `json:"retry_after,omitempty"`

	// Seen counts matching requests, Hits those that went wrong.
	Seen int `json:"seen"`
	Hits int `json:"hits"`
}

// Call is what a rule looks at.
type Call struct {
	Cluster string
	Node    int
	Method  string
	Path    string
}

// Rules is a list of rules; the first that hits decides.
type Rules []Rule

// Clone returns rules with counters of their own.
func (rules Rules) Clone() Rules { return slices.Clone(rules) }

// Take finds the rule that hits this call and counts it; nil if none does. All rules that match count the call as seen.
func (rules Rules) Take(c Call) *Rule {
	var hit *Rule
	for i := range rules {
		r := &rules[i]
		if !r.matches(c) {
			continue
		}
		r.Seen++
		if hit == nil && r.Seen > r.Skip && (r.Count == 0 || r.Hits < r.Count) {
			r.Hits++
			hit = r
		}
	}
	if hit == nil {
		return nil
	}
	copied := *hit
	return &copied
}

// Hits is how often the rule of that name has hit; 0 if there is none.
func (rules Rules) Hits(name string) int {
	for _, r := range rules {
		if r.Name == name {
			return r.Hits
		}
	}
	return 0
}

func (r *Rule) matches(c Call) bool {
	return (r.Cluster == "" || r.Cluster == c.Cluster) &&
		(r.Node == 0 || r.Node == c.Node) &&
		(r.Method == "" || strings.EqualFold(r.Method, c.Method)) &&
		matchPath(r.Path, c.Path)
}

func matchPath(pattern, p string) bool {
	if pattern == "" {
		return true
	}
	if below, ok := strings.CutSuffix(pattern, "/..."); ok {
		return p == below || strings.HasPrefix(p, below+"/")
	}
	ok, err := path.Match(pattern, p)
	return ok && err == nil
}
