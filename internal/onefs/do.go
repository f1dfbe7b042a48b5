// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// answer is a success.
type answer struct {
	status  int
	header  http.Header
	cookies []*http.Cookie
	body    []byte
}

// do sends a request and repeats it as far as that is safe. Errors are *Error, *TransportError, or say that nothing was sent.
func (c *Client) do(ctx context.Context, r *request) (*answer, error) {
	if err := c.permitted(r); err != nil {
		return nil, err
	}
	path, err := r.path()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.config.Name, err)
	}
	if err := r.covered(); err != nil {
		return nil, fmt.Errorf("%s: %s: not sent: %w", c.config.Name, r.method, err)
	}
	release, err := c.enter(ctx, r.area)
	if err != nil {
		return nil, fmt.Errorf("%s: %s %s: not sent: %w", c.config.Name, r.method, path, err)
	}
	defer release()
	st := r.station
	if st == nil {
		st = c.main
	}
	return c.repeat(ctx, r, func() (*answer, error) {
		a, t, err := c.attempt(ctx, st, r, path)
		if t.session != "" && errors.Is(err, ErrUnauthorized) {
			// The session is over. Log in once and send the same request once more, with the headers of the new session.
			st.session.drop(t)
			a, _, err = c.attempt(ctx, st, r, path)
		}
		return a, err
	})
}

// permitted refuses a write that nothing allows, or nothing allows any more.
func (c *Client) permitted(r *request) error {
	if r.read() {
		return nil
	}
	if r.permit == nil {
		return fmt.Errorf("%s: %s %s: not sent: %w", c.config.Name, r.method, r.template, permit.ErrNone)
	}
	if err := r.permit.Check(); err != nil {
		return fmt.Errorf("%s: %s %s: not sent: %w", c.config.Name, r.method, r.template, err)
	}
	return nil
}

// attempt gets a ticket and sends the request with it once.
func (c *Client) attempt(ctx context.Context, st *station, r *request, path string) (*answer, ticket, error) {
	t, err := c.ticket(ctx, st)
	if _, refused := errors.AsType[*loginError](err); refused {
		return nil, ticket{}, err // it says all there is to say; the request was not sent
	}
	if err != nil {
		return nil, ticket{}, fmt.Errorf("%s: %s %s: not sent: %w", c.config.Name, r.method, path, err)
	}
	a, err := c.send(ctx, st, r, path, t)
	return a, t, err
}

// send is one request and its answer.
func (c *Client) send(ctx context.Context, st *station, r *request, path string, t ticket) (*answer, error) {
	if !r.urgent {
		select {
		case c.slots <- struct{}{}:
			defer func() { <-c.slots }()
		case <-ctx.Done():
			return nil, c.transportError(ctx, st, r, path, context.Cause(ctx), false)
		}
	}
	limit := c.config.RequestTimeout
	if r.directory() {
		limit = min(limit, DirectoryTimeout)
	}
	limited, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("nothing came within %s", limit))
	defer cancel()
	request, err := http.NewRequestWithContext(limited, r.method, st.base.String()+path, bytes.NewReader(r.body))
	if err != nil {
		return nil, fmt.Errorf("%s: %s %s: not sent: %w", c.config.Name, r.method, path, err)
	}
	if err := c.permitted(r); err != nil { // once more: waiting for a ticket, or for a cluster that is busy, takes minutes
		return nil, err
	}
	request.URL.RawQuery = r.query.Encode()
	c.fill(request.Header, r)
	st.admit(request.Header, t)

	c.calls.count(r)
	start := time.Now()
	with := c.http
	if st.found {
		with = c.toNodes
	}
	response, err := with.Do(request)
	if err != nil {
		err = c.transportError(ctx, st, r, path, cause(limited, err), !neverSent(err))
		c.log(ctx, r, path, 0, time.Since(start), err)
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, c.config.MaxAnswerBytes+1))
	if err != nil {
		err = c.transportError(ctx, st, r, path, cause(limited, err), true)
		c.log(ctx, r, path, response.StatusCode, time.Since(start), err)
		return nil, err
	}
	a := &answer{status: response.StatusCode, header: response.Header, cookies: response.Cookies(), body: body}
	c.secret.add(st.session.renew(t, a.cookies)...)
	c.measure(a.header)
	if int64(len(body)) > c.config.MaxAnswerBytes {
		err = c.failure(r, path, a, fmt.Sprintf("the answer is longer than %d bytes", c.config.MaxAnswerBytes))
	} else {
		err = c.judge(r, path, a)
	}
	c.log(ctx, r, path, a.status, time.Since(start), err)
	if err != nil {
		return nil, err
	}
	return a, nil
}

// fill sets what every request carries.
func (c *Client) fill(h http.Header, r *request) {
	maps.Copy(h, r.header)
	h.Set("User-Agent", c.config.UserAgent)
	if !r.opaque {
		h.Set("Accept", "application/json")
	}
	if len(r.body) > 0 && h.Get("Content-Type") == "" {
		h.Set("Content-Type", "application/json")
	}
}

// cause prefers our own time limit's words to "context deadline exceeded", which the caller could take for its own deadline.
func cause(limited context.Context, err error) error {
	if limited.Err() != nil {
		return context.Cause(limited)
	}
	return err
}

// measure keeps the difference between the cluster's clock and ours.
func (c *Client) measure(h http.Header) {
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		c.skew.Store(int64(date.Sub(time.Now().Truncate(time.Second))))
		c.skewKnown.Store(true)
	}
}
