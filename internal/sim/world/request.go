// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"slices"
	"time"
)

// Request is one answered HTTP request, without body and without headers, so that no secret is ever kept.
type Request struct {
	Time     time.Time
	Cluster  string
	Method   string
	Path     string
	Query    string
	Status   int
	Mutating bool
}

// RequestLog is the list of requests answered so far. It only grows, which makes cloning it free.
type RequestLog struct {
	entries  []Request
	mutating int
}

// Add records r.
func (l *RequestLog) Add(r Request) {
	l.entries = append(l.entries, r)
	if r.Mutating {
		l.mutating++
	}
}

// All lists the requests in the order they were answered. The caller must not change the slice.
func (l *RequestLog) All() []Request { return l.entries }

// Mutating counts the requests that change something (everything but GET, HEAD and log-in).
func (l *RequestLog) Mutating() int { return l.mutating }

// Len counts all requests.
func (l *RequestLog) Len() int { return len(l.entries) }

func (l *RequestLog) clone() RequestLog {
	l.entries = slices.Clip(l.entries) // both sides copy when they append
	return *l
}

// Violation is a finding of strictness or of an invariant: a client did something that must never happen, or the simulator itself
// answered against its contract. Tests fail on any that they did not expect.
type Violation struct {
	Time    time.Time
	Rule    string // stable name of the rule, such as unknown_property
	Text    string
	Request string // "METHOD path" that caused it, if one did
}

// Violate records a finding.
func (w *World) Violate(rule, text, request string) {
	w.Violations = append(w.Violations, Violation{Time: w.Now(), Rule: rule, Text: text, Request: request})
}
