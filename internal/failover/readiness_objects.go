// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// objectReadiness: what the fence and the copy cannot cover.
func objectReadiness(s *Survey, in Intent, out *findings) {
	from, to := in.From(), in.To()
	zone := s.Clusters[from].Pool.Zone
	for _, o := range s.Clusters[from].Objects {
		if o.Above && o.Kind != KindAlias {
			above(s, o, from, out)
			continue
		}
		if o.Kind != KindAlias && !strings.EqualFold(o.Zone, zone) {
			path := sharePath(o)
			if o.Kind == KindExport {
				path = exportPath(o)
			}
			out.add(Finding{
				ID: "other_zone_serves_path", Severity: Risk, Object: o.label() + " on " + from,
				Text: fmt.Sprintf("gives the policy's data to clients of access zone %s, whose pools do not move: they will have it read-only", o.Zone),
				Cure: "remove it if nobody needs it",
			}).by(from, "DELETE", path, nil)
		}
		p, ok := s.copies(o, from, to)
		if !ok || o.Kind != KindShare {
			continue
		}
		want := p.translateObject(o, from, to)
		have, exists := s.counterpart(want, to)
		if !exists {
			have, exists = s.Clusters[to].Facts.namesake(o)
		}
		if exists && have.Paths[0] != want.Paths[0] {
			out.add(Finding{
				ID: "share_with_other_path", Severity: Blocking, Object: o.label() + " on " + to,
				Text: "exists with path " + have.Paths[0] + ", not " + want.Paths[0], Cure: "rename or remove it on " + to,
			}).by(to, "PUT", sharePath(have), fields{"name": "<another name>"})
		}
		if !containsFold(s.Clusters[to].Zones, o.Zone) {
			out.add(Finding{
				ID: "zone_missing", Severity: Blocking, Object: o.label(), Text: "lies in access zone " + o.Zone + ", which " + to + " does not have",
				Cure: "isi zone zones create " + o.Zone + " <base path>",
			}).by(to, "POST", "/platform/3/zones", fields{"name": o.Zone, "path": "<base path>"})
		}
	}
}

// namesake is a share elsewhere on the cluster that stands in the way of one to be copied.
func (f Facts) namesake(o Object) (Object, bool) {
	i := slices.IndexFunc(f.Namesakes, func(n Object) bool { return strings.EqualFold(n.Zone, o.Zone) && strings.EqualFold(n.ID, o.ID) })
	if i < 0 {
		return Object{}, false
	}
	return f.Namesakes[i], true
}

// above is an object that reaches beyond a policy's directory.
func above(s *Survey, o Object, from string, out *findings) {
	i := slices.IndexFunc(s.Pairs, func(p Pair) bool {
		return slices.ContainsFunc(o.Paths, func(path string) bool { return within(staticPrefix(path), p.Paths[from]) })
	})
	found := out.add(Finding{
		ID: "object_above_policy", Severity: Risk, Object: o.label() + " on " + from,
		Text: "reaches beyond the policy's directory: it is neither fenced nor copied; the quiet run decides",
		Cure: "let it begin at or below the policy's directory",
	})
	switch {
	case i < 0:
	case o.Kind == KindShare:
		found.by(from, "PUT", sharePath(o), fields{"path": s.Pairs[i].Paths[from]})
	default:
		found.by(from, "PUT", exportPath(o), fields{"paths": []string{s.Pairs[i].Paths[from]}})
	}
}

// trusteeReadiness: users and groups that only one cluster knows mean nobody, or somebody else, on the other.
func trusteeReadiness(s *Survey, in Intent, out *findings) {
	from, to := in.From(), in.To()
	for _, o := range s.Clusters[from].Objects {
		if _, ok := s.copies(o, from, to); !ok || o.Kind != KindShare {
			continue
		}
		local := localTrustees(o.Definition)
		if len(local) == 0 {
			continue
		}
		out.add(Finding{
			ID:       "local_trustee",
			Severity: Risk,
			Object:   o.label() + " on " + from,
			Text: "gives rights to " + strings.Join(
				local,
				", ",
			) + ", accounts without a domain: if only " + from + " knows them, they mean nobody, " +
				"or somebody else, on " + to,
			Cure: "give the rights to accounts of the domain, or of a directory that both clusters use",
		}).by(from, "PUT", sharePath(o), fields{"permissions": "<permissions with accounts that both clusters know>"})
	}
}

// localTrustees are the names of users and groups without a domain among the trustees of a share.
func localTrustees(d Definition) []string {
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

// protocolReadiness: a cluster that does not serve a protocol cannot take over its clients.
func protocolReadiness(s *Survey, in Intent, out *findings) {
	to := in.To()
	facts := s.Clusters[to].Facts
	served := func(kind string) bool {
		return slices.ContainsFunc(s.Clusters[in.From()].Objects, func(o Object) bool { return o.Kind == kind && !o.Above })
	}
	at := func(id string, sev Severity, text, cure string) *Finding {
		return out.add(Finding{ID: id, Severity: sev, Object: "cluster " + to, Text: text, Cure: cure})
	}
	if facts.NoSMB && served(KindShare) {
		at("protocol_service_off", Blocking, "does not serve SMB, and the pool has shares", "isi services smb enable").
			by(to, "PUT", "/platform/7/protocols/smb/settings/global", fields{"service": true})
	}
	if facts.NoNFS && served(KindExport) {
		at("protocol_service_off", Blocking, "does not serve NFS, and the pool has exports", "isi services nfs enable").
			by(to, "PUT", "/platform/14/protocols/nfs/settings/global", fields{"service": true})
	}
}

// quotaReadiness judges quotas: scans that are not over, and quotas above what moves.
func quotaReadiness(s *Survey, in Intent, out *findings) {
	from, to := in.From(), in.To()
	for _, k := range in.Keys() {
		for _, q := range s.Clusters[k].Quotas {
			if q.Ready {
				continue
			}
			// A run waits for both; a person may rather wait before it begins.
			text := "is not scanned yet: stage 7 waits for that"
			if k == from {
				text = "is not scanned yet: the last sync waits for that, because every run of the policy fails until it is done"
			}
			out.add(Finding{
				ID: "quota_scan_unfinished", Severity: Risk, Object: "quota " + q.label() + " on " + k, Text: text,
				Cure: "wait for the job QuotaScan: `isi job jobs list`",
			})
		}
	}
	if !in.MoveQuotas {
		return
	}
	for _, q := range s.Clusters[from].Facts.QuotasAbove {
		if slices.ContainsFunc(s.Clusters[to].Facts.QuotasAbove, func(o Quota) bool {
			return o.Path == q.Path && o.Type == q.Type && o.Who == q.Who
		}) {
			continue
		}
		body := fields{"path": q.Path}
		maps.Copy(body, q.Definition)
		out.add(Finding{
			ID: "quota_above_policy", Severity: Risk, Object: "quota " + q.label() + " on " + from,
			Text: "lies above the policy's directory: it counts the data there, does not move, and " + to + " has none like it",
			Cure: "make it by hand on " + to,
		}).by(to, "POST", "/platform/15/quota/quotas", body)
	}
}
