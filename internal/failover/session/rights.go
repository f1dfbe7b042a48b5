// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package session

import (
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// Who may be writing through a share above a policy's directory: a session does not tell through which share it came, and a missing value
// is never a proof. So every session may, unless the share's definition gives the right to write to other users alone, by name. That is
// enough to warn. It is no reason to leave a session open: the definition may have been another one when the session began.

// writers are the users who may write through shares; all is true where that cannot be said.
type writers struct {
	all   bool
	names map[string]bool
}

// writersThrough reads shares as they are without the fence.
func writersThrough(shares []survey.Object) writers {
	w := writers{names: map[string]bool{}}
	for _, o := range shares {
		if o.Kind != survey.KindShare {
			continue
		}
		if guest, _ := o.Definition["impersonate_guest"].(string); guest != "" && guest != "never" {
			w.all = true
		}
		permissions, told := o.Definition["permissions"].([]any)
		w.all = w.all || !told
		for _, e := range permissions {
			entry, _ := e.(map[string]any)
			if entry["permission_type"] != "deny" && entry["permission"] != "read" {
				w.add(entry["trustee"])
			}
		}
		for _, who := range survey.List(o.Definition["run_as_root"]) {
			w.add(who)
		}
	}
	return w
}

func (w *writers) add(trustee any) {
	who, _ := trustee.(map[string]any)
	name, _ := who["name"].(string)
	if who["type"] != "user" || name == "" {
		w.all = true
		return
	}
	w.names[bare(name)] = true
}

// may tells whether the user of a session may have the right to write.
func (w writers) may(s onefs.SMBSession) bool {
	return w.all || s.GuestLogin || s.User == "" || w.names[bare(s.User)]
}

// bare is an account's name without its domain, in whatever form the domain is written. Two accounts of one name count as one.
func bare(name string) string {
	name = name[strings.LastIndexByte(name, '\\')+1:]
	name, _, _ = strings.Cut(name, "@")
	return strings.ToLower(name)
}

// sharesOf are the shares of a cluster at, below and above the policies' directories.
func sharesOf(s *survey.Survey, cluster string) []survey.Object {
	var out []survey.Object
	for _, o := range s.Clusters[cluster].Objects {
		if o.Kind == survey.KindShare {
			out = append(out, o)
		}
	}
	return out
}
