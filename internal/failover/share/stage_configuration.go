// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package share

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Stage 2a, "SMB Shares and NFS exports/aliases are replicated to the Target Cluster": SyncIQ copies files, not definitions. Each
// object at or below a policy path is created or updated on the receiving side, its path translated. Objects that exist only there are
// never deleted.

// First runs the policy of a pair once, from → to.
type First func(ctx context.Context, r *run.Run, p permit.Permit, pair survey.Pair, d survey.Direction) error

// UnmetConfiguration is stage 2a: the steps that make or update on the receiving cluster each share, export and alias whose data moves.
func UnmetConfiguration(s *survey.Survey, in survey.Intent, first First) []run.Step {
	if !in.CopyConfiguration {
		return nil
	}
	d := in.Direction()
	var out []run.Step
	for _, o := range s.Clusters[d.From].Objects {
		p, ok := position.Copies(s, o, d)
		if !ok || OriginalLost(s, d.From, o) {
			continue
		}
		if o.Edited {
			if !s.Lost(d.From) {
				continue
			}
			o = beforeEdit(s, d.From, o) // what it was is the last that is known to be meant
		}
		want, ok := s.TranslateObject(o, d)
		if !ok {
			continue // object_above_policy names it
		}
		have, exists := twin(s, o, want, d)
		verb := "create"
		if exists {
			if !sameContinuity(have, want) {
				delete(want.Definition, continuity) // it stays as it is there
			}
			if survey.Covers(have.Definition, want.Definition) && !have.Edited {
				continue
			}
			verb, want.Definition = "update", want.Definition.Over(have.Definition)
			want.ID = have.ID
		}
		text := o.Label() + ": " + d.From + " -> " + d.To + ", " + verb
		if !slices.Equal(o.Paths, want.Paths) {
			text += " at " + strings.Join(want.Paths, " ")
		}
		out = append(out, run.Step{
			Keys: []survey.Key{survey.NewKey(survey.StageConfiguration, d.To, o.Kind, o.Address(), verb+" at "+strings.Join(want.Paths, " "))},
			Lane: d.To + "/" + o.Kind,
			Lines: []run.Line{{
				Group: run.GroupConfiguration, Object: o.Address(),
				Text: text,
			}},
			Effect: func(s *survey.Survey) { s.Put(d.To, want, exists) },
			Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
				err := writeObject(ctx, r, permit, d.To, want, exists)
				if err == nil {
					return settled(ctx, r, d.To, want.Address())
				}
				if first == nil || o.Kind != survey.KindShare || exists || !errors.Is(err, onefs.ErrBadRequest) && !errors.Is(err, onefs.ErrNotFound) {
					return err
				}
				r.Log(ctx, "a share cannot be made; its directory may be new since the last run", map[string]any{
					"share": o.Label(), "policy": p.PolicyOn(d.From), "error": err.Error(),
				})
				if failed := first(ctx, r, permit, p, d); failed != nil {
					return fmt.Errorf("%w; and its directory cannot be brought there: %w", err, failed)
				}
				return writeObject(ctx, r, permit, d.To, want, exists)
			},
		})
	}
	return out
}
