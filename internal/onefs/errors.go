// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Status is an HTTP status as a target for errors.Is: errors.Is(err, onefs.Status(404)).
//
//nolint:errname // It reads as what it is in a call of errors.Is.
type Status int

func (s Status) Error() string { return fmt.Sprintf("status %d", int(s)) }

// Code is an error code of OneFS as a target for errors.Is: errors.Is(err, onefs.Code("AEC_CONFLICT")).
//
//nolint:errname // It reads as what it is in a call of errors.Is.
type Code string

func (c Code) Error() string { return string(c) }

// kind is a sentinel that stands for a status and for the codes that mean the same.
type kind struct {
	text   string
	status int
	code   Code
}

func (k *kind) Error() string { return k.text }

// Kinds of errors that a cluster answers (behaviour notes, section 3). Each matches its status, and its code under any status.
var (
	ErrBadRequest   error = &kind{"bad request", http.StatusBadRequest, "AEC_BAD_REQUEST"}
	ErrUnauthorized error = &kind{"not logged in", http.StatusUnauthorized, "AEC_UNAUTHORIZED"}
	ErrForbidden    error = &kind{"forbidden", http.StatusForbidden, "AEC_FORBIDDEN"}
	ErrNotFound     error = &kind{"not found", http.StatusNotFound, "AEC_NOT_FOUND"}
	ErrConflict     error = &kind{"conflict", http.StatusConflict, "AEC_CONFLICT"}
	ErrTooMany      error = &kind{"too many requests", http.StatusTooManyRequests, ""}
	ErrInternal     error = &kind{"internal error", http.StatusInternalServerError, "AEC_SYSTEM_INTERNAL_ERROR"}
	ErrUnavailable  error = &kind{"unavailable", http.StatusServiceUnavailable, ""}
)

// Errors that do not come out of an answer.
var (
	// ErrUnreachable: no answer came, because the connection could not be made or broke.
	ErrUnreachable = errors.New("unreachable")
	// ErrCertificate: the cluster's certificate is not trusted. It is an ErrUnreachable too.
	ErrCertificate = errors.New("certificate not trusted")
	// ErrOutcomeUnknown: a write may or may not have happened. Look before writing again.
	ErrOutcomeUnknown = errors.New("outcome unknown")
	// ErrMalformed: an answer said success but could not be read.
	ErrMalformed = errors.New("answer cannot be read")
	// ErrEmptyID: an object was addressed without a name. Refused, because a DELETE would then mean the whole collection.
	ErrEmptyID = errors.New("empty id")
	// ErrUnknownField: a body holds a property that the API does not take.
	ErrUnknownField = errors.New("property cannot be written")
)

// Error is an answer of a cluster that is not a success.
type Error struct {
	Cluster string
	Method  string
	// Path is the path of the request, without query.
	Path   string
	Status int
	// Code and Field may be empty: not every error of OneFS carries a code, and an HTML page carries neither.
	Code    string
	Field   string
	Message string
	// More are the entries after the first, as "code: message".
	More []string
	// RetryAfter is how long the cluster asked to wait, 0 if it did not say.
	RetryAfter time.Duration
	// harmless: the request was not one whose outcome matters (a read, a log-in).
	harmless bool
	// html: a web page came instead of JSON.
	html bool
}

// Error is "prod: PUT /platform/…: 409 AEC_CONFLICT (field name): text".
func (e *Error) Error() string {
	return fmt.Sprintf("%s: %s %s: %s", e.Cluster, e.Method, e.Path, e.answer())
}

// answer is what was answered, "409 AEC_CONFLICT (field name): text".
func (e *Error) answer() string {
	s := fmt.Sprint(e.Status)
	if e.Code != "" {
		s += " " + e.Code
	}
	if e.Field != "" {
		s += " (field " + e.Field + ")"
	}
	return s + ": " + strings.Join(append([]string{e.Message}, e.More...), "; ")
}

// Is matches statuses, codes, the Err… kinds, and ErrOutcomeUnknown for a write that ended in a server's error.
func (e *Error) Is(target error) bool {
	switch t := target.(type) {
	case Status:
		return e.Status == int(t)
	case Code:
		return e.Code == string(t)
	case *kind:
		return (t.status != 0 && e.Status == t.status) || (t.code != "" && e.Code == string(t.code))
	}
	switch target {
	case ErrOutcomeUnknown:
		return !e.harmless && (e.Status >= 500 || e.Status < 300)
	case ErrMalformed:
		return e.Status < 300
	}
	return false
}

// TransportError is a request that got no answer.
type TransportError struct {
	Cluster string
	Method  string
	Path    string
	// Sent is true when the cluster may have received the request.
	Sent bool
	// Cause is what went wrong.
	Cause error
	// base is the address of the station that was asked.
	base string
	// stopped: the caller's own context ended, which says nothing about the cluster.
	stopped  bool
	harmless bool
}

func (e *TransportError) Error() string {
	return fmt.Sprintf("%s: %s %s%s: %s", e.Cluster, e.Method, e.base, e.Path, e.answer())
}

func (e *TransportError) answer() string { return "no answer: " + shown(e.Cause) }

// Unwrap is the cause.
func (e *TransportError) Unwrap() error { return e.Cause }

// Is matches ErrUnreachable, ErrCertificate, and ErrOutcomeUnknown for a write that may have arrived.
func (e *TransportError) Is(target error) bool {
	switch target {
	case ErrUnreachable:
		return !e.stopped
	case ErrCertificate:
		return isCertificate(e.Cause)
	case ErrOutcomeUnknown:
		return e.Sent && !e.harmless
	}
	return false
}
