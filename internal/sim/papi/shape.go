// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/session"
)

// shapeDials are the dials that say the same in another form.
var shapeDials = []string{
	dial.CreatedStatus, dial.ChangedStatus, dial.EmptyValues, dial.UnlistedValues, dial.DNSNameCase, dial.SPNCase, dial.ZoneNameCase,
	dial.SyncAction, dial.QueuedJobState, dial.TargetRecordID, dial.SessionBegan, dial.SkipCounters, dial.ListOrder, dial.NumberForm,
}

// reshaped tells whether any answer may have another form than the usual one, which is the only one that the contract knows.
func reshaped(dials dial.Values) bool {
	return slices.ContainsFunc(shapeDials, func(name string) bool {
		d, _ := dial.Find(name)
		return dials.Text(name) != d.Default
	})
}

// shape gives an answer of the platform API the form that the dials ask for.
func shape(r *rest.Request, out *reply) {
	if out.status/100 != 2 || !strings.HasPrefix(r.Path, "/") || strings.HasPrefix(r.Path, "/namespace") || r.Path == session.Path {
		return
	}
	dials := r.World.Dials
	if !reshaped(dials) {
		return
	}
	known := strings.HasPrefix(r.Path, "/protocols") // the statuses of shares, exports and aliases are confirmed
	switch {
	case r.Method == http.MethodPost && out.status == http.StatusCreated && !known && dials.Is(dial.CreatedStatus, "200"):
		out.status = http.StatusOK
	case r.Method == http.MethodPut && out.status == http.StatusNoContent && !known && dials.Is(dial.ChangedStatus, "200"):
		out.status, out.body = http.StatusOK, []byte("{}\n")
		out.header.Set("Content-Type", "application/json")
	}
	if r.Method != http.MethodGet || len(out.body) == 0 || r.Path == "/platform/latest" {
		return
	}
	decoder := json.NewDecoder(bytes.NewReader(out.body))
	decoder.UseNumber()
	var body map[string]any
	if decoder.Decode(&body) != nil {
		return
	}
	s := shaper{r.Path, dials, len(r.World.Clusters()) > 1 && r.Cluster == r.World.Clusters()[1]}
	for key, v := range body { // the wrapper itself is closed: only what it holds changes
		body[key] = s.value(key, v)
	}
	if dials.Is(dial.EmptyValues, dial.Absent) && body["resume"] == nil {
		delete(body, "resume")
	}
	if raw, err := json.Marshal(body); err == nil {
		out.body = raw
	}
}

// skipCounters are the figures of jobs and reports that say that something was left out.
var skipCounters = map[string]bool{
	"error_io_files_skipped": true, "error_net_files_skipped": true, "error_checksum_files_skipped": true,
	"user_conflict_files_skipped": true, "failed_chunks": true,
}

// shaper walks through an answer of one path.
type shaper struct {
	path  string
	dials dial.Values
	// second: the answer is that of the second cluster.
	second bool
}

func (s shaper) value(key string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			s.property(v, k, s.value(k, x))
		}
		return v
	case []any:
		for i := range v {
			v[i] = s.value(key, v[i])
		}
		if s.dials.Is(dial.ListOrder, dial.Turned) && strings.HasPrefix(s.path, "/protocols") {
			turn(key, v)
		}
		return v
	case json.Number:
		return s.number(key, v)
	case string:
		return s.text(key, v)
	}
	return v
}

// property sets one property of an object, or leaves it out.
func (s shaper) property(of map[string]any, key string, v any) {
	list, isList := v.([]any)
	empty := v == "" || isList && len(list) == 0
	switch {
	case skipCounters[key] && s.dials.Is(dial.SkipCounters, dial.Absent):
		delete(of, key)
	case skipCounters[key] && s.dials.Is(dial.SkipCounters, dial.Null):
		of[key] = nil
	case (empty || v == nil) && s.dials.Is(dial.EmptyValues, dial.Absent):
		delete(of, key)
	case empty && s.dials.Is(dial.EmptyValues, dial.Null):
		of[key] = nil
	default:
		of[key] = v
	}
}

// text is a text in the spelling of the dials.
func (s shaper) text(key, v string) string {
	in := func(prefix string) bool { return strings.HasPrefix(s.path, prefix) }
	jobs := in("/sync/jobs") || in("/sync/reports") || in("/sync/target/reports")
	switch {
	case in("/network/") && (key == "sc_dns_zone" || key == "sc_dns_zone_aliases"):
		return cased(v, s.dials.Text(dial.DNSNameCase))
	case in("/network/") && key == "access_zone":
		return cased(v, s.dials.Text(dial.ZoneNameCase))
	case in("/auth/providers/ads") && strings.HasSuffix(key, "spns"):
		return cased(v, s.dials.Text(dial.SPNCase))
	case jobs && key == "action" && v == "run":
		return s.dials.Text(dial.SyncAction)
	case jobs && key == "state" && v == "pending":
		return s.dials.Text(dial.QueuedJobState)
	case in("/sync/target/policies") && key == "id" && s.dials.Is(dial.TargetRecordID, "own"):
		return rest.OwnID(v)
	case in("/sync/") && s.dials.Is(dial.UnlistedValues, dial.InPassing):
		return inPassing(key, v)
	}
	return v
}

func cased(s, as string) string {
	switch as {
	case dial.Lower:
		return strings.ToLower(s)
	case dial.Upper:
		return strings.ToUpper(s)
	}
	return s
}

// inPassing replaces the words of what is under way by words that no list has.
func inPassing(key, v string) string {
	switch {
	case (key == "state" || key == "last_job_state") && v == "running":
		return "preparing"
	case key == "sync_type" && v != "":
		return "hybrid"
	case key == "phase":
		return "phase of " + v
	}
	return v
}
