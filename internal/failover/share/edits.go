// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package share

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// What somebody has changed while the fence held it is neither what it was nor what the fence made of it, and nobody can tell which part
// of it is meant. So it is copied nowhere, no fence is set on it or lifted from it, and what it was stays in the journal, also when the run
// is over, until somebody has written the one or has named the finding in ignore_findings, which takes what is there for what is meant.

// EditsTaken tells whether the configuration takes what was edited under a fence for what is meant, or what only one copy of the journal
// tells for what was.
func EditsTaken(in survey.Intent) bool {
	return takes(in, finding.EditedUnderFence) || takes(in, finding.OriginalUnconfirmed)
}

func takes(in survey.Intent, id finding.ID) bool {
	return slices.Contains(in.IgnoreFindings, id.String())
}

// TakeEdits shows what was edited under a fence as what it is now, and what only one copy of the journal tells as what it was, if the
// configuration says so.
func TakeEdits(s *survey.Survey, in survey.Intent) {
	if takes(in, finding.OriginalUnconfirmed) {
		takeOriginals(s)
	}
	if !takes(in, finding.EditedUnderFence) {
		return
	}
	for _, k := range s.Keys() {
		c := s.Clusters[k]
		if c == nil {
			continue
		}
		for i := range c.Objects {
			if o := c.Objects[i]; o.Edited && !unconfirmed(s, k, o) {
				c.Objects[i].Edited = false
				forget(s, k, c.Objects[i].Address())
			}
		}
		if c.Pool != nil && c.Pool.Edited {
			c.Pool.Edited = false
			forget(s, k, c.Pool.Original(nil).Address())
		}
	}
}

// forget drops what an object was before the fence. A run writes its record anew with the next thing that it notes.
func forget(s *survey.Survey, cluster, address string) {
	s.Settle(cluster, address)
	if s.Run != nil {
		s.Run.Originals = survey.CloneOriginals(s.Run.Originals)
		s.Run.Originals[cluster] = survey.Without(s.Run.Originals[cluster], address)
	}
	if s.Takeover != nil {
		t := *s.Takeover
		t.Originals = survey.CloneOriginals(t.Originals)
		t.Originals[cluster] = survey.Without(t.Originals[cluster], address)
		s.Takeover = &t
	}
}

// EditedReadiness names what was edited under a fence. On the cluster that the pool is to leave it stops a run, which would have to copy
// it; elsewhere it is only said.
func EditedReadiness(s *survey.Survey, in survey.Intent, out *finding.Findings) {
	for _, k := range s.Keys() {
		for _, o := range position.Edits(s, k) {
			was, _ := s.Original(k, o.Address())
			if unconfirmed(s, k, o) {
				if f := out.Add(unconfirmedFinding(k, o, was)); k != in.From() || s.Run != nil {
					f.Mild()
				}
				continue
			}
			text := fmt.Sprintf("was changed while the fence held it: it has %s, and had %s. Nothing tells which is meant: it is copied nowhere, "+
				"and left as it is", rights(o.Kind, o.Definition), rights(o.Kind, was.Definition))
			f := finding.New(finding.EditedUnderFence, o.Label()+" on "+k, text,
				fmt.Sprintf("give it back what it had, with what else it should have added once the run is over; or take what it has for what is "+
					"meant: list %s in ignore_findings until it has been applied once", finding.EditedUnderFence))
			if k != in.From() || s.Run != nil && !lets(o) {
				f.Mild()
			}
			path, body := uri.Share(o.ID, o.Zone), finding.Fields{}
			properties := survey.FencedProperties(o.Kind)
			switch o.Kind {
			case survey.KindExport:
				path = uri.Export(o.ID, o.Zone)
			case survey.KindPool:
				path, properties = uri.OfPool(uri.Pool, o.ID), []string{"ifaces"}
			}
			for _, property := range properties {
				body[property] = was.Definition[property]
				if body[property] == nil {
					body[property] = []any{}
				}
			}
			out.Add(f).By(k, "PUT", path, body)
		}
	}
}

// EditedSteps are what people have to do about what was edited under a fence.
func EditedSteps(s *survey.Survey, in survey.Intent) []string {
	found := &finding.Findings{}
	EditedReadiness(s, in, found)
	var out []string
	for _, f := range found.List {
		out = append(out, f.Object+": "+f.Text+": "+f.Cure)
	}
	return out
}

// Edited tells what somebody has changed under the fence on a cluster: what it has, and what it had.
func Edited(s *survey.Survey, cluster string) []string {
	var out []string
	for _, o := range position.Edits(s, cluster) {
		was, _ := s.Original(cluster, o.Address())
		if unconfirmed(s, cluster, o) {
			out = append(out, fmt.Sprintf("%s: %s %s", cluster, o.Label(), unconfirmedText(o, was)))
			continue
		}
		out = append(out, fmt.Sprintf("%s: %s was changed while the fence held it: it has %s, and had %s", cluster, o.Label(),
			rights(o.Kind, o.Definition), rights(o.Kind, was.Definition)))
	}
	return out
}

// EditedOpen is an error while the data is still on the old side and something that was edited under the fence lets people write there:
// the last sync could not be proven, and to set the fence once more would hide what they did.
func EditedOpen(s *survey.Survey, in survey.Intent) error {
	if in.Fence == survey.FenceNone || s.Takeover != nil || s.Lost(in.From()) || position.Serving(s) != in.From() {
		return nil
	}
	var all []string
	for _, o := range position.Edits(s, in.From()) {
		if o.Kind != survey.KindPool && (o.Above || in.Fence == survey.FenceInterfaces) || o.Kind == survey.KindPool &&
			in.Fence != survey.FenceInterfaces || !lets(o) {
			continue
		}
		was, _ := s.Original(in.From(), o.Address())
		all = append(all, fmt.Sprintf("%s on %s: somebody has changed it since the fence was set, so that people can write: "+
			"it has %s, and had %s",
			o.Label(), in.From(), rights(o.Kind, o.Definition), rights(o.Kind, was.Definition)))
	}
	if all == nil {
		return nil
	}
	return errors.New(strings.Join(all, "\n"))
}

// lets tells whether people may write through what was edited.
func lets(o survey.Object) bool {
	if o.Kind == survey.KindPool {
		return len(o.Ifaces()) > 0
	}
	return !survey.Fence(o).Equal(o.Definition)
}

// beforeEdit is an object as it was before the fence.
func beforeEdit(s *survey.Survey, cluster string, o survey.Object) survey.Object {
	was, ok := s.Original(cluster, o.Address())
	if !ok {
		return o
	}
	o.Definition, o.Edited = o.Definition.Clone(), false
	for _, k := range survey.FencedProperties(o.Kind) {
		delete(o.Definition, k)
		if v, has := was.Definition[k]; has {
			o.Definition[k] = v
		}
	}
	return o
}

// settled forgets what an object was that has just been made what its counterpart is: no fence holds it any more.
func settled(ctx context.Context, r *run.Run, cluster, address string) error {
	r.Mu.Lock()
	_, known := r.Survey.Original(cluster, address)
	if known {
		forget(r.Survey, cluster, address)
	}
	r.Mu.Unlock()
	if !known || r.Survey.Run == nil {
		return nil
	}
	return r.Note(ctx, func(rec *survey.RunRecord) {
		rec.Originals[cluster] = survey.Without(rec.Originals[cluster], address)
	})
}

// rights are, for people, what the fence changes of an object.
func rights(kind string, d survey.Definition) string {
	switch kind {
	case survey.KindPool:
		var out []string
		for _, i := range (survey.Object{Definition: d}).Ifaces() {
			out = append(out, fmt.Sprintf("%d:%s", i.LNN, i.Iface))
		}
		return "the interfaces " + list(out)
	case survey.KindExport:
		what := "writing allowed"
		if d["read_only"] == true {
			what = "read-only"
		}
		for _, k := range []string{"read_write_clients", "read_only_clients", "root_clients"} {
			var clients []string
			for _, c := range survey.List(d[k]) {
				clients = append(clients, fmt.Sprint(c))
			}
			what += ", " + strings.ReplaceAll(k, "_", " ") + " " + list(clients)
		}
		return what
	}
	var out []string
	for _, x := range survey.List(d["permissions"]) {
		p, _ := x.(map[string]any)
		out = append(out, fmt.Sprintf("%v %v for %s", p["permission_type"], p["permission"], who(p["trustee"])))
	}
	text := list(out)
	if root := survey.List(d["run_as_root"]); len(root) > 0 {
		var names []string
		for _, x := range root {
			names = append(names, who(x))
		}
		text += ", as root " + list(names)
	}
	if d["auto_create_directory"] == true {
		text += ", directories are made on connecting"
	}
	return text
}

func list(all []string) string {
	if len(all) == 0 {
		return "none"
	}
	return strings.Join(all, ", ")
}

// who is the name of a user or group, or its id.
func who(v any) string {
	m, _ := v.(map[string]any)
	if name, _ := m["name"].(string); name != "" {
		return name
	}
	return fmt.Sprint(m["id"])
}
