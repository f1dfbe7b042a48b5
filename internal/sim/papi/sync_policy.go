// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var syncPolicyRoutes = []Route{
	{"GET", "/sync/policies", listSyncPolicies},
	{"POST", "/sync/policies", createSyncPolicy},
	{"DELETE", "/sync/policies", deleteSyncPolicies},
	{"GET", "/sync/policies/{SyncPolicyId}", showSyncPolicy},
	{"PUT", "/sync/policies/{SyncPolicyId}", changeSyncPolicy},
	{"DELETE", "/sync/policies/{SyncPolicyId}", deleteSyncPolicy},
	{"POST", "/sync/policies/{Policy}/reset", resetSyncPolicy},
}

func listSyncPolicies(r *Request) Answer {
	return Listing[world.SyncPolicy]{Key: "policies", Items: r.Cluster.SyncPolicies(), Show: r.showPolicy}.Answer(r)
}

func showSyncPolicy(r *Request) Answer {
	p, ok := r.Cluster.SyncPolicy(r.Param("SyncPolicyId"))
	if !ok {
		return noSyncPolicy(r.Param("SyncPolicyId"))
	}
	return Item("policies", r.showPolicy(p))
}

func noSyncPolicy(key string) Answer { return NotFound("", "Policy matching: '%s' not found.", key) }

// policyCreate is what POST takes.
type policyCreate struct {
	world.PolicySettings
	Enabled  bool   `json:"enabled"`
	Password string `json:"password" max:"255"`
}

func createSyncPolicy(r *Request) Answer {
	body := policyCreate{PolicySettings: world.NewPolicySettings(), Enabled: true}
	body.fromSettings(r.Cluster.SyncSettings())
	if bad := r.Edit(&body); bad != nil {
		return *bad
	}
	for _, name := range []string{"action", "name", "source_root_path", "target_host", "target_path"} {
		if !r.has(name) {
			return Fail(400, "AEC_ARG_REQUIRED", name, "property '%s' is required", name).Because(RuleBadValue)
		}
	}
	if bad := r.checkPolicy(body.PolicySettings, ""); bad != nil {
		return *bad
	}
	p := r.Cluster.AddSyncPolicy(body.PolicySettings, body.Enabled, digestOf(body.Password))
	return Created(p.ID)
}

// fromSettings gives a new policy what the cluster's settings say for new policies (B§6).
func (p *policyCreate) fromSettings(s world.SyncSettings) {
	p.ForceInterface, p.RestrictTargetNetwork, p.SourceNetwork = s.ForceInterface, s.RestrictTargetNetwork, s.SourceNetwork
}

// policyUpdate is what PUT takes.
type policyUpdate struct {
	world.PolicySettings
	Conflicted bool   `json:"conflicted"`
	Enabled    bool   `json:"enabled"`
	Password   string `json:"password" max:"255"`
}

// changeSyncPolicy does what each part of the body means to the state machine, the resolve first: clients send enabled and schedule
// along with it.
func changeSyncPolicy(r *Request) Answer {
	p, ok := r.Cluster.SyncPolicy(r.Param("SyncPolicyId"))
	body := policyUpdate{PolicySettings: p.PolicySettings, Conflicted: p.Conflicted, Enabled: p.Enabled()}
	if bad := r.Edit(&body); bad != nil {
		return *bad
	}
	if !ok {
		return r.act(body.actions(r)[0], r.Param("SyncPolicyId"))
	}
	if r.has("conflicted") && body.Conflicted {
		return BadRequest("conflicted", "conflicted can only be set to false").Because(RuleBadValue)
	}
	if bad := r.checkPolicy(body.PolicySettings, p.ID); bad != nil {
		return *bad
	}
	for _, a := range body.actions(r) {
		if out := r.act(a, p.ID); out.Refuses() {
			return out
		}
	}
	r.Cluster.ChangeSyncPolicy(p.ID, body.PolicySettings)
	if r.has("password") {
		r.Cluster.SetSyncPassword(p.ID, digestOf(body.Password))
	}
	return Done()
}

func (p *policyUpdate) actions(r *Request) (out []siq.Action) {
	others := len(r.Given())
	if r.has("conflicted") {
		out = append(out, siq.Resolve)
		others--
	}
	if r.has("enabled") {
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
func (r *Request) act(a siq.Action, key string) Answer {
	if out := r.Cluster.SyncAct(a, key, world.SyncRequest{}); out.Refused != nil {
		return r.refusal(out.Refused)
	}
	return Done()
}

func deleteSyncPolicy(r *Request) Answer { return r.act(r.howToDelete(), r.Param("SyncPolicyId")) }

// deleteSyncPolicies deletes all policies, as a client finds out that builds the URL with an empty name.
func deleteSyncPolicies(r *Request) Answer {
	for _, p := range r.Cluster.SyncPolicies() {
		if out := r.act(r.howToDelete(), p.ID); out.Refuses() {
			return out
		}
	}
	return Done()
}

func (r *Request) howToDelete() siq.Action {
	switch {
	case r.Flag("local_only", false):
		return siq.DeleteLocal
	case r.Flag("force", false):
		return siq.DeleteForce
	}
	return siq.Delete
}

func resetSyncPolicy(r *Request) Answer {
	if bad := r.Decode(&struct{}{}); bad != nil {
		return *bad
	}
	out := r.Cluster.SyncAct(siq.Reset, r.Param("Policy"), world.SyncRequest{})
	if out.Refused != nil {
		return r.refusal(out.Refused)
	}
	return OK(map[string]any{"id": out.Policy})
}

// checkPolicy says what is wrong with a policy's settings. self is the policy's id, "" for a new one.
func (r *Request) checkPolicy(s world.PolicySettings, self string) *Answer {
	bad := func(field, format string, args ...any) *Answer {
		return refuse(BadRequest(field, format, args...).Because(RuleBadValue))
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
	if err := world.CheckSchedule(s.Schedule); err != nil {
		return bad("schedule", "%v", err)
	}
	if id := s.TargetCertificateID; id != "" && !r.Cluster.Sync.Peers.Has(id) {
		return refuse(BadRequest("target_certificate_id", "Certificate %q not found in the synciq_peer certificate store.", id))
	}
	if other, taken := r.Cluster.SyncPolicy(s.Name); taken && other.ID != self {
		return refuse(Conflict("name", "A policy named '%s' already exists.", s.Name))
	}
	return nil
}

func underIFS(p string) bool { return len(p) > len("/ifs/") && p[:len("/ifs/")] == "/ifs/" }
