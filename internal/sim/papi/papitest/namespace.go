// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papitest

// AsContainer is the header of a request that makes a directory.
var AsContainer = map[string]string{"x-isi-ifs-target-type": "container"}

var asObject = map[string]string{"x-isi-ifs-target-type": "object"}

// MakeContainer makes a directory.
func MakeContainer(path string, status int) Step {
	return Step{Request{Method: "PUT", Path: path, Header: AsContainer}, status, ""}
}

// WriteObject writes a file.
func WriteObject(path, content string, status int) Step {
	return Step{Request{Method: "PUT", Path: path, Body: content, Header: asObject}, status, ""}
}

// Snapshots is the path of the snapshots.
const Snapshots = "/platform/1/snapshot/snapshots"
