// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package dial holds the settings of the simulator that stand for what nobody knows about OneFS.
//
// Where a source says how OneFS behaves, the simulator does it. Where sources are silent, or only infer, there is a dial: a
// named choice with a default, every value that is plausible, and the line of the reference material that says that it is
// not known. A client of OneFS must get to the same end, or to the same refusal, under every setting.
//
// Dials are data in literal tables; [All] puts the tables together. A [Values] says what is set; what is not set has its default.
package dial
