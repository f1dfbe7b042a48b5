// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fault"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// BadOnPurpose is the header with which a test, or a person with curl, says that the request is wrong on purpose: it is refused as
// usual, but no violation is recorded.
const BadOnPurpose = "X-Sim-Bad-On-Purpose"

// maxBody is the largest request body that is read.
const maxBody = 64 << 20

// errBroken is what a client sees as a broken connection.
var errBroken = errors.New("connection reset by peer")

// errRefused is what a client sees as a refused connection.
var errRefused = errors.New("connection refused")

// Checker looks at requests and answers from outside, such as package contract. path is the URL path, escaped, with version.
// Every finding is one text.
type Checker interface {
	CheckRequest(method, path, query string, header http.Header, body []byte) []string
	CheckAnswer(method, path, query string, status int, header http.Header, body []byte) []string
}

// Face answers HTTP for all clusters of a world. The zero value of everything but World is usable.
type Face struct {
	// World is asked and changed.
	World *world.World
	// Checker, if not nil, sees every request and answer; what it finds becomes a violation.
	Checker Checker
	// Strict holds clients to more than OneFS does: what it lets pass is noted as a violation. It is for clients of this project.
	Strict bool
	// After, if not nil, is called with the lock held after every request that reached a cluster, such as for invariants.
	After func(w *world.World, done world.Request)
}

// serve answers one request at one node. An error means that the client gets no answer: the connection is refused or breaks.
func (f *Face) serve(ctx context.Context, cluster string, node int, req *http.Request) (*reply, error) {
	var body []byte
	if req.Body != nil {
		var err error
		if body, err = io.ReadAll(io.LimitReader(req.Body, maxBody)); err != nil {
			return nil, errBroken
		}
	}
	hit, began, err := f.admit(cluster, node, req)
	if err != nil {
		return nil, err
	}
	if hit != nil {
		switch hit.Kind {
		case fault.DropBefore:
			return nil, errBroken
		case fault.BlackHole:
			<-ctx.Done()
			return nil, ctx.Err()
		case fault.Delay:
			if err := pause(ctx, hit.Delay); err != nil {
				return nil, err
			}
		case fault.DropAfter, fault.ErrorAfter:
		default:
			return f.fail(cluster, req, hit), nil
		}
	}
	out := f.answer(cluster, node, req, body, began)
	if hit != nil && hit.Kind == fault.DropAfter {
		return nil, errBroken
	}
	if hit != nil && hit.Kind == fault.ErrorAfter {
		var lost *reply
		f.World.Do(func() { lost = faultReply(hit, f.World.Dials) })
		return lost, nil
	}
	return out, nil
}

// admit decides whether the node can be spoken to at all, and which fault hits the request. began is how many share writes the cluster had
// seen by then.
func (f *Face) admit(cluster string, node int, req *http.Request) (hit *fault.Rule, began int64, err error) {
	f.World.Enter()
	defer f.World.Leave()
	c := f.World.Cluster(cluster)
	if c == nil || !c.Reachable {
		return nil, 0, errRefused
	}
	if n := c.Node(node); n == nil || !n.Up {
		return nil, 0, errRefused
	}
	hit = f.World.Face.Faults.Take(fault.Call{Cluster: cluster, Node: node, Method: req.Method, Path: rest.BarePath(req.URL.EscapedPath())})
	if hit != nil && (hit.Kind == fault.NodeDown || hit.Kind == fault.ClusterDown) {
		return nil, 0, errRefused
	}
	return hit, c.SMB.Writes(), nil
}

// fail is the answer of a fault without effect. It counts as a request that was answered.
func (f *Face) fail(cluster string, req *http.Request, hit *fault.Rule) *reply {
	var out *reply
	f.World.Do(func() {
		out = faultReply(hit, f.World.Dials)
		f.note(cluster, req, out.status)
	})
	return out
}

// note writes the request log and calls After. The lock is held.
func (f *Face) note(cluster string, req *http.Request, status int) {
	done := world.Request{
		Time: f.World.Now(), Cluster: cluster, Method: req.Method, Path: req.URL.EscapedPath(), Query: req.URL.RawQuery,
		Status: status, Mutating: mutating(req),
	}
	f.World.Log.Add(done)
	if f.After != nil {
		f.After(f.World, done)
	}
}

// mutating tells whether a request changes more than who is logged in.
func mutating(req *http.Request) bool {
	return req.Method != http.MethodGet && req.Method != http.MethodHead && !strings.HasPrefix(req.URL.Path, "/session/")
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// faultReply is the answer of a fault that answers.
func faultReply(hit *fault.Rule, dials dial.Values) *reply {
	var a rest.Answer
	switch hit.Kind {
	case fault.Status401:
		a = rest.Unauthorized()
	case fault.Status409:
		a = rest.Conflict("", "Conflict updating the configuration: File exists")
	case fault.Status429:
		a = rest.Fail(http.StatusTooManyRequests, "", "", "too many requests")
	case fault.Status503:
		a = rest.Fail(http.StatusServiceUnavailable, "", "", "the service is busy, try again")
	case fault.HTMLPage:
		page := "<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>\n"
		a = rest.Answer{Status: http.StatusBadGateway, Raw: []byte(page), ContentType: "text/html"}
	default:
		a = rest.Internal("an internal error occurred (fault %s)", hit.Name)
	}
	out := encode(a, dials)
	if hit.Kind == fault.Status429 || hit.Kind == fault.Status503 {
		out.header.Set("Retry-After", fmt.Sprint(int(hit.RetryAfter.Seconds())))
	}
	return out
}
