// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sync

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

var policyRoutes = []rest.Route{
	rest.Get("/sync/policies", listPolicies),
	rest.Post("/sync/policies", createPolicy),
	rest.Delete("/sync/policies", deletePolicies),
	rest.Get("/sync/policies/{SyncPolicyId}", showPolicy),
	rest.Put("/sync/policies/{SyncPolicyId}", changePolicy),
	rest.Delete("/sync/policies/{SyncPolicyId}", deletePolicy),
	rest.Post("/sync/policies/{Policy}/reset", resetPolicy),
}

func listPolicies(r *rest.Request) rest.Answer {
	return rest.Listing[synciq.Policy]{
		Key: "policies", Items: synciq.Of(r.Cluster).Policies(),
		Show: func(p synciq.Policy) any { return shownPolicy(r, p) },
	}.Answer(r)
}

func showPolicy(r *rest.Request) rest.Answer {
	p, ok := synciq.Of(r.Cluster).Policy(r.Param("SyncPolicyId"))
	if !ok {
		return noPolicy(r.Param("SyncPolicyId"))
	}
	return rest.Item("policies", shownPolicy(r, p))
}

func noPolicy(key string) rest.Answer {
	return rest.NotFound("", "Policy matching: '%s' not found.", key)
}

// policyCreate is what POST takes.
type policyCreate struct {
	synciq.PolicySettings
	Enabled  bool   `json:"enabled"`
	Password string `json:"password" max:"255"`
}

func createPolicy(r *rest.Request) rest.Answer {
	body := policyCreate{PolicySettings: synciq.NewPolicySettings(), Enabled: true}
	body.fromSettings(synciq.Of(r.Cluster).CurrentSettings())
	if bad := r.Edit(&body); bad != nil {
		return *bad
	}
	for _, name := range []string{"action", "name", "source_root_path", "target_host", "target_path"} {
		if !r.Has(name) {
			return rest.Fail(400, "AEC_ARG_REQUIRED", name, "property '%s' is required", name).Because(rest.RuleBadValue)
		}
	}
	if bad := checkPolicy(r, body.PolicySettings, ""); bad != nil {
		return *bad
	}
	p := synciq.Of(r.Cluster).AddPolicy(body.PolicySettings, body.Enabled, digestOf(body.Password))
	return rest.Created(p.ID)
}

// fromSettings gives a new policy what the cluster's settings say for new policies (B§6).
func (p *policyCreate) fromSettings(s synciq.Settings) {
	p.ForceInterface, p.RestrictTargetNetwork, p.SourceNetwork = s.ForceInterface, s.RestrictTargetNetwork, s.SourceNetwork
}

// policyUpdate is what PUT takes.
type policyUpdate struct {
	synciq.PolicySettings
	Conflicted bool   `json:"conflicted"`
	Enabled    bool   `json:"enabled"`
	Password   string `json:"password" max:"255"`
}

// changePolicy does what each part of the body means to the state machine, the resolve first: clients send enabled and schedule
// along with it.
func changePolicy(r *rest.Request) rest.Answer {
	p, ok := synciq.Of(r.Cluster).Policy(r.Param("SyncPolicyId"))
	body := policyUpdate{PolicySettings: p.PolicySettings, Conflicted: p.Conflicted, Enabled: p.Enabled()}
	if bad := r.Edit(&body); bad != nil {
		return *bad
	}
	if !ok {
		return act(r, body.actions(r)[0], r.Param("SyncPolicyId"))
	}
	if r.Has("conflicted") && body.Conflicted {
		return rest.BadRequest("conflicted", "conflicted can only be set to false").Because(rest.RuleBadValue)
	}
	if bad := checkPolicy(r, body.PolicySettings, p.ID); bad != nil {
		return *bad
	}
	for _, a := range body.actions(r) {
		if out := act(r, a, p.ID); out.Refuses() {
			return out
		}
	}
	synciq.Of(r.Cluster).ChangePolicy(p.ID, body.PolicySettings)
	if r.Has("password") {
		synciq.Of(r.Cluster).SetPassword(p.ID, digestOf(body.Password))
	}
	return rest.Done()
}

func (p *policyUpdate) actions(r *rest.Request) (out []siq.Action) {
	others := len(r.Given())
	if r.Has("conflicted") {
		out = append(out, siq.Resolve)
		others--
	}
	if r.Has("enabled") {
		others--
		if p.Enabled {
			out = append(out, siq.Enable)
		} else {
			out = append(out, siq.Disable)
		}
	}
	if others > 0 {
		out = append(out, siq.Modify)
	}
	return out
}

// act does an action without an answer of its own.
func act(r *rest.Request, a siq.Action, key string) rest.Answer {
	if out := synciq.Of(r.Cluster).Act(a, key, synciq.Request{}); out.Refused != nil {
		return refusal(r, out.Refused)
	}
	return rest.Done()
}

func deletePolicy(r *rest.Request) rest.Answer {
	return act(r, howToDelete(r), r.Param("SyncPolicyId"))
}

// deletePolicies deletes all policies, as a client finds out that builds the URL with an empty name.
func deletePolicies(r *rest.Request) rest.Answer {
	for _, p := range synciq.Of(r.Cluster).Policies() {
		if out := act(r, howToDelete(r), p.ID); out.Refuses() {
			return out
		}
	}
	return rest.Done()
}

func howToDelete(r *rest.Request) siq.Action {
	switch {
	case r.Flag("local_only", false):
		return siq.DeleteLocal
	case r.Flag("force", false):
		return siq.DeleteForce
	}
	return siq.Delete
}

func resetPolicy(r *rest.Request) rest.Answer {
	if bad := r.Decode(&struct{}{}); bad != nil {
		return *bad
	}
	out := synciq.Of(r.Cluster).Act(siq.Reset, r.Param("Policy"), synciq.Request{})
	if out.Refused != nil {
		return refusal(r, out.Refused)
	}
	return rest.OK(map[string]any{"id": out.Policy})
}

// checkPolicy says what is wrong with a policy's settings. self is the policy's id, "" for a new one.
func checkPolicy(r *rest.Request, s synciq.PolicySettings, self string) *rest.Answer {
	bad := func(field, format string, args ...any) *rest.Answer {
		return rest.Refuse(rest.BadRequest(field, format, args...).Because(rest.RuleBadValue))
	}
	for field, v := range map[string]string{"name": s.Name, "target_host": s.TargetHost, "snapshot_sync_pattern": s.SnapshotSyncPattern} {
		if v == "" {
			return bad(field, "'%s' must not be empty", field)
		}
	}
	for field, v := range map[string]string{"source_root_path": s.SourceRootPath, "target_path": s.TargetPath} {
		if !underIFS(v) {
			return bad(field, "'%s' must be a path below /ifs, not '%s'", field, v)
		}
	}
	if err := synciq.CheckSchedule(s.Schedule); err != nil {
		return bad("schedule", "%v", err)
	}
	if id := s.TargetCertificateID; id != "" && !synciq.Of(r.Cluster).Peers.Has(id) {
		return rest.Refuse(rest.BadRequest("target_certificate_id", "Certificate %q not found in the synciq_peer certificate store.", id))
	}
	if other, taken := synciq.Of(r.Cluster).Policy(s.Name); taken && other.ID != self {
		return rest.Refuse(rest.Conflict("name", "A policy named '%s' already exists.", s.Name))
	}
	return nil
}

func underIFS(p string) bool { return len(p) > len("/ifs/") && p[:len("/ifs/")] == "/ifs/" }
