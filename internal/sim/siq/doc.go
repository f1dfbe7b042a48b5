// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package siq is SyncIQ's state machine as data: what each action does in each position of a pair of policies, what OneFS answers
// to calls that are illegal or odd, and where it is known from.
//
// The pair is a policy X and its reverse: P and P_mirror. A [View] is what can be seen of the pair from one of the two, and 16
// positions partition all 441 views. For every position, every action and either setting of the policy's own switch there is
// exactly one [Row]; beside these stands a table of [Condition] × [Action] for what lies across positions (a job is alive, the
// policy is conflicted, the target does not answer). There is no wildcard over positions or actions and no default: the
// tests walk the whole product.
//
// Every row names the line it is known from ([Evidence]), or the [Dial] that stands for an answer that nobody knows.
//
// The package is pure: no clock, no HTTP, no file tree. Package world carries the rows out.
package siq
