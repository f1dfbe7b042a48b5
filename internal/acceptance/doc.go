// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package acceptance holds the tests for two real clusters, in two tiers: one that only reads, and one that fails a scratch pool over and
// back which the owner of the clusters names. With TF_ACC=1 they run against the clusters of the variables ONEFS_ACC_…; without it the
// same tests run against the simulator, so that they are known to work on the day somebody has hardware. The guide "Testing on real
// clusters" is for whoever runs them.
//
// It holds no test of the simulator's behaviour and none that needs more than the provider shows to everyone.
package acceptance
