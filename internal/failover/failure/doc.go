// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package failure holds what is said when a run stops: how clients fare, what failed, what is true now, what to do next. All four are read
// from a survey.
//
// It may know where data is, who serves and what each kind of object shows. It sends no request and decides no stage.
package failure
