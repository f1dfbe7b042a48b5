// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import (
	"slices"
	"strings"
	"time"
)

// PoolName is the short name of the pool for headlines.
func PoolName(in Intent) string {
	id := in.Pools[in.Active]
	if i := strings.LastIndexByte(id, '.'); i >= 0 {
		return id[i+1:]
	}
	return id
}

// Values of Intent.Fence.
const (
	FenceSharesAndExports = "shares_and_exports"
	FenceInterfaces       = "interfaces"
	FenceNone             = "none"
)

// Values of Intent.CutoverOrder.
const (
	NamesFirst  = "names_first"
	WritesFirst = "writes_first"
)

// Values of Intent.OnDrift.
const (
	DriftWarn     = "warn"
	DriftError    = "error"
	DriftMoveBack = "move_back"
)

// Intent is what one resource declares: which pool pair, which policies, and which cluster is to serve them. All durations are
// already parsed; all names are lower case without a trailing dot.
type Intent struct {
	// ID is the resource id, "dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1", keys sorted.
	ID string `json:"id"`
	// Active is the key of the cluster that is to serve, one of the keys of Pools.
	Active string `json:"active"`
	// Pools maps the two cluster keys to pool ids (groupnet.subnet.pool).
	Pools map[string]string `json:"pools"`
	// Policies are SyncIQ policies by their name on the home cluster, sorted, never a mirror's name.
	Policies []string `json:"policies"`
	// Names are exactly the names to move; empty means that they are derived from the live pools.
	Names []string `json:"names,omitempty"`

	Fence             string        `json:"fence"`
	Drain             time.Duration `json:"drain"`
	CopyConfiguration bool          `json:"copy_configuration"`
	MoveQuotas        bool          `json:"move_quotas"`
	SPNClasses        []string      `json:"spn_classes"`
	CutoverOrder      string        `json:"cutover_order"`
	OnDrift           string        `json:"on_drift"`
	IgnoreFindings    []string      `json:"ignore_findings,omitempty"`

	MaxDataLoss         *time.Duration `json:"max_data_loss,omitempty"`
	DiscardChangesSince *time.Time     `json:"discard_changes_since,omitempty"`
}

// To is the key of the cluster that receives the pool.
func (in Intent) To() string { return in.Active }

// From is the key of the cluster that loses the pool.
func (in Intent) From() string {
	for k := range in.Pools {
		if k != in.Active {
			return k
		}
	}
	return ""
}

// Keys are the two cluster keys in sorted order.
func (in Intent) Keys() []string {
	var out []string
	for k := range in.Pools {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// Scope says what a survey covers.
type Scope struct {
	ID    string
	Pools map[string]string
	// Policies limits the survey; empty means every policy between the two clusters at or below the base path of the access zone of
	// the pool (used at import, while the declared policies are not known yet).
	Policies []string
	// Prior is the survey of the last read, from private state. Its local names and originals are used when both journals are lost.
	Prior *Survey
}

// Direction says which cluster gives a pool up and which one takes it over. Policies replicate from From to To before a run, and from To to
// From after it.
type Direction struct{ From, To string }

// Reverse is the way back.
func (d Direction) Reverse() Direction { return Direction{From: d.To, To: d.From} }

// Direction is the direction of the run that reaches the intent.
func (in Intent) Direction() Direction { return Direction{From: in.From(), To: in.To()} }
