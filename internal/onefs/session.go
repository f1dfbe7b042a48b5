// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

const (
	cookieSession = "isisessid"
	cookieCSRF    = "isicsrf"
	// refusalTime is how long a refused password is remembered, so that many callers do not lock the account.
	refusalTime = time.Minute
)

// ticket is what a request carries to be let in. Each log-in makes a new generation.
type ticket struct {
	generation int
	session    string
	csrf       string
	basic      string
}

// session is the log-in of one station. turn is a lock that obeys contexts: one log-in at a time.
type session struct {
	turn chan struct{}

	mu         sync.Mutex
	current    ticket
	generation int
	refused    error
	refusedAt  time.Time
}

func newSession() session { return session{turn: make(chan struct{}, 1)} }

func (s *session) get() (ticket, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refused != nil && time.Since(s.refusedAt) < refusalTime {
		return ticket{}, s.refused
	}
	return s.current, nil
}

// drop forgets a ticket that the cluster no longer takes, unless a newer one is there already.
func (s *session) drop(t ticket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current.generation == t.generation {
		s.current = ticket{}
	}
}

// renew takes replacement cookies out of an answer: since OneFS 9.3 they come when the idle time runs out, on any answer. An answer to
// a request of an older log-in changes nothing.
func (s *session) renew(t ticket, cookies []*http.Cookie) (changed []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t.generation == 0 || s.current.generation != t.generation {
		return nil
	}
	for _, cookie := range cookies {
		if cookie.Value == "" || cookie.Value == "deleted" || cookie.MaxAge < 0 {
			continue
		}
		switch cookie.Name {
		case cookieSession:
			s.current.session = cookie.Value
		case cookieCSRF:
			s.current.csrf = cookie.Value
		default:
			continue
		}
		changed = append(changed, cookie.Value)
	}
	return changed
}

func (s *session) set(t ticket) ticket {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.generation++
	t.generation = s.generation
	s.current, s.refused = t, nil
	return t
}

func (s *session) refuse(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refused, s.refusedAt, s.current = err, time.Now(), ticket{}
}

// loginError is a failed log-in. The request that needed it was never sent.
type loginError struct {
	cluster, endpoint, user string
	cause                   error
}

// Error is "prod: log in as failover at https://prod-mgmt.example.com:8080: 401: text": who, where and what was answered, once.
func (e *loginError) Error() string {
	text := e.cause.Error()
	if answer, ok := errors.AsType[*Error](e.cause); ok {
		text = answer.answer()
	} else if none, ok := errors.AsType[*TransportError](e.cause); ok {
		text = none.answer()
	}
	return fmt.Sprintf("%s: log in as %s at %s: %s", e.cluster, e.user, e.endpoint, text)
}

func (e *loginError) Unwrap() error { return e.cause }

func (c *Client) loginError(st *station, cause error) error {
	return &loginError{c.config.Name, st.base.String(), c.config.Username, cause}
}

// ticket answers the ticket of a station and logs in when there is none. Callers that arrive together share one log-in.
func (c *Client) ticket(ctx context.Context, st *station) (ticket, error) {
	if c.config.Authentication == AuthenticationBasic {
		return ticket{basic: base64.StdEncoding.EncodeToString([]byte(c.config.Username + ":" + c.config.Password))}, nil
	}
	if t, err := st.session.get(); err != nil || t.session != "" {
		return t, err
	}
	select {
	case st.session.turn <- struct{}{}:
		defer func() { <-st.session.turn }()
	case <-ctx.Done():
		return ticket{}, c.loginError(st, context.Cause(ctx))
	}
	if t, err := st.session.get(); err != nil || t.session != "" {
		return t, err
	}
	t, err := c.login(ctx, st)
	if err == nil {
		return st.session.set(t), nil
	}
	err = c.loginError(st, err)
	if errors.Is(err, ErrUnauthorized) {
		st.session.refuse(err)
	}
	return ticket{}, err
}

// login makes a session. It may be repeated freely: a session that nobody uses ends by itself.
func (c *Client) login(ctx context.Context, st *station) (ticket, error) {
	body, err := encode(map[string]any{
		"username": c.config.Username,
		"password": c.config.Password,
		"services": []string{"platform", "namespace"},
	})
	if err != nil {
		return ticket{}, err
	}
	r := &request{
		method: http.MethodPost, template: uri.Session, body: body, station: st,
		permit: permit.Keep(permit.LogIn, ""), login: true,
	}
	a, err := c.repeat(ctx, r, func() (*answer, error) { return c.send(ctx, st, r, r.template, ticket{}) })
	if err != nil {
		return ticket{}, err
	}
	var t ticket
	for _, cookie := range a.cookies {
		switch cookie.Name {
		case cookieSession:
			t.session = cookie.Value
		case cookieCSRF:
			t.csrf = cookie.Value
		}
	}
	if t.session == "" {
		return ticket{}, fmt.Errorf("%s: the answer to the log-in brought no session: %w", c.config.Name, ErrMalformed)
	}
	c.secret.add(t.session, t.csrf)
	return t, nil
}

// LogOut ends the sessions that the client has, as far as the cluster can be reached: a session that is left lives on for minutes, and a
// cluster takes only so many. Nothing depends on it.
func (c *Client) LogOut(ctx context.Context) {
	var all sync.WaitGroup
	for _, st := range slices.Concat([]*station{c.main}, c.nodes, c.foundStations()) {
		if t, err := st.session.get(); err == nil && t.session != "" {
			all.Go(func() { c.logout(ctx, st, t) })
		}
	}
	all.Wait()
}

func (c *Client) logout(ctx context.Context, st *station, t ticket) {
	r := &request{
		method: http.MethodDelete, template: uri.Session, station: st, permit: permit.Keep(permit.LogIn, ""), login: true, opaque: true,
	}
	if _, err := c.send(ctx, st, r, r.template, t); err == nil {
		st.session.drop(t)
	}
}

// admit puts the ticket on a request. Referer is the address spoken to; together with the token it is the anti-CSRF proof that OneFS
// asks for, also on GET (behaviour notes, section 2).
func (st *station) admit(h http.Header, t ticket) {
	h.Set("Referer", st.base.String())
	switch {
	case t.basic != "":
		h.Set("Authorization", "Basic "+t.basic)
	case t.session != "":
		h.Set("Cookie", cookieSession+"="+t.session)
		if t.csrf != "" {
			h.Set("Cookie", cookieSession+"="+t.session+"; "+cookieCSRF+"="+t.csrf)
			h.Set("X-CSRF-Token", t.csrf)
		}
	}
}
