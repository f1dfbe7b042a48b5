// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"math"
	"slices"
	"time"
)

// License is the state of one licensed feature.
type License struct {
	ID      string    // such as SYNCIQ
	Status  string    // Licensed, Unlicensed, Evaluation; the two expired ones follow from Expires
	Expires time.Time // zero: never
}

// KnownLicenses lists the features that a cluster tells about. All are licensed without end until a scenario says otherwise.
func KnownLicenses() []string {
	return []string{"SMARTCONNECT_ADVANCED", "SMARTQUOTAS", "SNAPSHOTIQ", "SYNCIQ"}
}

// License returns the state of a feature and whether the cluster knows it.
func (s *Config) License(id string) (License, bool) {
	if l, ok := s.Licenses.Get(id); ok {
		return l, true
	}
	if slices.Contains(KnownLicenses(), id) {
		return License{ID: id, Status: "Licensed"}, true
	}
	return License{}, false
}

// Licensed tells whether a feature may be used at now.
func (s *Config) Licensed(id string, now time.Time) bool {
	l, ok := s.License(id)
	status := l.StatusAt(now)
	return ok && (status == "Licensed" || status == "Evaluation")
}

// StatusAt is the status as the API shows it at now.
func (l License) StatusAt(now time.Time) string {
	over := !l.Expires.IsZero() && !now.Before(l.Expires)
	switch {
	case over && l.Status == "Licensed":
		return "Expired"
	case over && l.Status == "Evaluation":
		return "Evaluation Expired"
	}
	return l.Status
}

// DaysLeft is whole days until the end, negative afterwards.
func (l License) DaysLeft(now time.Time) int {
	return int(math.Floor(l.Expires.Sub(now).Hours() / 24))
}
