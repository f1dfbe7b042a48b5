// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"slices"
	"strings"
	"sync"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/progress"
	"github.com/onefs-dr/terraform-provider-onefs/internal/provider/breaker"
)

// site is what a configured provider gives to its resources. One exists per plan and one per apply.
type site struct {
	engine *failover.Engine
	// clients are those of the clusters that may be dialled, by key.
	clients map[string]*onefs.Client
	// greeted are the clusters that have answered in this process.
	greeted once
	// keys are the cluster keys of the provider block, sorted.
	keys []string
	// allUnknown: nothing of the connections is known yet.
	allUnknown bool
	// unknown tells, by cluster key, which attribute of a connection is not known yet.
	unknown map[string]string

	// telling is where the runs are shown.
	telling progress.Places
	breaker breaker.Breaker
	claims  claims
	runs    *Runs
	// warned are the clusters about which a person has been told in this process.
	warned once
}

func newSite(runs *Runs) *site {
	return &site{unknown: map[string]string{}, clients: map[string]*onefs.Client{}, runs: runs}
}

// unknownOf tells which part of the connections of these clusters is not known yet: "cluster prod: password". "" means that all is known.
func (s *site) unknownOf(keys ...string) string {
	if s.allUnknown {
		return "the provider's configuration"
	}
	var out []string
	for _, k := range keys {
		if what, ok := s.unknown[k]; ok {
			out = append(out, "cluster "+k+": "+what)
		}
	}
	return strings.Join(out, ", ")
}

// has tells whether the provider block names a cluster. An unknown map may name any.
func (s *site) has(key string) bool {
	return s.allUnknown || slices.Contains(s.keys, key)
}

// once remembers what was said.
type once struct {
	mu   sync.Mutex
	said map[string]bool
}

// done tells whether a text was said, without saying it.
func (o *once) done(text string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.said[text]
}

// first is true the first time that it is asked for a text.
func (o *once) first(text string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.said == nil {
		o.said = map[string]bool{}
	}
	if o.said[text] {
		return false
	}
	o.said[text] = true
	return true
}
