// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package siq

// Condition is a fact that decides across positions. Conditions are asked in the order of [Conditions]; the first one that holds and
// has a guard for the action decides, unless its dial says "runs".
type Condition string

// The conditions.
const (
	NoLicence         Condition = "no_licence"         // SyncIQ is not licensed on the cluster that is asked
	ServiceOff        Condition = "service_off"        // sync settings: service off
	ActiveSource      Condition = "active_source_job"  // a job of X lives on its source cluster
	ActiveTarget      Condition = "active_target_job"  // allow_write or its revert lives on the target cluster
	Hanging           Condition = "hanging"            // the record waits for a job of a source that does not answer any more
	Conflicted        Condition = "conflicted"         // X.conflicted
	Unsupported       Condition = "unsupported"        // copy policy, filters or disable_fofb: no failback
	PathTaken         Condition = "path_taken"         // another policy's target overlaps X's
	AssociationLost   Condition = "association_lost"   // X was broken, or edited so that it needs a reset
	TargetUnreachable Condition = "target_unreachable" // the target cluster does not answer
	WrongCluster      Condition = "wrong_cluster"      // the target host is now another cluster (GUID)
	WrongPool         Condition = "wrong_pool"         // the target host is in a dynamic pool or another zone
	NoCertificate     Condition = "no_certificate"     // encryption cannot be established
	NoPassword        Condition = "no_password"        // the target asks for a password that X does not have
	QuotaScan         Condition = "quota_scan"         // a quota at or below the source path is not ready
	TargetQuotaScan   Condition = "target_quota_scan"  // the same on the target
)

// Conditions lists all conditions in the order in which they are asked.
var Conditions = []Condition{
	NoLicence, ServiceOff, ActiveSource, ActiveTarget, Hanging, Conflicted, Unsupported, PathTaken, AssociationLost,
	TargetUnreachable, WrongCluster,
	WrongPool, NoCertificate, NoPassword, QuotaScan, TargetQuotaScan,
}

// Guard says what a condition means for some actions. All other actions are listed in [Indifferent].
type Guard struct {
	ID        string
	Condition Condition
	Actions   []Action
	Outcome   Outcome
	Dial      string
	Answers   map[string]Outcome // a value without an entry means that the condition does not matter
	Evidence  Evidence
}
