// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

// Facts of a cluster that a move neither reads for its own sake nor writes, but that tell whether it would succeed.
type Facts struct {
	// Down are the nodes (LNN) that are down.
	Down []int `json:"down,omitempty"`
	// Skewed is true when the cluster's clock is further from the runner's than Kerberos allows.
	Skewed bool `json:"skewed,omitempty"`
	// LostAhead is true on a survivor when the other cluster is declared lost since a time more than a day ahead.
	LostAhead bool `json:"lost_ahead,omitempty"`
	// NoSMB and NoNFS are true when the cluster does not serve the protocol at all.
	NoSMB bool `json:"no_smb,omitempty"`
	NoNFS bool `json:"no_nfs,omitempty"`
	// SyncPassword: sources must know a password. EncryptionRequired: policies without a certificate do not run.
	SyncPassword       bool `json:"sync_password,omitempty"`
	EncryptionRequired bool `json:"encryption_required,omitempty"`
	// Certificate is the id of the certificate that the cluster shows to SyncIQ partners.
	Certificate string `json:"certificate,omitempty"`
	// Own and Peers are the certificates of the two stores; the own ones are read only where one is in use.
	Own   []CertificateView `json:"own,omitempty"`
	Peers []CertificateView `json:"peers,omitempty"`
	// Throttles are the performance rules that are enabled, by id, with what they limit.
	Throttles map[string]string `json:"throttles,omitempty"`
	// Namesakes are shares with the name and zone of one of the other cluster's, on directories that no policy replicates.
	Namesakes []Object `json:"namesakes,omitempty"`
	// Unasked are the nodes (LNN) that are up and cannot be asked one by one for their open files and sessions, by reason.
	Unasked map[string][]int `json:"unasked,omitempty"`
	// Clients are those that were connected when the whole cluster was last looked at; nil where nobody looked.
	Clients *ClientsView `json:"clients,omitempty"`
	// QuotasAbove are quotas on directories above a policy's directory: they do not move.
	QuotasAbove []Quota `json:"quotas_above,omitempty"`
	// Strangers are files and directories of this tool that other accounts own or may write, each with the reason.
	Strangers []string `json:"strangers,omitempty"`
	// JournalOf is the account that the journal directory belongs to, if that is neither the provider's user nor root.
	JournalOf string `json:"journal_of,omitempty"`
	// SmartLocks are the SmartLock directories, CloudPools the names of CloudPools storages; none where the cluster does not tell.
	SmartLocks []SmartLockDir `json:"smartlocks,omitempty"`
	CloudPools []string       `json:"cloud_pools,omitempty"`
}

// SmartLockDir is a SmartLock directory: "enterprise" or "compliance".
type SmartLockDir struct {
	Path string `json:"path"`
	Type string `json:"type"`
}

// SmartLock is the type of the SmartLock directory that a directory is, holds or lies in, "" for none, as far as the cluster tells.
func (f Facts) SmartLock(path string) string {
	found := ""
	for _, d := range f.SmartLocks {
		if Within(d.Path, path) || Within(path, d.Path) {
			if found = d.Type; found == "compliance" {
				break
			}
		}
	}
	return found
}

// ClientsView is who is connected, as far as the fence has to do with them.
type ClientsView struct {
	// Sessions is how many SMB sessions are open on all nodes, Users how many users have them.
	Sessions int `json:"sessions,omitempty"`
	Users    int `json:"users,omitempty"`
	// Unread says why the sessions could not be listed; empty when they were.
	Unread string `json:"unread,omitempty"`
	// Above tells, by the address of a share or export that reaches beyond a policy's directory, who may be using it.
	Above map[string]string `json:"above,omitempty"`
}

// CertificateView is a certificate of a SyncIQ store.
type CertificateView struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Subject string `json:"subject,omitempty"`
	// Status is "valid", "expiring", "expired" or "invalid", as the cluster says.
	Status string `json:"status"`
	// Ends is Unix seconds.
	Ends int64 `json:"ends,omitempty"`
}
