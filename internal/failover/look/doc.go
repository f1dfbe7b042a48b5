// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package look makes a survey: it reads both clusters at one time, cuts what it has read to the policies of the resource and shows fenced
// objects without the fence.
//
// It asks every kind for its part. It writes nothing and decides nothing.
package look
