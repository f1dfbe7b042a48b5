// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package quota

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// Above are quotas on directories above a policy's directory.
func Above(s *survey.Survey, cluster string, all []onefs.Quota) ([]survey.Quota, error) {
	var out []survey.Quota
	for _, q := range all {
		if _, inside := s.PairAt(cluster, q.Path); inside || !s.Above(cluster, q.Path) {
			continue
		}
		d, err := q.Raw.Definition(onefs.KindQuota, onefs.VerbCreate)
		if err != nil {
			return nil, err
		}
		delete(d, "path")
		if q.Type == "directory" {
			delete(d, "persona")
		}
		v := survey.Quota{ID: q.ID, Type: q.Type, Path: q.Path, Ready: q.Ready, Limits: describeLimits(q.Thresholds), Definition: d}
		if q.Persona != nil {
			v.Who = q.Persona.ID
		}
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b survey.Quota) int {
		return strings.Compare(a.Path+"|"+a.Type+"|"+a.Who, b.Path+"|"+b.Type+"|"+b.Who)
	})
	return out, nil
}

// Read reads the quotas of the pairs now.
func Read(ctx context.Context, e *clusters.Set, cluster string, pairs []survey.Pair, rules bool) ([]survey.Quota, error) {
	all, err := e.Client(cluster).Quotas(ctx, onefs.QuotaQuery{})
	if err != nil {
		return nil, err
	}
	return Own(ctx, e, cluster, all, pairs, rules)
}

// Own keeps the quotas at or below the policies' directories, with their own notification rules.
func Own(ctx context.Context, e *clusters.Set, cluster string, all []onefs.Quota, pairs []survey.Pair, rules bool) ([]survey.Quota, error) {
	s := &survey.Survey{Pairs: pairs}
	var out []survey.Quota
	for _, q := range all {
		p, ok := s.PairAt(cluster, q.Path)
		if !ok {
			continue
		}
		d, err := q.Raw.Definition(onefs.KindQuota, onefs.VerbCreate)
		if err != nil {
			return nil, err
		}
		delete(d, "path")
		if persona, ok := d["persona"].(map[string]any); ok {
			// An id says everything; names resolve differently on two clusters.
			if id, ok := persona["id"]; ok && id != "" {
				d["persona"] = map[string]any{"id": id}
			}
		}
		if d["type"] == "directory" || strings.HasPrefix(fmt.Sprint(d["type"]), "default-") {
			delete(d, "persona")
		}
		v := survey.Quota{
			ID: q.ID, Pair: p.Name, Type: q.Type, Path: q.Path, Linked: q.IsLinked(), Ready: q.Ready, Limits: describeLimits(q.Thresholds),
			Definition: d, Notifications: q.Notifications,
		}
		if q.Persona != nil && d["persona"] != nil {
			v.Who = q.Persona.ID
		}
		if rules && v.Notifications == "custom" {
			if v.Rules, err = readRules(ctx, e, cluster, q.ID); err != nil {
				return nil, err
			}
		}
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b survey.Quota) int {
		return strings.Compare(a.Path+"|"+a.Type+"|"+a.Who, b.Path+"|"+b.Type+"|"+b.Who)
	})
	return out, nil
}

func readRules(ctx context.Context, e *clusters.Set, cluster, quota string) ([]survey.Definition, error) {
	list, err := e.Client(cluster).QuotaNotifications(ctx, quota)
	if err != nil {
		return nil, err
	}
	var out []survey.Definition
	for _, n := range list {
		d, err := n.Raw.Definition(onefs.KindQuotaNotification, onefs.VerbCreate)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b survey.Definition) int { return strings.Compare(string(a.Text()), string(b.Text())) })
	return out, nil
}

// describeLimits is "hard 10 GiB, soft 8 GiB".
func describeLimits(t onefs.QuotaThresholds) string {
	var parts []string
	for _, x := range []struct {
		name  string
		bytes *int64
	}{{"hard", t.Hard}, {"soft", t.Soft}, {"advisory", t.Advisory}} {
		if x.bytes != nil {
			parts = append(parts, x.name+" "+size(*x.bytes))
		}
	}
	return strings.Join(parts, ", ")
}

// size is a number of bytes in the largest binary unit that divides it.
func size(n int64) string {
	units := []string{"B", "KiB", "MiB", "GiB", "TiB", "PiB"}
	i := 0
	for n != 0 && n%1024 == 0 && i < len(units)-1 {
		n /= 1024
		i++
	}
	return fmt.Sprintf("%d %s", n, units[i])
}
