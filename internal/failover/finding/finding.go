// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package finding

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

const (
	// FailureSPNRight is the id of a refusal: a cluster may not write its SPNs. Nothing was changed.
	FailureSPNRight = "spn_right_missing"
)

// Severity tells what a finding does to a plan.
type Severity string

// A blocking finding stops a controlled move. A risk is a line in the plan. An invalid finding is a configuration that can never work:
// it is a plan error whether or not a move is planned.
const (
	Invalid  Severity = "invalid"
	Blocking Severity = "blocking"
	Risk     Severity = "risk"
)

// Finding is one readiness result. ID is stable and may be written into ignore_findings.
type Finding struct {
	ID       string   `json:"id"`
	Severity Severity `json:"severity"`
	// Attribute is the configuration attribute that the finding is about: "pools", "policies", "names", "active_cluster" or "".
	Attribute string `json:"attribute,omitempty"`
	// Key is the map key or set element below Attribute, if there is one.
	Key string `json:"key,omitempty"`
	// Object is what was looked at, for people: "policy nas1 on prod".
	Object string `json:"object"`
	// Text says what is true; Cure says what to do about it, as a command or an edit.
	Text string `json:"text"`
	Cure string `json:"cure,omitempty"`
	// Call is the cure as one request of the API, `PUT /platform/14/sync/policies/nas1 {"enabled":true} on prod`; "" if no single request
	// is the cure. Words in angle brackets are for people to fill in.
	Call string `json:"call,omitempty"`
}

// Line is the finding as one line of moves.risks. The request that cures it is left to the messages, which have room.
func (f Finding) Line() string {
	s := f.ID + ": " + f.Object + ": " + f.Text
	if f.Cure != "" {
		s += " (" + f.Cure + ")"
	}
	return s
}

// By adds the request that cures the finding. The body is anything that encodes to JSON, nil for none.
func (f *Finding) By(cluster, method, path string, body any) {
	f.Call = method + " " + path
	if body != nil {
		var b strings.Builder
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false) // words in angle brackets stay readable
		if err := e.Encode(body); err != nil {
			panic(fmt.Sprintf("the body of a cure must encode: %v", err))
		}
		f.Call += " " + strings.TrimSpace(b.String())
	}
	f.Call += " on " + cluster
}

// Fields is the body of a request.
type Fields map[string]any

// Findings gathers what was found.
type Findings struct{ List []Finding }

// Add notes a finding; the answer takes its cure.
func (l *Findings) Add(f Finding) *Finding {
	l.List = append(l.List, f)
	return &l.List[len(l.List)-1]
}

// PolicyPath is the path of a SyncIQ policy in the platform API, where a cure changes it.
func PolicyPath(name string) string { return "/platform/14/sync/policies/" + url.PathEscape(name) }

// PoolPath is the path of a pool in the platform API of a version; id is groupnet.subnet.pool.
func PoolPath(version int, id string) string {
	part := strings.SplitN(id, ".", 3)
	for len(part) < 3 {
		part = append(part, "")
	}
	return fmt.Sprintf("/platform/%d/network/groupnets/%s/subnets/%s/pools/%s", version, part[0], part[1], part[2])
}

// SharePath is the path of an SMB share in the platform API, with its access zone.
func SharePath(o survey.Object) string {
	return "/platform/12/protocols/smb/shares/" + url.PathEscape(o.ID) + "?zone=" + url.QueryEscape(o.Zone)
}

// ExportPath is the path of an NFS export in the platform API, with its access zone.
func ExportPath(o survey.Object) string {
	return "/platform/4/protocols/nfs/exports/" + url.PathEscape(o.ID) + "?zone=" + url.QueryEscape(o.Zone)
}
