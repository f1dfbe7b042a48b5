// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

// PolicyView is a SyncIQ policy on the cluster where it lives.
type PolicyView struct {
	ID           string   `json:"id"`
	Enabled      bool     `json:"enabled"`
	Conflicted   bool     `json:"conflicted,omitempty"`
	Action       string   `json:"action"`
	Schedule     Schedule `json:"schedule"`
	SourcePath   string   `json:"source_path"`
	TargetPath   string   `json:"target_path"`
	TargetHost   string   `json:"target_host"`
	Filtered     bool     `json:"filtered,omitempty"`
	DomainMarked bool     `json:"domain_marked,omitempty"`
	NoFailback   bool     `json:"no_failback,omitempty"`
	Encrypted    bool     `json:"encrypted,omitempty"`
	// Ran: a run of it has ended, so that the other cluster must have a record of it.
	Ran bool `json:"ran,omitempty"`
	// PolicyFacts are what readiness judges.
	PolicyFacts
}

// TargetView is the record of a policy on the cluster that receives it.
type TargetView struct {
	ID   string `json:"id"`
	Path string `json:"path"`
	// State is the failover_failback_state.
	State string `json:"state"`
	// Namesakes are the ids of records of other policies with the same name.
	Namesakes []string `json:"namesakes,omitempty"`
	// Newest is the beginning of the newest finished run in the receiving cluster's reports, Unix seconds: the state that the copy holds.
	// It is read only when the other cluster is lost. 0 means that there is none.
	Newest int64 `json:"newest,omitempty"`
	// Runs is what the report of that run says; it is read with it.
	Runs RunFacts `json:"runs,omitzero"`
}

// RunFacts are what keeps reports from proving anything.
type RunFacts struct {
	// Missing are the counters that the newest report of a finished run does not give.
	Missing []string `json:"missing,omitempty"`
	// Left is what the newest run that left something out says of it, Report the number of its job.
	Left   []string `json:"left,omitempty"`
	Report int64    `json:"report,omitempty"`
}

// PolicyFacts are what readiness judges of a policy.
type PolicyFacts struct {
	// Job is the state of its live job, "" without one.
	Job string `json:"job,omitempty"`
	// LastFailed is true when the last run did not end well.
	LastFailed  bool   `json:"last_failed,omitempty"`
	PasswordSet bool   `json:"password_set,omitempty"`
	Certificate string `json:"certificate,omitempty"`
	// Pinned is the pool whose nodes alone run the jobs; Restricted confines the target's side likewise.
	Pinned     string `json:"pinned,omitempty"`
	Restricted bool   `json:"restricted,omitempty"`
	// Through is the pool of the other cluster that the target host leads to, "" if it is none that is known there; Dynamic tells that
	// the pool hands addresses from node to node, which SyncIQ does not bear.
	Through string `json:"through,omitempty"`
	Dynamic bool   `json:"dynamic,omitempty"`
	// HardLinks: its runs met hard links. It is read only while the directory is not marked.
	HardLinks bool `json:"hard_links,omitempty"`
	// Zone is the access zone of that pool, "" for System.
	Zone string `json:"zone,omitempty"`
	// Back is the pool of its own cluster that the target host leads to, "" as it should be.
	Back string `json:"back,omitempty"`
	// Runs is what the newest reports say.
	Runs RunFacts `json:"runs,omitzero"`
}
