// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package session

import (
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

func underPolicy(r *run.Run, cluster, path string) bool {
	for _, pair := range r.Survey.Pairs {
		if survey.Within(pair.Paths[cluster], path) {
			return true
		}
	}
	return false
}

// unixPath turns the Windows form of an open file, C:\ifs\data\x, into /ifs/data/x (behaviour notes, section 9).
func unixPath(file string) string {
	file = strings.ReplaceAll(file, `\`, "/")
	if i := strings.IndexByte(file, ':'); i >= 0 {
		file = file[i+1:]
	}
	return file
}
