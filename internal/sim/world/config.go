// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Config is the cluster's identity, release, licences and other settings of the whole cluster.
type Config struct {
	// Release, if not empty, is what the cluster runs instead of the release that the simulator speaks.
	Release  string
	Identity Identity
	Licenses Table[License] // by id, such as SYNCIQ; see License
	// RequireSSO refuses log-in by password.
	RequireSSO bool
	// KeyRotation is seconds between signing keys of sessions; 0 is OneFS's default.
	KeyRotation int64
}

// Identity is what people call the cluster and see when they log in.
type Identity struct {
	Description string
	Motd        string
	MotdHeader  string
}

// Release is the OneFS release that the simulator speaks.
const Release = "v9.5.0.0"

// Release is the cluster's own release, such as v9.7.0.0: what Config says, else the one that the simulator speaks. The API is the same.
func (c *Cluster) Release() string { return cmp.Or(c.Config.Release, Release) }

// Older tells whether the cluster's release is older than another one's.
func (c *Cluster) Older(than *Cluster) bool {
	return slices.Compare(numbers(c.Release()), numbers(than.Release())) < 0
}

// numbers reads a release.
func numbers(release string) []int {
	var out []int
	for part := range strings.SplitSeq(strings.TrimPrefix(release, "v"), ".") {
		n, _ := strconv.Atoi(part)
		out = append(out, n)
	}
	return out
}

// SerialOf is the serial number of a node.
func (c *Cluster) SerialOf(n Node) string {
	return "SIM-" + c.GUID[:min(8, len(c.GUID))] + "-" + string(rune('A'+n.DevID-1))
}

func (s *Config) clone() Config {
	out := *s
	out.Licenses = s.Licenses.Clone()
	return out
}
