// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package failover moves a storage IP pool from one PowerScale cluster to another.
//
// It is a goal-directed, level-triggered reconciler. [Engine.Survey] reads everything that matters from both clusters at one
// time. [Next] compares that survey with an [Intent] and answers the steps of the first stage that is not met. [Plan] is the loop
// of Next over a predicted world: it writes nothing and gives the preview that a person approves. [Engine.Run] is the same loop
// over the real world. Nothing is remembered that the clusters can tell: a run that was killed anywhere is resumed by running again,
// and an undo is the same engine with the goal set back.
//
// The stages are the lines of the documented IP pool failover process, one file each, in the order in which they run.
package failover
