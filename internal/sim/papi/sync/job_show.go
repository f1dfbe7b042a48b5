// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sync

import (
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// What a run sends beyond the data, as in a recorded report of a run that moved 20 bytes.
const (
	overheadToTarget = 1707
	overheadToSource = 716
)

// settling is how long a started job still shows no phases and the sync type "invalid", as recorded ones do.
const settling = 2 * time.Second

// jobFacts are what jobs and reports of all kinds show.
type jobFacts struct {
	counters
	Action             string     `json:"action"`
	DeadNode           bool       `json:"dead_node"`
	Duration           *int64     `json:"duration"`
	Encrypted          bool       `json:"encrypted"`
	EndTime            *int64     `json:"end_time"`
	Error              string     `json:"error"`
	Errors             []string   `json:"errors"`
	ID                 string     `json:"id"`
	JobID              *int64     `json:"job_id"`
	Phases             []phaseDoc `json:"phases"`
	PolicyID           string     `json:"policy_id"`
	PolicyName         string     `json:"policy_name"`
	RetransmittedFiles []string   `json:"retransmitted_files"`
	Retry              int        `json:"retry"`
	StartTime          *int64     `json:"start_time"`
	State              string     `json:"state"`
	SyncType           string     `json:"sync_type"`
	TargetSnapshots    []string   `json:"target_snapshots"`
	Throughput         string     `json:"throughput"`
	TotalPhases        int        `json:"total_phases"`
	Warnings           []string   `json:"warnings"`

	// attributesApart says that files of which only attributes changed are not counted as changed (a dial).
	attributesApart bool
}

type phaseDoc struct {
	EndTime   *int64 `json:"end_time"`
	Phase     string `json:"phase"`
	StartTime *int64 `json:"start_time"`
}

// jobPolicyDoc is the policy as the job sees it. Its action is free text: internal steps of resync_prep stand there.
type jobPolicyDoc struct {
	Action              string                     `json:"action"`
	FileMatchingPattern synciq.FileMatchingPattern `json:"file_matching_pattern"`
	Name                string                     `json:"name"`
	Exclude             []string                   `json:"source_exclude_directories"`
	Include             []string                   `json:"source_include_directories"`
	SourceRootPath      string                     `json:"source_root_path"`
	TargetHost          string                     `json:"target_host"`
	TargetPath          string                     `json:"target_path"`
}

type jobDoc struct {
	jobFacts
	Policy       jobPolicyDoc `json:"policy"`
	PolicyAction string       `json:"policy_action"`
	Workers      []any        `json:"workers"`
}

func shownJob(r *rest.Request, j synciq.Job) any {
	d := jobDoc{jobFacts: facts(r, j), Policy: policyOf(j), PolicyAction: j.Policy.Action, Workers: []any{}}
	d.Policy.Action = j.Shows
	if j.Shows == "" || j.Number == 0 {
		d.Policy.Action = j.Policy.Action
	}
	return d
}

func policyOf(j synciq.Job) jobPolicyDoc {
	p := j.Policy
	return jobPolicyDoc{
		Action: p.Action, FileMatchingPattern: p.FileMatchingPattern, Name: j.PolicyName, Exclude: rest.OrEmpty(p.SourceExcludeDirectories),
		Include: rest.OrEmpty(p.SourceIncludeDirectories), SourceRootPath: p.SourceRootPath, TargetHost: p.TargetHost, TargetPath: p.TargetPath,
	}
}

// shownAction is the API's word for the action: a sync shows as run.
func shownAction(a siq.Action) string {
	if a == siq.Sync || a == siq.Scheduled {
		return "run"
	}
	return string(a)
}

func facts(r *rest.Request, j synciq.Job) jobFacts {
	d := jobFacts{
		Action: shownAction(j.Action), EndTime: epoch(j.Ended), Error: clip(j.Error), Errors: []string{}, ID: j.PolicyName,
		Phases: []phaseDoc{}, PolicyID: j.PolicyID, PolicyName: j.PolicyName, RetransmittedFiles: []string{}, StartTime: epoch(j.Started),
		State: j.State, SyncType: j.Type, TargetSnapshots: rest.OrEmpty(j.TargetSnapshots), Throughput: "0 b/s", Warnings: []string{},
		TotalPhases: j.Steps(), Encrypted: j.Policy.TargetCertificateID != "",
	}
	if j.Error != "" {
		d.Errors = []string{j.Error}
	}
	if j.Number == 0 {
		return d
	}
	now := r.World.Now()
	until := j.Ended
	if j.Alive() {
		until, d.Retry = now, 1
	}
	number, seconds := j.Number, int64(until.Sub(j.Started).Seconds())
	d.JobID, d.Duration = &number, &seconds
	if j.Alive() && now.Sub(j.Started) < settling {
		d.SyncType, d.TotalPhases = "invalid", 0
		return d
	}
	for _, p := range j.Phases {
		d.Phases = append(d.Phases, phaseDoc{epoch(p.End), p.Name, epoch(p.Start)})
	}
	d.attributesApart = r.World.Dials.Is(dial.AttributeChanges, "lins_total")
	d.count(j)
	return d
}

// count fills the figures that come from the difference of two trees.
func (d *jobFacts) count(j synciq.Job) {
	run := j.Action == siq.Sync || j.Action == siq.Scheduled
	if !run || len(j.Phases) < 2 {
		return
	}
	c := j.Counts
	d.FilesNew, d.FilesChanged, d.FilesUnlinked = c.FilesNew, c.FilesChanged, c.FilesUnlinked
	d.DirsNew, d.DirsChanged, d.DirsDeleted = c.DirsNew, c.DirsChanged, c.DirsDeleted
	d.FileDataBytes, d.TotalDataBytes = c.Bytes, c.Bytes
	d.NetworkBytesToTarget, d.NetworkBytesToSource = c.Bytes+overheadToTarget, overheadToSource
	d.TotalNetworkBytes = d.NetworkBytesToTarget + d.NetworkBytesToSource
	d.BytesTransferred = d.TotalNetworkBytes
	d.FilesTransferred, d.RegularFilesReplicated = c.FilesNew+c.FilesChanged, c.FilesNew+c.FilesChanged
	d.NewFilesReplicated, d.UpdatedFilesReplicated = c.FilesNew, c.FilesChanged
	d.SourceFilesUnlinked, d.TargetFilesDeleted = c.FilesUnlinked, c.FilesUnlinked
	d.SourceDirectoriesCreated, d.TargetDirectoriesCreated = c.DirsNew, c.DirsNew
	d.SourceDirectoriesDeleted, d.TargetDirectoriesDeleted = c.DirsDeleted, c.DirsDeleted
	d.DirectoriesReplicated = c.DirsNew + c.DirsChanged
	d.TotalFiles, d.QuotasDeleted = c.TotalFiles, c.QuotasDeleted
	d.LINsTotal = d.FilesTransferred + d.DirectoriesReplicated + c.Touched
	if !d.attributesApart {
		d.FilesChanged += c.Touched
		d.UpdatedFilesReplicated += c.Touched
	}
	left := j.Skipped()
	d.ErrorIOFilesSkipped, d.ErrorNetFilesSkipped, d.ErrorChecksumFilesSkipped = left.IO, left.Network, left.Checksum
	d.UserConflictFilesSkipped, d.FailedChunks = left.UserConflict, left.Chunks
}

// clip keeps a text within the 255 characters of the property error.
func clip(s string) string {
	if len(s) > 255 {
		return s[:255]
	}
	return s
}
