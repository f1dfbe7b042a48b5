// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/printable"
)

var title = regexp.MustCompile(`(?is)<title>\s*(.*?)\s*</title>`)

// judge tells successes from failures. A page of HTML with status 200 is a failure: a proxy or a starting node answered.
func (c *Client) judge(r *request, path string, a *answer) error {
	page := looksHTML(a)
	switch {
	case a.status < 200 || a.status > 299:
		return c.failure(r, path, a, "")
	case page && !r.opaque:
		return c.failure(r, path, a, "a web page came instead of JSON")
	}
	return nil
}

// failure makes an *Error of an answer. It reads OneFS's error list when there is one and survives anything else.
func (c *Client) failure(r *request, path string, a *answer, message string) *Error {
	e := &Error{
		Cluster: c.config.Name, Method: r.method, Path: path, Status: a.status, Message: message,
		RetryAfter: retryAfter(a.header), harmless: r.read() || r.login, html: looksHTML(a),
	}
	if message == "" {
		e.read(a)
	}
	e.Code = c.told(e.Code, longestCode)
	e.Field = c.told(e.Field, longestField)
	e.Message = c.told(e.Message, longestMessage)
	if more := len(e.More) - mostErrors; more > 0 {
		e.More = append(e.More[:mostErrors:mostErrors], fmt.Sprintf("and %d more", more))
	}
	for i := range e.More {
		e.More[i] = c.told(e.More[i], longestMessage)
	}
	return e
}

// Bounds of what is repeated of an answer.
const (
	longestCode    = 100
	longestField   = 200
	longestMessage = 2000
	mostErrors     = 10
)

// told is text of the cluster as it may be repeated: without our secrets, in one line, without anything that a terminal obeys, and short.
// Secrets go first, so that no cut leaves half of one.
func (c *Client) told(text string, limit int) string {
	return printable.Short(c.secret.hide(text), limit)
}

func (e *Error) read(a *answer) {
	var list struct {
		Errors []struct {
			Code    *string `json:"code"`
			Field   *string `json:"field"`
			Message *string `json:"message"`
		} `json:"errors"`
	}
	if err := json.Unmarshal(a.body, &list); err == nil && len(list.Errors) > 0 {
		for i, x := range list.Errors {
			if i == 0 {
				e.Code, e.Field, e.Message = value(x.Code), value(x.Field), value(x.Message)
				continue
			}
			e.More = append(e.More, strings.TrimPrefix(value(x.Code)+": "+value(x.Message), ": "))
		}
	}
	if e.Message != "" {
		return
	}
	e.Message = strings.ToLower(http.StatusText(a.status))
	if m := title.FindSubmatch(a.body); m != nil {
		e.Message = "web page " + fmt.Sprintf("%q", m[1])
	}
	if e.Message == "" {
		e.Message = "no message"
	}
}

func looksHTML(a *answer) bool {
	if strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		return true
	}
	return bytes.HasPrefix(bytes.TrimLeft(a.body, " \t\r\n"), []byte("<"))
}

// transportError wraps what net/http says, without the address (it stands before the text anyway) and without secrets.
func (c *Client) transportError(ctx context.Context, st *station, r *request, path string, err error, sent bool) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	return &TransportError{
		Cluster: c.config.Name, Method: r.method, Path: path, Sent: sent, Cause: c.secret.hideError(err),
		base: st.base.String(), stopped: ended(ctx), harmless: r.read() || r.login,
	}
}

// malformed is an answer that said success and could not be read.
func (c *Client) malformed(r *request, err error) error {
	return fmt.Errorf("%s: %s %s: %w: %w", c.config.Name, r.method, r.template, ErrMalformed, c.secret.hideError(err))
}

func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
