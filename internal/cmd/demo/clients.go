// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import "context"

// fleet are the simulated SMB and NFS clients of the demonstration.
type fleet struct {
	control *control
}

// clientFacts is what one client experienced.
type clientFacts struct {
	name string
}

// work lets every client read and write.
func (f *fleet) work(context.Context) ([]clientFacts, error) { return nil, nil }
