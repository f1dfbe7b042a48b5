// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package session

import (
	"crypto/subtle"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Path is where sessions are opened, shown and ended.
const Path = "/session/1/session"

const (
	cookie = "isisessid"
	csrf   = "isicsrf"
)

var routes = []rest.Route{
	rest.Post(Path, create),
	rest.Get(Path, show),
	rest.Delete(Path, end),
}

// Find maps a URL below /session to an operation.
func Find(r *rest.Request, escaped string) (*rest.Operation, *rest.Answer) {
	if strings.TrimSuffix(escaped, "/") != Path { // gopowerscale puts a slash after every URL
		return nil, rest.UnknownPath(r.Method, escaped)
	}
	r.Path = Path
	do := rest.FindRoute(routes, r.Method, r.Path)
	if do == nil {
		return nil, rest.NoMethod(r.Method)
	}
	return &rest.Operation{Do: do, Open: true}, nil
}

func create(r *rest.Request) rest.Answer {
	var in struct {
		Username string   `json:"username" required:"true"`
		Password string   `json:"password" required:"true"`
		Services []string `json:"services" required:"true" enum:"platform,namespace"`
	}
	if bad := r.Decode(&in); bad != nil {
		return *bad
	}
	if len(in.Services) == 0 {
		return rest.BadRequest("services", "at least one service is needed").Because(rest.RuleBadValue)
	}
	if r.Cluster.Config.RequireSSO { // behaviour.md 2: refuses password sessions
		return rest.Fail(http.StatusUnauthorized, "", "", "The cluster accepts single sign-on only.")
	}
	if !r.Cluster.Auth.Login(in.Username, in.Password) {
		return rest.Fail(http.StatusUnauthorized, "", "", "Username or password is incorrect.")
	}
	now := r.World.Now()
	settings := r.Cluster.Access.Settings
	s := world.Session{
		ID: r.World.NewID(), CSRF: r.World.NewID(), User: in.Username, Services: in.Services, Node: r.Node,
		Rights:  r.Cluster.Auth.Held(in.Username),
		IdleEnd: now.Add(seconds(settings.InactiveTimeout, r.World.Dials.Number(dial.SessionIdle))),
		End:     now.Add(seconds(settings.AbsoluteTimeout, r.World.Dials.Number(dial.SessionAbsolute))),
	}
	r.Cluster.Access.Sessions.Put(s.ID, s)
	header := cookies(s)
	header.Set("X-CSRF-Token", s.CSRF) // where the Ansible collection reads it
	return rest.Answer{Status: http.StatusCreated, Body: shown(s, now), Header: header}
}

func show(r *rest.Request) rest.Answer {
	if hold(r) != nil {
		return rest.Unauthorized()
	}
	return rest.OK(shown(*r.Session, r.World.Now()))
}

// end logs out. The cookie alone is enough: the Ansible collection sends nothing else.
func end(r *rest.Request) rest.Answer {
	s, ok := open(r)
	if !ok {
		return rest.Unauthorized()
	}
	if !authentic(r, s) {
		r.Forgive(rest.RuleBareLogOut, "the log-out has nothing but the cookie")
	}
	r.Cluster.Access.Sessions.Delete(s.ID)
	gone := http.Header{}
	gone.Add("Set-Cookie", cookie+"=deleted; path=/; Expires=Thu, 01-Jan-1970 00:00:01 GMT; HttpOnly; Secure; SameSite=strict")
	return rest.Answer{Status: http.StatusNoContent, Header: gone}
}

func seconds(n, otherwise int) time.Duration {
	if n <= 0 {
		n = otherwise
	}
	return time.Duration(n) * time.Second
}

func cookies(s world.Session) http.Header {
	h := http.Header{}
	h.Add("Set-Cookie", fmt.Sprintf("%s=%s; path=/; HttpOnly; Secure; SameSite=strict", cookie, s.ID))
	h.Add("Set-Cookie", fmt.Sprintf("%s=%s; path=/; Secure", csrf, s.CSRF))
	return h
}

func shown(s world.Session, now time.Time) any {
	left := func(end time.Time) int { return int(end.Sub(now) / time.Second) }
	return map[string]any{
		"username": s.User, "services": s.Services,
		"timeout_absolute": left(s.End), "timeout_inactive": min(left(s.IdleEnd), left(s.End)),
	}
}

// Identify finds out who asks: by basic authentication, or by a session with cookie, CSRF header and Referer or Origin. Which of
// the three each method really checks is unknown; by default all are asked for on every request (behaviour.md 2).
func Identify(r *rest.Request, req *http.Request) *rest.Answer {
	if user, password, ok := req.BasicAuth(); ok {
		if !r.Cluster.Auth.Login(user, password) {
			return rest.Refuse(rest.Unauthorized())
		}
		r.User, r.Rights = user, r.Cluster.Auth.Held(user)
		return nil
	}
	if bad := hold(r); bad != nil {
		return bad
	}
	service := "platform"
	if strings.HasPrefix(req.URL.Path, "/namespace") {
		service = "namespace"
	}
	if !slices.Contains(r.Session.Services, service) {
		r.Session = nil
		if r.World.Dials.Is(dial.OtherService, "403") {
			return rest.Refuse(rest.Forbidden("the session may not use the service %s", service))
		}
		return rest.Refuse(rest.Unauthorized())
	}
	return nil
}

// hold checks the request's session and sets Session, User and Rights.
func hold(r *rest.Request) *rest.Answer {
	s, ok := valid(r)
	if !ok {
		return rest.Refuse(rest.Unauthorized())
	}
	r.Session, r.User, r.Rights = &s, s.User, s.Rights
	return nil
}

// valid is the session of the request's cookie, if the request has all that a session's requests need.
func valid(r *rest.Request) (world.Session, bool) {
	s, ok := open(r)
	return s, ok && authentic(r, s)
}

// authentic tells whether the request has the session's token and names the address spoken to.
func authentic(r *rest.Request, s world.Session) bool {
	dials := r.World.Dials
	return (r.Method == http.MethodGet && dials.Is(dial.CSRFOnGet, dial.Ignored) ||
		subtle.ConstantTimeCompare([]byte(s.CSRF), []byte(r.Header.Get("X-CSRF-Token"))) == 1) &&
		(dials.Is(dial.Referer, dial.Ignored) || sameOrigin(r))
}

// open is the session of the request's cookie, if it has not ended and belongs to this node.
func open(r *rest.Request) (world.Session, bool) {
	cookie, err := (&http.Request{Header: r.Header}).Cookie(cookie)
	if err != nil {
		return world.Session{}, false
	}
	s, ok := r.Cluster.Access.Sessions.Get(cookie.Value)
	now := r.World.Now()
	return s, ok && now.Before(s.IdleEnd) && now.Before(s.End) &&
		(s.Node == r.Node || r.World.Dials.Is(dial.SessionNodes, dial.Accept))
}

// sameOrigin tells whether Referer or Origin names the address spoken to.
func sameOrigin(r *rest.Request) bool {
	for _, name := range []string{"Referer", "Origin"} {
		if u, err := url.Parse(r.Header.Get(name)); err == nil && u.Host != "" {
			return u.Host == r.Host
		}
	}
	return false
}

// Renew puts a replacement cookie on the answer once half of the idle time or less remains. The absolute end stays that of the
// first cookie, and the old cookie stays valid until its own end (behaviour.md 2, since 9.3).
func Renew(r *rest.Request, header http.Header) {
	if r.Session == nil || r.Path == Path {
		return
	}
	now := r.World.Now()
	idle := seconds(r.Cluster.Access.Settings.InactiveTimeout, r.World.Dials.Number(dial.SessionIdle))
	if r.Session.IdleEnd.Sub(now) > idle/2 {
		return
	}
	next := *r.Session
	next.ID, next.CSRF, next.IdleEnd = r.World.NewID(), r.World.NewID(), now.Add(idle)
	if next.IdleEnd.After(next.End) {
		next.IdleEnd = next.End
	}
	r.Cluster.Access.Sessions.Put(next.ID, next)
	for _, line := range cookies(next)["Set-Cookie"] {
		header.Add("Set-Cookie", line)
	}
}
