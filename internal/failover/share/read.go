// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package share

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// Namesakes finds shares and aliases that stand in the way of copies: same name, same zone, another directory.
func Namesakes(s *survey.Survey, cluster string, all []survey.Object) []survey.Object {
	var out []survey.Object
	for _, o := range all {
		seen := func(x survey.Object) bool { return x.Address() == o.Address() }
		if o.Kind == survey.KindExport || slices.ContainsFunc(s.Clusters[cluster].Objects, seen) {
			continue
		}
		if slices.ContainsFunc(s.Clusters[s.Other(cluster)].Objects, func(x survey.Object) bool {
			return x.Kind == o.Kind && strings.EqualFold(x.Zone, o.Zone) && strings.EqualFold(x.ID, o.ID)
		}) {
			out = append(out, survey.Object{Kind: o.Kind, Zone: o.Zone, ID: o.ID, Paths: o.Paths})
		}
	}
	return out
}

// ReadObjects reads shares, exports and aliases of all access zones.
func ReadObjects(ctx context.Context, e *clusters.Set, c *onefs.Client, zones []onefs.Zone) ([]survey.Object, error) {
	var mu sync.Mutex
	var out []survey.Object
	g, ctx := errgroup.WithContext(ctx)
	add := func(o survey.Object, raw onefs.Raw, kind onefs.Kind) error {
		d, err := raw.Definition(kind, onefs.VerbCreate)
		if err != nil {
			return err
		}
		o.Definition = d
		for _, k := range []string{"name", "zone"} {
			delete(o.Definition, k)
		}
		mu.Lock()
		defer mu.Unlock()
		out = append(out, o)
		return nil
	}
	for _, z := range zones {
		g.Go(func() error {
			shares, err := c.SMBShares(ctx, z.Name)
			for _, s := range shares {
				o := survey.Object{Kind: survey.KindShare, Zone: z.Name, ID: s.Name, Paths: []string{s.Path}}
				if err := add(o, s.Raw, onefs.KindSMBShare); err != nil {
					return err
				}
			}
			return err
		})
		g.Go(func() error {
			exports, err := c.NFSExports(ctx, z.Name)
			for _, x := range exports {
				o := survey.Object{Kind: survey.KindExport, Zone: z.Name, ID: strconv.FormatInt(x.ID, 10), Paths: x.Paths}
				if err := add(o, x.Raw, onefs.KindNFSExport); err != nil {
					return err
				}
			}
			return err
		})
		g.Go(func() error {
			aliases, err := c.NFSAliases(ctx, z.Name)
			for _, a := range aliases {
				o := survey.Object{Kind: survey.KindAlias, Zone: z.Name, ID: a.Name, Paths: []string{a.Path}}
				if err := add(o, a.Raw, onefs.KindNFSAlias); err != nil {
					return err
				}
			}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	slices.SortFunc(out, func(a, b survey.Object) int { return strings.Compare(a.Address(), b.Address()) })
	return out, nil
}

// OwnObjects keeps the objects at, below or above the policies' directories, and shows the fenced ones as they were.
func OwnObjects(s *survey.Survey, cluster string, all []survey.Object) []survey.Object {
	var out []survey.Object
	for _, o := range all {
		inside, outside := 0, 0
		for _, path := range o.Paths {
			fixed := o.Fixed(path)
			switch p, ok := s.PairAt(cluster, fixed); {
			case ok:
				inside++
				if !slices.Contains(o.Pairs, p.Name) {
					o.Pairs = append(o.Pairs, p.Name)
				}
			case s.Above(cluster, fixed):
				outside++
				o.Above = true
			default:
				outside++
			}
		}
		if inside == 0 && !o.Above {
			continue
		}
		if inside > 0 && outside > 0 {
			o.Above = true
		}
		out = append(out, unfenced(s, cluster, o))
	}
	return out
}

// unfenced shows an object that a fence holds as it was before, and marks one that somebody has changed since.
func unfenced(s *survey.Survey, cluster string, o survey.Object) survey.Object {
	was, ok := s.Original(cluster, o.Address())
	if !ok {
		return o
	}
	_, held := s.Held(cluster, o.Address())
	properties := survey.FencedProperties(o.Kind)
	switch fenced := (survey.Object{Kind: o.Kind, Definition: was.Definition}); {
	case survey.SameFields(was.Definition, o.Definition, properties):
		s.Settle(cluster, o.Address())
	case held && survey.SameFields(survey.Fence(fenced), o.Definition, properties):
		return asBefore(o, was)
	default:
		o.Edited = true
	}
	return o
}
