// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package document

import (
	"maps"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Stored reads a stored survey of a resource, from private state or from a cluster (the inventory); "" is any resource.
func Stored(b []byte, resource string) (*survey.Survey, error) {
	s, err := survey.DecodeSurvey(b)
	if err != nil {
		return nil, err
	}
	c := &check{}
	c.want(resource == "" || s.ID == resource, "id", "%q is not the one that it was read for", s.ID)
	c.want(c.adopt(s.ID), "id", "%q is not a pair of pools", s.ID)
	slices.Sort(c.keys)
	c.want(slices.Equal(slices.Sorted(maps.Keys(s.Pools)), c.keys), "pools", "not those of %s", s.ID)
	c.want(s.JournalRevision >= 0 && s.JournalRevision < maxRevision, "journal_revision", "%d", s.JournalRevision)
	c.pairs("pairs", s.Pairs)
	c.texts("missing", s.Missing)
	c.texts("undeclared", s.Undeclared)
	c.local("local", s.Local)
	c.run("run", s.Run)
	c.takeover("takeover", s.Takeover)
	for k, v := range s.Clusters {
		c.cluster("clusters", k)
		c.view("clusters."+k, v)
	}
	for _, k := range c.keys {
		c.want(s.Clusters[k] != nil, "clusters", "%s is not there", k)
	}
	if c.err != nil {
		return nil, c.err
	}
	return s, nil
}

// pairs are the policies.
func (c *check) pairs(at string, pairs []survey.Pair) {
	var seen []string
	for _, p := range pairs {
		c.text(at, p.Name)
		c.want(!slices.Contains(seen, p.Name), at, "policy %s is there twice", p.Name)
		seen = append(seen, p.Name)
		c.cluster(at, p.Home)
		for k, path := range p.Paths {
			c.cluster(at, k)
			c.path(at, path)
		}
		c.want(len(p.Paths) == len(c.keys), at, "policy %s has %d paths", p.Name, len(p.Paths))
	}
}

// view is what one cluster said.
func (c *check) view(at string, v *survey.ClusterView) {
	if v == nil {
		return
	}
	c.want(v.Seen == "" || isTime(v.Seen), at+".seen", "%q is not a time", v.Seen)
	if p := v.Pool; p != nil {
		c.text(at+".pool", p.ID)
		c.texts(at+".pool", p.Aliases)
	}
	c.objects(at+".objects", v.Objects)
	c.quotas(at+".quotas", v.Quotas)
	for _, a := range v.AD {
		c.text(at+".ad", a.Provider)
		c.texts(at+".ad", a.SPNs)
	}
	for name, p := range v.Policies {
		c.text(at+".policies", name)
		c.path(at+".policies", p.SourcePath)
		c.path(at+".policies", p.TargetPath)
	}
	for name, t := range v.Targets {
		c.text(at+".targets", name)
		c.path(at+".targets", t.Path)
	}
}
