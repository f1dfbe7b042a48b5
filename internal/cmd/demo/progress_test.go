// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import "testing"

func TestReadable_RecordsOfTheProvidersLog(t *testing.T) {
	const head = "2026-11-24T22:57:01.123Z [INFO]  provider.terraform-provider-onefs_v0.0.1: "
	tests := map[string]struct{ record, want string }{
		"a stage that is done": {
			head + `stage done: pool=nas1 stage="3 names" took=2s @module=onefs tf_rpc=ApplyResourceChange` + "\n",
			"stage 3 names: done",
		},
		"a stage that failed, with quotes in the reason": {
			head + `stage failed: error="job \"77\" failed" pool=nas1 stage="5 writes"`,
			`stage 5 writes: failed: job "77" failed`,
		},
		"a stage that begins is not told twice": {head + `stage begins: pool=nas1 stage="3 names" steps=2`, ""},
		"a record about something else":         {head + `Configuring: @module=onefs`, ""},
		"a line of Terraform itself":            {"2026-11-24T22:57:01.123Z [DEBUG] plugin: exited", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := readable(test.record); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
