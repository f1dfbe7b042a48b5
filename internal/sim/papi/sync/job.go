// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sync

import (
	"strconv"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

var jobRoutes = []rest.Route{
	rest.Get("/sync/jobs", listJobs),
	rest.Post("/sync/jobs", createJob),
	rest.Delete("/sync/jobs", cancelJobs),
	rest.Get("/sync/jobs/{SyncJobId}", showJob),
	rest.Put("/sync/jobs/{SyncJobId}", changeJob),
}

func listJobs(r *rest.Request) rest.Answer {
	state := r.Query.Get("state")
	var items []synciq.Job
	for _, j := range synciq.Of(r.Cluster).Jobs() {
		if state == "" || j.State == state {
			items = append(items, j)
		}
	}
	return rest.Listing[synciq.Job]{
		Key: "jobs", Items: items,
		Show: func(j synciq.Job) any { return shownJob(r, j) },
	}.Answer(r)
}

func showJob(r *rest.Request) rest.Answer {
	j, ok := synciq.Of(r.Cluster).Job(r.Param("SyncJobId"))
	if !ok {
		return rest.NotFound("", "Job matching: '%s' not found.", r.Param("SyncJobId"))
	}
	return rest.Item("jobs", shownJob(r, j))
}

// jobCreate is what POST takes. There is no action "run": without an action the job is a sync (B§6).
type jobCreate struct {
	Action         string `json:"action" enum:"resync_prep,allow_write,allow_write_revert,test"`
	ID             string `json:"id" required:"true" max:"255"`
	LogLevel       string `json:"log_level" enum:"fatal,error,notice,info,copy,debug,trace"`
	ServicePolicy  bool   `json:"service_policy"`
	SkipCopy       bool   `json:"skip_copy"`
	SkipFailover   bool   `json:"skip_failover"`
	SkipMap        bool   `json:"skip_map"`
	SourceSnapshot string `json:"source_snapshot" max:"255"`
	TgtPath        string `json:"tgt_path" max:"4096"`
	Timestamp      int64  `json:"timestamp"`
	WorkersPerNode *int   `json:"workers_per_node"`
}

func createJob(r *rest.Request) rest.Answer {
	var body jobCreate
	if bad := r.Decode(&body); bad != nil {
		return *bad
	}
	if bad := checkJob(r, body); bad != nil {
		return *bad
	}
	a, req := siq.Sync, synciq.Request{}
	if body.Action != "" {
		a = siq.Action(body.Action)
	}
	if body.WorkersPerNode != nil {
		req.WorkersPerNode = *body.WorkersPerNode
	}
	out := synciq.Of(r.Cluster).Act(a, body.ID, req)
	if out.Refused != nil {
		return refusal(r, out.Refused)
	}
	if r.World.Dials.Is("job_post_id", "name") {
		return rest.Created(body.ID)
	}
	return rest.Created(strconv.FormatInt(out.Job, 10))
}

// checkJob refuses properties that belong to another action (B§6), and service replication, which is not simulated.
func checkJob(r *rest.Request, body jobCreate) *rest.Answer {
	writes := body.Action == string(siq.AllowWrite) || body.Action == string(siq.Revert)
	for _, name := range []string{"workers_per_node", "log_level"} {
		if r.Has(name) && !writes {
			return rest.Refuse(rest.BadRequest(name, "'%s' is accepted with allow_write and allow_write_revert only",
				name).Because(rest.RuleBadValue))
		}
	}
	if r.Has("source_snapshot") && body.Action != "" {
		return rest.Refuse(rest.BadRequest("source_snapshot", "'source_snapshot' is accepted with a sync only").Because(rest.RuleBadValue))
	}
	for _, name := range []string{"service_policy", "skip_copy", "skip_failover", "skip_map", "tgt_path", "timestamp", "source_snapshot"} {
		if r.Has(name) {
			return rest.Refuse(rest.OutOfScope("'%s' is not simulated", name))
		}
	}
	return nil
}

var jobActions = map[string]siq.Action{"canceled": siq.Cancel, "paused": siq.Pause, "running": siq.Resume}

func changeJob(r *rest.Request) rest.Answer {
	var body struct {
		State string `json:"state" required:"true" enum:"canceled,running,paused"`
	}
	if bad := r.Decode(&body); bad != nil {
		return *bad
	}
	return act(r, jobActions[body.State], r.Param("SyncJobId"))
}

func cancelJobs(r *rest.Request) rest.Answer {
	for _, j := range synciq.Of(r.Cluster).Jobs() {
		if j.Alive() {
			if out := act(r, siq.Cancel, j.PolicyID); out.Refuses() {
				return out
			}
		}
	}
	return rest.Done()
}
