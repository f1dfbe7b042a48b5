// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

func InRanges(ranges []onefs.Range, address string) bool {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return false
	}
	for _, r := range ranges {
		low, errLow := netip.ParseAddr(r.Low)
		high, errHigh := netip.ParseAddr(r.High)
		if errLow == nil && errHigh == nil && low.Compare(a) <= 0 && a.Compare(high) <= 0 {
			return true
		}
	}
	return false
}

// BothPools tells whether both pools exist: everything else is about them.
func BothPools(s *Survey, in Intent) bool {
	for _, k := range in.Keys() {
		if c := s.Clusters[k]; c == nil || c.Pool == nil {
			return false
		}
	}
	return true
}

func ContainsFold(list []string, v string) bool {
	return slices.ContainsFunc(list, func(x string) bool { return strings.EqualFold(x, v) })
}

// LongTTL is how long clients may remember an answer of SmartConnect before a failover is noticed late, in seconds.
const LongTTL = 60

// onlyPool: the access zone of the pools has no other pool on either side, so all of its policies are theirs.
func (s *Survey) OnlyPool() bool {
	for _, k := range s.Keys() {
		if len(s.ZonePools(k)) != 1 {
			return false
		}
	}
	return true
}

func (s *Survey) Keys() []string {
	var out []string
	for k := range s.Pools {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// Unread are the clusters that could not be read, with the reason.
func (s *Survey) Unread() map[string]string {
	out := map[string]string{}
	for k, c := range s.Clusters {
		if c.Unread != "" {
			out[k] = c.Unread
		}
	}
	return out
}

func (s *Survey) Other(key string) string {
	for _, k := range s.Keys() {
		if k != key {
			return k
		}
	}
	return ""
}

// PolicyNames are the home names of the pairs covered.
func (s *Survey) PolicyNames() []string {
	out := make([]string, 0, len(s.Pairs))
	for _, p := range s.Pairs {
		out = append(out, p.Name)
	}
	return out
}

// ZonePools are the pools in the access zone of this resource's pool that are not tagged ignore.
func (s *Survey) ZonePools(cluster string) []string {
	if c := s.Clusters[cluster]; c != nil {
		return c.ZonePools
	}
	return nil
}
