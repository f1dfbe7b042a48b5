// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package rest

import (
	"fmt"
	"net/http"
)

// Answer is what a route's function returns; the adapter turns it into HTTP.
type Answer struct {
	// Status is the HTTP status.
	Status int
	// Body is encoded as JSON; nil means an empty body.
	Body any
	// Raw is sent as it is instead of Body, with ContentType.
	Raw         []byte
	ContentType string
	// Header is added to the answer.
	Header http.Header
	// Doing marks the answer of an action that returns nothing; its status is a dial.
	Doing bool
	// Old marks the form of an older revision, which the contract does not describe.
	Old bool
	// Rule, if set, is the violation to record: the request must never have been sent.
	Rule string
}

// Problem is one entry of OneFS's error envelope. Code and Field may be absent (behaviour.md 2 and 3).
type Problem struct {
	Code    string `json:"code,omitempty"`
	Field   string `json:"field,omitempty"`
	Message string `json:"message"`
}

// Problems is OneFS's error envelope.
type Problems struct {
	Errors []Problem `json:"errors"`
}

// OK is 200 with a body.
func OK(body any) Answer { return Answer{Status: http.StatusOK, Body: body} }

// Item is 200 with one object under key, inside an array as OneFS always has it.
func Item(key string, object any) Answer { return OK(map[string]any{key: []any{object}}) }

// Created is 201 with the new object's id: text for most, a number for exports.
func Created(id any) Answer {
	return Answer{Status: http.StatusCreated, Body: map[string]any{"id": id}}
}

// CreatedObject is 201 with the whole object, as snapshots and aliases answer.
func CreatedObject(object any) Answer { return Answer{Status: http.StatusCreated, Body: object} }

// Done is 204 with an empty body, for PUT and DELETE.
func Done() Answer { return Answer{Status: http.StatusNoContent} }

// Action is for actions that return nothing: 200 with {} unless the dial says otherwise (behaviour.md 3).
func Action() Answer {
	a := OK(struct{}{})
	a.Doing = true
	return a
}

// Fail is an error answer with one problem.
func Fail(status int, code, field, format string, args ...any) Answer {
	return Answer{Status: status, Body: Problems{[]Problem{{Code: code, Field: field, Message: fmt.Sprintf(format, args...)}}}}
}

// BadRequest is 400. field names the property or query at fault, or is empty.
func BadRequest(field, format string, args ...any) Answer {
	return Fail(http.StatusBadRequest, "AEC_BAD_REQUEST", field, format, args...)
}

// NotFound is 404.
func NotFound(field, format string, args ...any) Answer {
	return Fail(http.StatusNotFound, "AEC_NOT_FOUND", field, format, args...)
}

// Forbidden is 403 for a missing right or a path that must not be written.
func Forbidden(format string, args ...any) Answer {
	return Fail(http.StatusForbidden, "AEC_FORBIDDEN", "", format, args...)
}

// Unlicensed is 403 for a feature without licence.
func Unlicensed(format string, args ...any) Answer {
	return Fail(http.StatusForbidden, "AEC_INVALID_LICENSE", "", format, args...)
}

// Conflict is 409.
func Conflict(field, format string, args ...any) Answer {
	return Fail(http.StatusConflict, "AEC_CONFLICT", field, format, args...)
}

// Internal is 500.
func Internal(format string, args ...any) Answer {
	return Fail(http.StatusInternalServerError, "AEC_SYSTEM_INTERNAL_ERROR", "", format, args...)
}

// OutOfScope is 501: the contract has it, the simulator does not. It is always a violation.
func OutOfScope(format string, args ...any) Answer {
	a := Fail(http.StatusNotImplemented, "", "", format, args...)
	a.Rule = RuleOutOfScope
	return a
}

// Refuses reports whether a is an error answer.
func (a Answer) Refuses() bool { return a.Status >= 400 }

// Because returns a with the violation that the request commits.
func (a Answer) Because(rule string) Answer {
	a.Rule = rule
	return a
}

// Text is the message of the first problem, for the violation's text.
func (a Answer) Text() string {
	if p, ok := a.Body.(Problems); ok && len(p.Errors) > 0 {
		return p.Errors[0].Message
	}
	return http.StatusText(a.Status)
}

// Settings is the answer of every GET of settings.
func Settings(of any) Answer { return OK(map[string]any{"settings": of}) }

// Unauthorized is OneFS's 401. It has no code (behaviour.md 2).
func Unauthorized() Answer { return Fail(http.StatusUnauthorized, "", "", "authorization required") }

// OrEmpty shows a list that is nil as an empty one.
func OrEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
