// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package share

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// ObjectReadiness finds the shares and exports that the fence and the copy cannot cover.
func ObjectReadiness(s *survey.Survey, in survey.Intent, out *finding.Findings) {
	d := in.Direction()
	zone := s.Clusters[d.From].Pool.Zone
	for _, o := range s.Clusters[d.From].Objects {
		if o.Above && o.Kind != survey.KindAlias {
			above(s, in, o, out)
			continue
		}
		if o.Kind != survey.KindAlias && !strings.EqualFold(o.Zone, zone) {
			out.Add(finding.New(finding.OtherZoneServesPath, o.Label()+" on "+d.From,
				fmt.Sprintf("gives the policy's data to clients of access zone %s, whose pools do not move: they will have it read-only", o.Zone),
				"remove it if nobody needs it"))
		}
		_, copies := position.Copies(s, o, d)
		want, ok := s.TranslateObject(o, d)
		if !ok || !copies || o.Kind == survey.KindExport {
			continue
		}
		have, exists := s.Counterpart(want, d.To)
		if !exists {
			have, exists = namesake(s.Clusters[d.To].Facts, o)
		}
		switch {
		case exists && o.Kind == survey.KindAlias:
			if _, ours := s.PairAt(d.To, have.Paths[0]); !ours {
				out.Add(finding.New(finding.AliasWithOtherPath, o.Label()+" on "+d.To,
					"exists and leads to "+have.Paths[0]+", not to "+want.Paths[0],
					"remove it on "+d.To+", or name one of the two anew"))
			}
		case exists && have.Paths[0] != want.Paths[0]:
			found := out.Add(finding.New(finding.ShareWithOtherPath, o.Label()+" on "+d.To,
				"exists with path "+have.Paths[0]+", not "+want.Paths[0],
				"rename or remove it on "+d.To))
			if position.Serving(s) == d.From {
				found.By(d.To, "PUT", uri.Share(have.ID, have.Zone), finding.Fields{"name": "<another name>"})
			}
		}
		if exists && o.Kind == survey.KindShare && !sameContinuity(have, o) && in.CopyConfiguration {
			out.Add(finding.New(finding.ShareContinuityDiffers, o.Label()+" on "+d.To,
				"cannot be made like that of "+d.From+": one of them has continuous availability, which OneFS sets at no other time than "+
					"when a share is created", "create it anew on "+d.To))
		}
		if o.Kind == survey.KindShare && !survey.ContainsFold(s.Clusters[d.To].Zones, o.Zone) {
			out.Add(finding.New(finding.ZoneMissing, o.Label(),
				"lies in access zone "+o.Zone+", which "+d.To+" does not have",
				"create it there")).
				Isi(d.To, "zone zones create %s <base path>", o.Zone).
				By(d.To, "POST", uri.Zones, finding.Fields{"name": o.Zone, "path": "<base path>"})
		}
	}
}

// namesake is a share elsewhere on the cluster that stands in the way of one to be copied.
func namesake(f survey.Facts, o survey.Object) (survey.Object, bool) {
	i := slices.IndexFunc(f.Namesakes, func(n survey.Object) bool {
		return n.Kind == o.Kind && strings.EqualFold(n.Zone, o.Zone) && strings.EqualFold(n.ID, o.ID)
	})
	if i < 0 {
		return survey.Object{}, false
	}
	return f.Namesakes[i], true
}

// sameContinuity tells whether two shares have or do not have continuous availability alike. A property that was not read is no proof of
// a difference: releases before it do not have it.
func sameContinuity(a, b survey.Object) bool {
	x, known := a.Definition[continuity]
	y, knownToo := b.Definition[continuity]
	return !known || !knownToo || x == y
}

// continuity is set when a share is created, and at no other time (behaviour.md §9).
const continuity = "continuously_available"

// above is an object that reaches beyond a policy's directory.
func above(s *survey.Survey, in survey.Intent, o survey.Object, out *finding.Findings) {
	from := in.From()
	f := finding.New(finding.ObjectAbovePolicy, o.Label()+" on "+from,
		"reaches beyond the policy's directory: it is neither fenced nor copied; the quiet run decides",
		"let it begin at or below the policy's directory")
	if v := s.Clusters[from].Facts.Clients; v != nil && v.Above[o.Address()] != "" && in.Fence != survey.FenceNone {
		f = finding.New(finding.ObjectAboveInUse, o.Label()+" on "+from,
			"reaches beyond the policy's directory, no fence covers it, and clients may be writing through it: "+v.Above[o.Address()],
			"let it begin at or below the policy's directory, or end its use")
	}
	out.Add(f)
}

// TrusteeReadiness finds users and groups that only one cluster knows: they mean nobody, or somebody else, on the other.
func TrusteeReadiness(s *survey.Survey, in survey.Intent, out *finding.Findings) {
	d := in.Direction()
	for _, o := range s.Clusters[d.From].Objects {
		if _, ok := position.Copies(s, o, d); !ok || o.Kind != survey.KindShare {
			continue
		}
		local := localTrustees(o.Definition)
		if len(local) == 0 {
			continue
		}
		out.Add(finding.New(finding.LocalTrustee, o.Label()+" on "+d.From,
			"gives rights to "+strings.Join(
				local,
				", ",
			)+", accounts without a domain: if only "+d.From+" knows them, they mean nobody, "+
				"or somebody else, on "+d.To,
			"give the rights to accounts of the domain, or of a directory that both clusters use"))
	}
}

// localTrustees are the names of users and groups without a domain among the trustees of a share.
func localTrustees(d survey.Definition) []string {
	var out []string
	look := func(v any) {
		who, _ := v.(map[string]any)
		id, _ := who["id"].(string)
		name, _ := who["name"].(string)
		account := strings.HasPrefix(id, "SID:S-1-5-21-") || strings.HasPrefix(id, "UID:") || strings.HasPrefix(id, "GID:")
		if account && name != "" && !strings.ContainsAny(name, `\@`) && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	permissions, _ := d["permissions"].([]any)
	for _, p := range permissions {
		m, _ := p.(map[string]any)
		look(m["trustee"])
	}
	root, _ := d["run_as_root"].([]any)
	for _, p := range root {
		look(p)
	}
	slices.Sort(out)
	return out
}

// ProtocolReadiness finds protocols that the receiving cluster does not serve: it cannot take over their clients.
func ProtocolReadiness(s *survey.Survey, in survey.Intent, out *finding.Findings) {
	to := in.To()
	facts := s.Clusters[to].Facts
	served := func(kind string) bool {
		return slices.ContainsFunc(s.Clusters[in.From()].Objects, func(o survey.Object) bool { return o.Kind == kind && !o.Above })
	}
	at := func(id finding.ID, text, cure string) *finding.Finding {
		return out.Add(finding.New(id, "cluster "+to, text, cure))
	}
	if facts.NoSMB && served(survey.KindShare) {
		at(finding.ProtocolServiceOff, "does not serve SMB, and the pool has shares", "switch the service on").
			Isi(to, "services smb enable").
			By(to, "PUT", uri.SMBSettings, finding.Fields{"service": true})
	}
	if facts.NoNFS && served(survey.KindExport) {
		at(finding.ProtocolServiceOff, "does not serve NFS, and the pool has exports", "switch the service on").
			Isi(to, "services nfs enable").
			By(to, "PUT", uri.NFSSettings, finding.Fields{"service": true})
	}
}
