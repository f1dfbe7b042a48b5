// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package readiness

import (
	"errors"
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/share"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/syncready"
)

// LostTarget is the finding that nothing moves to a cluster that is declared lost.
func LostTarget(s *survey.Survey, in survey.Intent) finding.Finding {
	return finding.New(finding.TargetIsLost, "cluster "+in.To(),
		"is declared lost since "+s.Settings.Lost[in.To()]+": nothing can move to it",
		fmt.Sprintf("write active_cluster = %q, which undoes what a run to %s has begun; or remove lost_since when it is back",
			in.From(), in.To()))
}

// Check gives the findings of a configuration that can never work, as far as the surveyed clusters can tell. It is asked when a
// resource is created; Plan asks it for every move.
func Check(s *survey.Survey, in survey.Intent) []finding.Finding { return ConfigurationFindings(s, in) }

// ConfigurationFindings are the faults of the configuration itself, which no state of the clusters can mend: pools or policies that do not
// exist, policies that cannot fail back, and a release of the provider that cannot read the journal.
func ConfigurationFindings(s *survey.Survey, in survey.Intent) []finding.Finding {
	if twice := OneCluster(s, in); twice != nil {
		return twice // whatever else is seen is about a cluster that is compared with itself
	}
	out := pool.Findings(s, in)
	if survey.BothPools(s, in) && !blind(s) { // a survey without one of the pools may not have looked for policies at all
		for _, name := range s.Missing {
			out = append(out, syncready.Uncovered(s, in, name))
		}
	}
	for _, p := range s.Pairs {
		out = append(out, syncready.PolicyShape(s, p)...)
	}
	return append(append(out, syncready.TakenOut(s, in)...), laterFormat(s)...)
}

// blind: a cluster that is not declared lost could not be read. Nothing is concluded from what is not seen there.
func blind(s *survey.Survey) bool {
	for k := range s.Unread() {
		if !s.Lost(k) {
			return true
		}
	}
	return false
}

// OneCluster tells that both endpoints lead to the same cluster. Whatever would be read of the other one, or written there, would be about
// this one.
func OneCluster(s *survey.Survey, in survey.Intent) []finding.Finding {
	a, b := s.Clusters[in.From()], s.Clusters[in.To()]
	if a == nil || b == nil || a.Unread != "" || b.Unread != "" || a.GUID == "" || a.GUID != b.GUID {
		return nil
	}
	return []finding.Finding{finding.New(finding.ClusterTwice, "clusters "+in.From()+" and "+in.To(),
		fmt.Sprintf("are one cluster, %s with the GUID %s, reached at %s and at %s", a.Name, a.GUID, a.Host, b.Host),
		"point the endpoints at two clusters").At(in.To())}
}

// laterFormat are the journals of a format that this release does not read. A run may be open in one, so nothing is planned, whatever is
// declared: the first write of a run would replace that record.
func laterFormat(s *survey.Survey) []finding.Finding {
	var out []finding.Finding
	for _, k := range s.Keys() {
		if c := s.Clusters[k]; c != nil && c.JournalFormat > 0 {
			out = append(out, finding.New(finding.JournalFormat, "journal on "+k, fmt.Sprintf("has format %d, which a later release of this "+
				"provider has written; this release reads formats up to %d and cannot tell whether a run is open", c.JournalFormat,
				survey.DrillFormat), "use the release that wrote it, or a later one"))
		}
	}
	return out
}

// Unreadable gives a finding for each cluster that the survey could not read; one that was not even asked is named only where nothing else
// is wrong. Only what needs both clusters asks for it: a move, and the adoption of a pool.
func Unreadable(s *survey.Survey, in survey.Intent) []finding.Finding {
	var out []finding.Finding
	for _, k := range in.Keys() {
		c := s.Clusters[k]
		if c == nil || c.Unread == "" || c.UnreadKind == survey.NotAsked && len(s.Unread()) > 1 {
			continue
		}
		id, cure := finding.ClusterUnreachable, "check its endpoint in the provider block and the way to it, then plan again; of a cluster "+
			"that is known to be lost, read the guide \"A cluster is lost, and comes back\""
		if c.Seen != "" || c.Pool != nil { // it was reached before, so the address is right
			cure = "make it reachable and plan again; a cluster that is lost for good is declared with lost_since in the provider block"
		}
		switch c.UnreadKind {
		case survey.Refused:
			id, cure = finding.ClusterRefused, "check username, password and privileges of this cluster in the provider block"
		case survey.OtherCluster:
			id, cure = finding.ClusterOther, "point its endpoint at the cluster of before; if that was replaced on purpose, take the resource out "+
				"of state and import it again"
		case "certificate":
			id, cure = finding.ClusterCertificate, "set ca_certificate_file or ca_certificate_pem of this cluster to the authority that "+
				"signed its certificate"
		}
		out = append(out, finding.New(id, "cluster "+k, "could not be read: "+c.Unread, cure).At(k))
	}
	return out
}

// MayLeave is an error unless every pair that lies on from has been proven. It is asked before names leave from, or its copies are opened
// while it still serves. A policy that somebody switched off since the last sync, or both sides of which are open while the fence was
// opened, would leave behind what people have written. One that was never run, or the position of which nobody knows, would leave
// everything behind; that may be wanted, and is in ignore_findings then.
func MayLeave(s *survey.Survey, in survey.Intent) error {
	if s.Takeover != nil || s.Lost(in.From()) || position.Serving(s) != in.From() {
		return nil
	}
	found := &finding.Findings{}
	for _, p := range s.Pairs {
		syncready.PositionReadiness(s, in, p, found)
	}
	for _, f := range found.List {
		if f.Severity == finding.Blocking && f.Stops(in.IgnoreFindings) {
			return errors.New(f.Line())
		}
	}
	return share.EditedOpen(s, in)
}
