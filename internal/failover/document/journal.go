// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package document

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// maxRevision is more than any journal will see: ten writes a second for ten million years. What is above it is damage, and one more
// would not fit the number.
const maxRevision = 1 << 53

// Journal reads the journal of a resource, "dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1"; "" is any. A document that was written
// for another resource is an error.
func Journal(b []byte, resource string) (*survey.Journal, error) {
	j, err := survey.DecodeJournal(b)
	if err != nil {
		return nil, err
	}
	c := &check{}
	c.want(resource == "" || j.Resource == resource, "resource", "%q is not the one that it was read for", j.Resource)
	c.want(c.adopt(j.Resource), "resource", "%q is not a pair of pools", j.Resource)
	c.want(j.Revision >= 0 && j.Revision < maxRevision, "revision", "%d", j.Revision)
	c.local("local", j.Local)
	c.run("run", j.Run)
	c.takeover("takeover", j.Takeover)
	c.drill("drill", j.Drill)
	if c.err != nil {
		return nil, c.err
	}
	return j, nil
}

// local are the names that stay, by cluster.
func (c *check) local(at string, local map[string][]string) {
	for k, names := range local {
		c.cluster(at, k)
		c.texts(at, names)
	}
}

// run is the record of an open run.
func (c *check) run(at string, r *survey.RunRecord) {
	if r == nil {
		return
	}
	c.text(at+".id", r.ID)
	c.cluster(at+".from", r.From)
	c.cluster(at+".to", r.To)
	c.want(r.From != r.To, at+".to", "%q is also where the run comes from", r.To)
	c.want(slices.Contains([]string{"", survey.NamesFirst, survey.WritesFirst}, r.Order), at+".order", "%q", r.Order)
	c.texts(at+".names", r.Names)
	c.texts(at+".opening", r.Opening)
	c.texts(at+".remount", r.Remount)
	c.moves(at+".spns", r.SPNs)
	c.schedules(at+".schedules", r.Schedules)
	c.originals(at+".originals", r.Originals)
	for k, addresses := range r.Unknown {
		c.cluster(at+".unknown", k)
		c.texts(at+".unknown", addresses)
	}
	for w, base := range r.Witnesses {
		c.text(at+".witnesses", w.Policy)
		c.want(base.Job >= 0 && base.Started >= 0, at+".witnesses", "a baseline below zero for %s", w.Policy)
	}
}

// takeover is the record of an uncontrolled move.
func (c *check) takeover(at string, t *survey.Takeover) {
	if t == nil {
		return
	}
	c.text(at+".run", t.Run)
	c.cluster(at+".lost", t.Lost)
	c.want(t.Fork == "" || isTime(t.Fork), at+".fork", "%q is not a time", t.Fork)
	c.texts(at+".names", t.Names)
	c.moves(at+".spns", t.SPNs)
	c.schedules(at+".schedules", t.Schedules)
	c.texts(at+".uninventoried", t.Uninventoried)
	c.originals(at+".originals", t.Originals)
}

// drill is the record of an open drill.
func (c *check) drill(at string, d *survey.Drill) {
	if d == nil {
		return
	}
	c.text(at+".id", d.ID)
	c.cluster(at+".from", d.From)
	c.cluster(at+".to", d.To)
	c.want(d.From != d.To, at+".to", "%q is also the side that serves", d.To)
	c.texts(at+".names", d.Names)
	c.texts(at+".policies", d.Policies)
	c.schedules(at+".schedules", d.Schedules)
}

// schedules are those of policies.
func (c *check) schedules(at string, all map[string]survey.Schedule) {
	for policy, s := range all {
		c.text(at, policy)
		c.want(!unprintable(s.Text), at, "the schedule of %s holds control characters", policy)
		c.count(at, s.Priority)
		for _, n := range []*int{s.JobDelay, s.RPOAlert} {
			if n != nil {
				c.count(at, *n)
			}
		}
	}
}

// moves are SPNs that change hands.
func (c *check) moves(at string, all []survey.SPNMove) {
	for _, m := range all {
		c.text(at, m.SPN)
	}
}

// originals are definitions of objects before the fence, by cluster.
func (c *check) originals(at string, all map[string][]survey.Object) {
	for k, list := range all {
		c.cluster(at, k)
		c.objects(at+"."+k, list)
	}
}
