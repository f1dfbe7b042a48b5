// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

// Settings are the provider-wide settings that a plan depends on.
type Settings struct {
	Readiness string            `json:"readiness"`
	SPNWriter string            `json:"spn_writer"`
	Lost      map[string]string `json:"lost,omitempty"`
}

// Lost tells whether the cluster is declared lost in the provider block.
func (s *Survey) Lost(key string) bool { return s.Settings.Lost[key] != "" }

// Equal compares readiness, the writer of SPNs and the lost clusters with the times of their loss.
func (s Settings) Equal(other Settings) bool {
	if s.Readiness != other.Readiness || s.SPNWriter != other.SPNWriter || len(s.Lost) != len(other.Lost) {
		return false
	}
	for k, v := range s.Lost {
		if other.Lost[k] != v {
			return false
		}
	}
	return true
}

// Values of Settings.SPNWriter.
const (
	// SPNsThroughOneFS says that the clusters write SPNs with their own machine accounts.
	SPNsThroughOneFS = "onefs"
	// SPNsByLDAP says that this tool writes them in Active Directory with a delegated account.
	SPNsByLDAP = "ldap"
)

// Via says in plans how SPNs move.
func (s Settings) Via() string {
	if s.SPNWriter == SPNsByLDAP {
		return "by LDAP"
	}
	return "through OneFS"
}
