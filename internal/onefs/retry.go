// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// How often one call is sent at most, by what went wrong.
const (
	attemptsBusy     = 6 // 429, 503
	attemptsConflict = 5 // 409
	attemptsBroken   = 3 // no connection, 502, 504, a page that is not JSON
)

const (
	firstWait = 500 * time.Millisecond
	longest   = 15 * time.Second
	// longestAsked bounds what Retry-After may ask for.
	longestAsked = 2 * time.Minute
)

// repeat sends again what may be sent again:
//
//	                     GET   PUT, DELETE   POST
//	429                  yes   yes           yes, it says that nothing happened
//	503                  yes   yes           no
//	409                  yes   yes           no
//	500, 502, 504        yes   no            no
//	200 with a web page  yes   yes           no
//	not connected        yes   yes           yes, nothing was sent
//	connection lost      yes   yes           no
//
// A PUT that creates only what is not there yet counts as POST. A DELETE that answers 404 after an attempt whose answer was lost has
// done its work. Waits grow by themselves and honour Retry-After; one that would outlast the caller's deadline is not begun.
func (c *Client) repeat(ctx context.Context, r *request, send func() (*answer, error)) (*answer, error) {
	unsure := false
	for n := 1; ; n++ {
		a, err := send()
		if err == nil {
			return a, nil
		}
		if unsure && r.method == http.MethodDelete && errors.Is(err, ErrNotFound) {
			return &answer{status: http.StatusNoContent}, nil
		}
		unsure = unsure || errors.Is(err, ErrOutcomeUnknown)
		limit, asked := attempts(r, err)
		if n >= limit || !mayRepeat(ctx, err) {
			return nil, err
		}
		wait := c.wait(n)
		if asked > 0 {
			wait = min(asked, longestAsked)
		}
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= wait {
			return nil, err
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return nil, fmt.Errorf("%w, after %w", context.Cause(ctx), err)
		}
	}
}

// attempts answers how often a request that failed like this may be sent in all, and the wait that the cluster asked for.
func attempts(r *request, err error) (limit int, asked time.Duration) {
	if _, ok := errors.AsType[*loginError](err); ok {
		return 1, 0
	}
	if broken, ok := errors.AsType[*TransportError](err); ok {
		if broken.stopped || isCertificate(broken.Cause) || broken.Sent && !r.repeatable() {
			return 1, 0
		}
		return attemptsBroken, 0
	}
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return 1, 0
	}
	switch {
	case e.Status == http.StatusTooManyRequests:
		return attemptsBusy, e.RetryAfter
	case !r.repeatable():
		return 1, 0
	case e.Status == http.StatusServiceUnavailable:
		return attemptsBusy, e.RetryAfter
	case e.Status == http.StatusConflict:
		return attemptsConflict, e.RetryAfter
	case e.Status >= http.StatusInternalServerError:
		// A read costs nothing. A write that ended so is looked after before it is sent again.
		if r.read() || r.login {
			return attemptsBroken, e.RetryAfter
		}
	case e.html && e.Status < 300:
		return attemptsBroken, 0
	}
	return 1, 0
}

// wait is the pause after attempt n: doubling, and up to a quarter longer so that callers spread.
func (c *Client) wait(n int) time.Duration {
	d := min(firstWait<<(n-1), longest)
	return d + time.Duration(c.config.Jitter()*float64(d)/4)
}

// retryAfter reads the header in both forms. A date is compared with the Date of the same answer, so that clocks do not matter.
func retryAfter(h http.Header) time.Duration {
	text := h.Get("Retry-After")
	if text == "" {
		return 0
	}
	if seconds, err := strconv.Atoi(text); err == nil {
		return max(0, time.Duration(seconds)*time.Second)
	}
	at, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		now = time.Now()
	}
	return max(0, at.Sub(now))
}
