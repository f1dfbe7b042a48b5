// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// QuotaDomain is one quota, without what is worked out when asked: usage, exceeded flags and notifications.
// Thresholds are bytes. Pointers are replaced, never written through.
type QuotaDomain struct {
	ID               string
	Path             string
	Type             string // directory, user, group, default-directory, default-user, default-group
	Persona          *Persona
	IncludeSnapshots bool
	Container        bool
	Description      string
	Enforced         bool
	Labels           string
	Linked           *bool // nil for quotas that cannot follow a default one
	Thresholds       QuotaThresholds
	ThresholdsOn     string // fslogicalsize, applogicalsize, physicalsize
	Ready            bool   // false until the QuotaScan has ended
}

// QuotaThresholds are the limits of a quota: bytes, and seconds of grace. nil means none.
type QuotaThresholds struct {
	Advisory        *int64   `json:"advisory"`
	Hard            *int64   `json:"hard"`
	PercentAdvisory *float64 `json:"percent_advisory"`
	PercentSoft     *float64 `json:"percent_soft"`
	Soft            *int64   `json:"soft"`
	SoftGrace       *int64   `json:"soft_grace"`
}

// ThresholdProblem says which rule a set of limits breaks: the property at fault and the text; "" if none.
// Limits must rise from advisory over soft to hard, and a soft limit needs a grace [B§9]; percentages are of hard.
func (t QuotaThresholds) ThresholdProblem() (field, text string) {
	if t.PercentAdvisory != nil && (t.Hard == nil || t.Advisory != nil) {
		return "thresholds.percent_advisory", "percent_advisory needs a hard threshold and excludes an advisory one"
	}
	if t.PercentSoft != nil && (t.Hard == nil || t.Soft != nil) {
		return "thresholds.percent_soft", "percent_soft needs a hard threshold and excludes a soft one"
	}
	soft := t.Soft != nil || t.PercentSoft != nil
	if soft && t.SoftGrace == nil {
		return "thresholds.soft_grace", "a soft threshold needs soft_grace"
	}
	if !soft && t.SoftGrace != nil {
		return "thresholds.soft_grace", "soft_grace needs a soft threshold"
	}
	advisory, softBytes := t.Bytes()
	switch {
	case softBytes != nil && t.Hard != nil && *softBytes >= *t.Hard:
		return "thresholds.soft", "the soft threshold must be below the hard one"
	case advisory != nil && softBytes != nil && *advisory >= *softBytes:
		return "thresholds.advisory", "the advisory threshold must be below the soft one"
	case advisory != nil && t.Hard != nil && *advisory >= *t.Hard:
		return "thresholds.advisory", "the advisory threshold must be below the hard one"
	}
	return "", ""
}

// Bytes are the advisory and soft limits in bytes, with percentages worked out.
func (t QuotaThresholds) Bytes() (advisory, soft *int64) {
	of := func(absolute *int64, percent *float64) *int64 {
		if absolute != nil || percent == nil || t.Hard == nil {
			return absolute
		}
		v := int64(float64(*t.Hard) * *percent / 100)
		return &v
	}
	return of(t.Advisory, t.PercentAdvisory), of(t.Soft, t.PercentSoft)
}

// Any tells whether there is a limit at all.
func (t QuotaThresholds) Any() bool {
	advisory, soft := t.Bytes()
	return advisory != nil || soft != nil || t.Hard != nil
}

// NewQuota is a quota as OneFS makes it from a path and a type: an accounting one without limits.
func NewQuota(path, kind string) QuotaDomain {
	return QuotaDomain{Path: path, Type: kind, ThresholdsOn: "fslogicalsize"}
}

// IsDefault tells whether quotas are made from this one for every user, group or subdirectory.
func (d QuotaDomain) IsDefault() bool {
	return d.Type == "default-user" || d.Type == "default-group" || d.Type == "default-directory"
}

// IsLinked tells whether the quota follows a default one and cannot be changed until it is unlinked.
func (d QuotaDomain) IsLinked() bool { return d.Linked != nil && *d.Linked }

// Copy returns the same limits behind pointers of its own.
func (t QuotaThresholds) Copy() QuotaThresholds {
	return QuotaThresholds{
		Advisory: copied(t.Advisory), Hard: copied(t.Hard), PercentAdvisory: copied(t.PercentAdvisory),
		PercentSoft: copied(t.PercentSoft), Soft: copied(t.Soft), SoftGrace: copied(t.SoftGrace),
	}
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}
