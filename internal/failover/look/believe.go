// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package look

import (
	"fmt"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Whoever can write files on one cluster can write a journal there. So what only one copy tells is no authority over rights and over the
// other cluster: an open run counts if the other copy or Terraform's state knows it, or if there is no other copy to ask; and what an
// object was before the fence counts if something else says the same. See ADR 30.

// believer compares the newest copy of the journal with what else is known.
type believer struct {
	s     *survey.Survey // as it was before the journal was read: in mid-run with the record in memory
	prior *survey.Survey
	raw   map[string]*rawView
	other *survey.Journal // nil if the other cluster has none, or none that can be read
	from  string          // the cluster of the newest copy
}

// believe answers the journal that counts, and why the newest copy does not, if so. Originals that nothing confirms are moved to the
// unsettled ones, which no run gives back by itself.
func (b believer) believe(newest *survey.Journal) (out *survey.Journal, why string) {
	j := *newest
	if why = b.unknown(&j); why != "" {
		j = *b.other
		j.Revision = newest.Revision
	}
	if d := j.Drill; d != nil && b.other != nil && !sameDrill(d, b.other.Drill) && !sameDrill(d, b.s.Drill) {
		why = fmt.Sprintf("on %s has the open drill %s, which neither the journal on %s nor Terraform's state knows",
			b.from, d.ID, b.s.Other(b.from))
		j.Drill = nil
	}
	j.Unsettled = survey.CloneOriginals(j.Unsettled)
	if j.Run != nil {
		j.Run = j.Run.Clone()
		b.confirm(j.Run.Originals, j.Unsettled)
	}
	if j.Takeover != nil {
		t := *j.Takeover
		t.Originals = survey.CloneOriginals(t.Originals)
		b.confirm(t.Originals, j.Unsettled)
		j.Takeover = &t
	}
	if len(j.Unsettled) == 0 {
		j.Unsettled = nil
	}
	return &j, why
}

// unknown says why the newest copy tells of a run or a takeover that never was, "" if it does not. There are three cases: a copy that is
// not there or cannot be read contradicts nothing; a copy of another run does.
func (b believer) unknown(j *survey.Journal) string {
	if b.other == nil {
		return ""
	}
	away := b.s.Other(b.from) // the cluster of the other copy
	if r := j.Run; r != nil && !sameRun(r, b.other.Run) && !sameRun(r, b.s.Run) && (b.prior == nil || !sameRun(r, b.prior.Run)) &&
		(!r.Uncontrolled || r.From != away) {
		return fmt.Sprintf("on %s has the open run %s, which neither the journal on %s nor Terraform's state knows",
			b.from, r.ID, away)
	}
	if t := j.Takeover; t != nil && !sameTakeover(t, b.other.Takeover) && !sameTakeover(t, b.s.Takeover) &&
		(b.prior == nil || !sameTakeover(t, b.prior.Takeover)) && !b.tookOver(t, away) {
		return fmt.Sprintf("on %s has the takeover %s, which neither the journal on %s nor Terraform's state knows, and %s "+
			"has none of its names", b.from, t.Run, away, b.from)
	}
	return ""
}

// tookOver tells whether the cluster of the newest copy shows the takeover from the other one: its pool has the names.
func (b believer) tookOver(t *survey.Takeover, away string) bool {
	v := b.raw[b.from]
	if t.Lost != away || v == nil || v.pool == nil {
		return t.Lost == away
	}
	for _, n := range t.Names {
		if v.pool.On(n) == survey.Live {
			return true
		}
	}
	return len(t.Names) == 0
}

func sameRun(a, b *survey.RunRecord) bool { return a != nil && b != nil && a.ID == b.ID }

func sameDrill(a, b *survey.Drill) bool { return a != nil && b != nil && a.ID == b.ID }

func sameTakeover(a, b *survey.Takeover) bool { return a != nil && b != nil && a.Run == b.Run }

// confirm moves what nothing confirms from the originals to the unsettled ones.
func (b believer) confirm(originals, unsettled map[string][]survey.Object) {
	for k, list := range originals {
		var kept []survey.Object
		for _, o := range list {
			was, ok := b.confirmed(k, o)
			if ok {
				kept = append(kept, was)
				continue
			}
			unsettled[k] = append(survey.Without(unsettled[k], o.Address()), o)
		}
		originals[k] = kept
	}
}

// confirmed is what the object was, if two sources agree: the newest copy with any other one, or the run's memory with the other copy.
func (b believer) confirmed(k string, o survey.Object) (survey.Object, bool) {
	if b.knows(k, o) {
		return o, true
	}
	var held []survey.Object
	if x, ok := b.s.Held(k, o.Address()); ok {
		held = append(held, x)
	}
	if x, ok := heldBy(b.other, k, o.Address()); ok {
		held = append(held, x)
	}
	for _, x := range held {
		if b.knows(k, x) {
			return x, true
		}
	}
	// Interfaces are no right: they count where no other copy contradicts.
	return o, o.Kind == survey.KindPool && len(held) == 0
}

// knows tells whether something beside the newest copy says that the object had these rights, or gives the same ones now.
func (b believer) knows(k string, o survey.Object) bool {
	same := func(d survey.Definition) bool {
		if o.Kind == survey.KindPool {
			return o.Definition.Equal(d)
		}
		return survey.SameFields(o.Definition, d, survey.FencedProperties(o.Kind))
	}
	for _, held := range []func() (survey.Object, bool){
		func() (survey.Object, bool) { return heldBy(b.other, k, o.Address()) },
		func() (survey.Object, bool) { return b.s.Held(k, o.Address()) },
		func() (survey.Object, bool) { return b.before(k, o) },
		func() (survey.Object, bool) { return b.live(k, o) },
	} {
		if x, ok := held(); ok && same(x.Definition) {
			return true
		}
	}
	return b.twin(k, o, same)
}

// heldBy is what a copy of the journal says that an object was.
func heldBy(j *survey.Journal, k, address string) (survey.Object, bool) {
	if j == nil {
		return survey.Object{}, false
	}
	return (&survey.Survey{Run: j.Run, Takeover: j.Takeover}).Held(k, address)
}

// before is the object in the survey that Terraform's state has, without its fence.
func (b believer) before(k string, o survey.Object) (survey.Object, bool) {
	if b.prior == nil || b.prior.Clusters[k] == nil {
		return survey.Object{}, false
	}
	if x, ok := b.prior.Held(k, o.Address()); ok {
		return x, true
	}
	c := b.prior.Clusters[k]
	if p := c.Pool; o.Kind == survey.KindPool && p != nil && !p.Edited {
		return p.Original(nil), true
	}
	x, ok := survey.FindObject(c.Objects, o.Address())
	return x, ok && !x.Edited
}

// live is the object as the cluster has it now.
func (b believer) live(k string, o survey.Object) (survey.Object, bool) {
	if v := b.raw[k]; v != nil {
		return survey.FindObject(v.objects, o.Address())
	}
	return survey.Object{}, false
}

// twin tells whether the other cluster has a counterpart with these rights: giving them back gives nobody what people there lack.
func (b believer) twin(k string, o survey.Object, same func(survey.Definition) bool) bool {
	there := b.raw[b.s.Other(k)]
	want, ok := b.s.TranslateObject(o, survey.Direction{From: k, To: b.s.Other(k)})
	if there == nil || !ok {
		return false
	}
	for _, x := range there.objects {
		if x.Kind != want.Kind || !strings.EqualFold(x.Zone, want.Zone) {
			continue
		}
		stands := strings.EqualFold(x.ID, want.ID)
		if x.Kind == survey.KindExport {
			stands = survey.SamePaths(x.Paths, want.Paths)
		}
		if stands && same(x.Definition) {
			return true
		}
	}
	return false
}
