// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package siq

// Evidence is a piece of a line of the reference material that must stand in it word for word. File is relative to the folder
// that holds synciq.md.
type Evidence struct {
	File string
	Line string
}

func synciq(line string) Evidence    { return Evidence{File: "synciq.md", Line: line} }
func peers(line string) Evidence     { return Evidence{File: "peer-calls.md", Line: line} }
func behaviour(line string) Evidence { return Evidence{File: "onefs-api/behaviour.md", Line: line} }
