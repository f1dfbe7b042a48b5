// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// ruleKept is broken by a request for a resync prep of a directory of which no snapshot has been taken since the last sync: resync prep
// rolls it back, and a snapshot must be taken before it if what was written there is to be kept (evidence-2.md E1).
const ruleKept = "kept_before_rolled_back"

// keptFirst judges every request of the engine for a resync prep, on one cluster. What tests ask for by hand is not judged.
type keptFirst struct {
	bed  *Bed
	key  string
	next http.RoundTripper
}

func (k keptFirst) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method == http.MethodPost && strings.HasSuffix(req.URL.Path, "/sync/jobs") {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		req = req.Clone(req.Context())
		req.Body = io.NopCloser(bytes.NewReader(body))
		var job struct{ ID, Action string }
		if json.Unmarshal(body, &job) == nil && job.Action == string(siq.ResyncPrep) {
			k.bed.World.Do(func() { k.judge(job.ID) })
		}
	}
	return k.next.RoundTrip(req)
}

// judge looks for the snapshot. Where none can be taken, somebody has to accept that before; a test of its own holds that.
func (k keptFirst) judge(policy string) {
	c := k.bed.Cluster(k.key)
	p, known := synciq.Of(c).Policy(policy)
	if !known || c.Snapshots.Full || !c.Config.Licensed("SNAPSHOTIQ", k.bed.World.Now()) {
		return
	}
	var last time.Time
	for _, r := range synciq.Of(c).Reports(false) {
		if sync := r.Job.Action == siq.Sync || r.Job.Action == siq.Scheduled; sync && r.Job.PolicyName == policy && r.Job.Started.After(last) {
			last = r.Job.Started
		}
	}
	for _, s := range c.Snapshots.Values() {
		if s.Path == p.SourceRootPath && !s.Expires.IsZero() && !strings.HasPrefix(s.Name, "SIQ-") && !s.Created.Before(last) {
			return
		}
	}
	k.bed.World.Violate(ruleKept, k.key+": "+p.SourceRootPath+" is rolled back without a snapshot that is younger than the last sync", "")
}
