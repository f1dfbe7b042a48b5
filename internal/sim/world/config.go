// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// Config is the cluster's identity, release, licences and other settings of the whole cluster.
type Config struct {
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

// SerialOf is the serial number of a node.
func (c *Cluster) SerialOf(n Node) string {
	return "SIM-" + c.GUID[:min(8, len(c.GUID))] + "-" + string(rune('A'+n.DevID-1))
}

func (s *Config) clone() Config {
	out := *s
	out.Licenses = s.Licenses.Clone()
	return out
}
