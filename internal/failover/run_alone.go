// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Once the last sync is proven, the new side has everything, and the fence lets nobody write on the old one. So the old cluster is wanted
// and not needed until resync prep: if it stops answering before clients can write on the new side, the run goes on as a takeover, without
// a word of the configuration, and never writes to the old cluster again.

// withoutOld is the look of a run that goes on without the old cluster: what was seen of that last, and the new one as it is.
func withoutOld(ctx context.Context, r *run.Run, before *survey.Survey) (*clusters.Set, *survey.Survey) {
	set, both, scope := r.Engine.Without(r.Intent.From(), time.Now()), r.Engine, r.Scope
	scope.Prior = before
	r.Engine = set
	defer func() { r.Engine = both }()
	return set, r.Read(context.WithoutCancel(ctx), scope, before, survey.AreaAll)
}

// clientsServed tells whether no name has to move and no copy has to be opened any more.
func clientsServed(s *survey.Survey, in survey.Intent) bool {
	return !slices.ContainsFunc(stages(s, in), func(st stage) bool {
		return (st.id == survey.StageNames || st.id == survey.StageWrites) && len(st.unmet(s, in)) > 0
	})
}

// goOnAlone makes a takeover of a run whose old cluster does not answer any more while clients wait, and tells whether it did. Proof is the
// newest look that proves that the new side has everything, nil without one. What is approved is what a takeover of this resource needs:
// the same names, SPNs and copies, on the new side alone.
func goOnAlone(ctx context.Context, r *run.Run, issuer *permits, proof *survey.Survey, cause error) bool {
	if ctx.Err() != nil || proof == nil || !position.Silent(r.Survey, r.Intent) {
		return false
	}
	in, from := r.Intent, r.Intent.From()
	set, alone := withoutOld(ctx, r, proof)
	if len(alone.Clusters[in.To()].Unread) > 0 || clientsServed(alone, in) {
		return false // the same apply goes on when the old cluster is back
	}
	takeover := Plan(alone, in)
	for _, f := range takeover.Errors {
		r.Log(ctx, "the run cannot go on without the old cluster", map[string]any{"cluster": from, "reason": f.Line()})
	}
	if len(takeover.Errors) > 0 || takeover.Moves == nil {
		return false
	}
	r.Engine, r.Survey, r.Scope.Prior = set, alone, proof
	r.Tell()
	r.Lease.Abandon(from)
	issuer.Add(takeover.Approved...)
	r.Log(ctx, "the old cluster does not answer, the run goes on without it", map[string]any{"cluster": from, "error": cause.Error()})
	r.ByHand(fmt.Sprintf("%[1]s stopped answering after its last syncs were proven and while its fence stood (%[3]v). "+
		"The run went on without it: nothing that clients wrote through its shares and exports is missing on %[2]s. Make sure that %[1]s "+
		"serves nobody. If it is gone for good, set `lost_since` for it; when it answers again, `terraform plan` shows what is left to do "+
		"there.", from, in.To(), cause))
	return true
}

// truth is the survey for what is said about a failure: where the old cluster alone does not answer, the new one is looked at all the same,
// because whether clients can write is decided there.
func truth(ctx context.Context, r *run.Run) *survey.Survey {
	if !position.Silent(r.Survey, r.Intent) || r.Survey.Run == nil {
		return r.Survey
	}
	_, out := withoutOld(ctx, r, r.Survey)
	if out.Clusters[r.Intent.To()].Unread != "" {
		return r.Survey
	}
	from := r.Intent.From()
	out.Settings = r.Survey.Settings
	out.Clusters[from].Unread, out.Clusters[from].UnreadKind = r.Survey.Clusters[from].Unread, r.Survey.Clusters[from].UnreadKind
	return out
}
