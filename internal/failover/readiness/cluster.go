// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package readiness

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// minimumAPI is the API version of OneFS 9.5.
const minimumAPI = 16

// clusterReadiness looks at one cluster as a whole: release, licences, services, privileges, nodes, clock, journal.
func clusterReadiness(s *survey.Survey, in survey.Intent, k string, out *finding.Findings) {
	c := s.Clusters[k]
	at := func(id finding.ID, text, cure string) *finding.Finding {
		return out.Add(finding.New(id, "cluster "+k, text, cure))
	}
	if c.Version > 0 && c.Version < minimumAPI {
		at(
			finding.OneFSTooOld, fmt.Sprintf("speaks API version %d, version %d (OneFS 9.5) is needed", c.Version, minimumAPI),
			"upgrade OneFS",
		)
	}
	if k == in.To() {
		releaseReadiness(c, s.Clusters[in.From()], k, in.From(), out)
	}
	if c.SyncService != "" && c.SyncService != "on" {
		at(finding.SyncIQService, "has the SyncIQ service "+c.SyncService, "switch it on").Isi(k, "sync settings modify --service=on").
			By(k, "PUT", uri.SyncSettings, finding.Fields{"service": "on"})
	}
	for _, id := range []string{"SYNCIQ", "SMARTQUOTAS"} {
		status, known := c.Licences[id]
		if known && status != "Licensed" && status != "Evaluation" && (id == "SYNCIQ" || in.MoveQuotas && clusters.HasQuotas(s)) {
			at(finding.LicenceMissing, "has no licence for "+id+", which is "+strings.ToLower(status),
				"activate the licence with `isi license add` on "+k)
		}
	}
	for _, p := range clusters.Lacking(s, in, k) {
		at(finding.PrivilegeMissing, fmt.Sprintf("does not give the provider's user %s, which the run needs for stage %s: "+
			"the plan is complete, an apply stops before its first write", p.Name(), p.Stages),
			"give it to a role of that user").
			Isi(k, "auth roles modify <role> --add-priv-"+map[string]string{"r": "read", "w": "write"}[p.Level]+"=%s", p.ID).
			By(k, "POST", uri.Of(uri.RolePrivileges, "<role>"), finding.Fields{"id": p.ID, "permission": p.Level})
	}
	if k == in.From() && in.Fence != survey.FenceNone {
		clientReadiness(c, in, at)
	}
	if len(c.Facts.Down) > 0 {
		at(finding.NodeDown, fmt.Sprintf("has nodes that are down: %v", c.Facts.Down), "bring the nodes up: `isi status` on "+k+" shows them")
	}
	if c.Facts.Skewed {
		at(
			finding.ClockSkew, fmt.Sprintf("has a clock that is more than %s away from the one here: Kerberos fails, and times in reports mislead",
				survey.KerberosSkew),
			"let both follow the same time servers: `isi ntp servers create` on "+k,
		)
	}
	strangerReadiness(c, at)
	if c.Journal != "" && !c.JournalDenied {
		found := at(finding.JournalDirectory, "has no usable "+c.Journal,
			"make the journal directory and give it to the provider's user, as the guide \"Your first failover\" shows")
		if in.Fence == survey.FenceNone {
			found.Mild()
		}
	}
	for _, id := range slices.Sorted(maps.Keys(c.Facts.Throttles)) {
		at(
			finding.SyncThrottled,
			fmt.Sprintf("limits SyncIQ by performance rule %s (%s): the last sync and the first run of the mirror take longer",
				id, c.Facts.Throttles[id]),
			"switch the rule off for the failover",
		).
			Isi(k, "sync rules modify %s --enabled=false", id).
			By(
				k,
				"PUT",
				uri.Of(uri.SyncRules+uri.ID, id),
				finding.Fields{"enabled": false},
			)
	}
}

// strangerReadiness looks at whose the files of this tool are. A refused journal is no reason to plan nothing: whoever may apply reads it.
func strangerReadiness(c *survey.ClusterView, at func(id finding.ID, text, cure string) *finding.Finding) {
	if c.JournalDenied {
		at(finding.JournalUnreadable, "refuses the journal to the provider's user, so whether a run is open is taken from Terraform's state; an "+
			"apply stops before its first write: "+c.Journal, "apply with the account that the files belong to")
	}
	if c.Facts.JournalOf != "" && !c.JournalDenied {
		at(finding.JournalOwner, "has a journal directory that belongs to the account "+c.Facts.JournalOf+", which is not the provider's user",
			"apply with that account, or give the directory and what is in it to the provider's user").Mild()
	}
	if n := len(c.Facts.Strangers); n > 0 {
		text := strings.Join(c.Facts.Strangers[:min(n, shownStrangers)], "; ")
		if n > shownStrangers {
			text += fmt.Sprintf("; and %d more", n-shownStrangers)
		}
		at(finding.JournalOwner, "has files of this provider that another account could have written: "+text,
			"find out whose they are; then give them to the provider's user, files with mode 0600 and directories with mode 0700")
	}
}

// shownStrangers are as many as a line has room for.
const shownStrangers = 3

// clientReadiness looks at those whom the fence disturbs, and at nodes where it may not reach them.
func clientReadiness(c *survey.ClusterView, in survey.Intent, at func(id finding.ID, text, cure string) *finding.Finding) {
	shares := slices.ContainsFunc(c.Objects, func(o survey.Object) bool { return o.Kind == survey.KindShare })
	closes := shares && in.Fence == survey.FenceSharesAndExports
	if len(c.Facts.Unasked) > 0 {
		var why []string
		for _, reason := range slices.Sorted(maps.Keys(c.Facts.Unasked)) {
			why = append(why, fmt.Sprintf("%s: %s", reason, strings.Trim(fmt.Sprint(c.Facts.Unasked[reason]), "[]")))
		}
		found := at(
			finding.NodesNotAsked,
			fmt.Sprintf("has nodes that cannot be asked for open SMB files and sessions, so who is connected there could write on after "+
				"the last sync (%s)", strings.Join(why, "; ")),
			"let an address of every node that lies in a pool of the System zone be reached from here, or list one of each in node_endpoints",
		)
		if !closes {
			found.Mild()
		}
	}
	if v := c.Facts.Clients; closes && v != nil && v.Sessions > 0 {
		text := fmt.Sprintf("has SMB sessions open (%d, users %d), those of other pools and tenants among them: all are ended when the "+
			"fence is set", v.Sessions, v.Users)
		at(finding.SessionsEnded, text, "clients connect again at once; tell the other users of the cluster")
	}
}
