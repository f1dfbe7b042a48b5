// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fault"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
)

func TestFaults(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		kind    fault.Kind
		status  int   // 0: no answer
		err     error // what the client sees without an answer
		effect  bool
		header  string
		content string
	}{
		"error before":   {fault.ErrorBefore, 500, nil, false, "", "AEC_SYSTEM_INTERNAL_ERROR"},
		"error after":    {fault.ErrorAfter, 500, nil, true, "", "AEC_SYSTEM_INTERNAL_ERROR"},
		"dropped before": {fault.DropBefore, 0, syscall.ECONNRESET, false, "", ""},
		"dropped after":  {fault.DropAfter, 0, syscall.ECONNRESET, true, "", ""},
		"401":            {fault.Status401, 401, nil, false, "", "authorization required"},
		"409":            {fault.Status409, 409, nil, false, "", "AEC_CONFLICT"},
		"429":            {fault.Status429, 429, nil, false, "7", ""},
		"503":            {fault.Status503, 503, nil, false, "7", ""},
		"html":           {fault.HTMLPage, 502, nil, false, "", "<html>"},
		"node down":      {fault.NodeDown, 0, syscall.ECONNREFUSED, false, "", ""},
		"cluster down":   {fault.ClusterDown, 0, syscall.ECONNREFUSED, false, "", ""},
		"delay":          {fault.Delay, 204, nil, true, "", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := papitest.New(t)
			s.World.Face.Faults = fault.Rules{{
				Name: "the fault", Kind: test.kind, Cluster: "ps1", Method: "PUT", Path: "/network/groupnets/*/subnets/*/pools/*",
				Skip: 1, Count: 1, RetryAfter: 7 * time.Second, Delay: time.Microsecond,
			}}
			change := func(text string) (int, http.Header, []byte, error) {
				return s.Try(papitest.Request{Method: "PUT", Path: papitest.PoolNAS1, Body: `{"description":"` + text + `"}`})
			}
			if status, _, body, err := change("one"); err != nil || status != 204 {
				t.Fatalf("the rule hit too early: %d %s %v", status, body, err)
			}
			status, header, body, err := change("two")
			if status != test.status || !errors.Is(err, test.err) {
				t.Errorf("got status %d and error %v, want %d and %v", status, err, test.status, test.err)
			}
			if header.Get("Retry-After") != test.header || !strings.Contains(string(body), test.content) {
				t.Errorf("unexpected answer: %v %s", header, body)
			}
			p, _ := s.Cluster().Network.Pools.Get("groupnet0.subnet0.nas1")
			if got := p.Description == "two"; got != test.effect {
				t.Errorf("effect %t, want %t", got, test.effect)
			}
			if status, _, body, err := change("three"); err != nil || status != 204 {
				t.Errorf("the rule hit more than once: %d %s %v", status, body, err)
			}
			if got := s.World.Face.Faults.Hits("the fault"); got != 1 {
				t.Errorf("counted %d hits, want 1", got)
			}
		})
	}
}

// A black hole never answers: only the client's own patience ends the call.
func TestBlackHole(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := papitest.New(t)
		s.World.Face.Faults = fault.Rules{{Name: "hole", Kind: fault.BlackHole}}
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Hour)
		defer cancel()
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://ps1:8080/platform/latest", nil)
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if _, err := s.HTTP.Do(req); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("unexpected error: %v", err)
		}
		if waited := time.Since(began); waited != 3*time.Hour {
			t.Errorf("waited %v", waited)
		}
	})
}

func TestDownWithoutRules(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	ask := func(host string) error {
		_, _, _, err := s.Try(papitest.Request{Method: "GET", Path: "http://" + host + ":8080/platform/latest"})
		return err
	}
	s.Cluster().Node(1).Up = false
	if err := ask("ps1-1"); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("a node that is down: %v", err)
	}
	if err := ask("ps1-2"); err != nil {
		t.Errorf("the other node: %v", err)
	}
	if err := ask("ps1"); err != nil {
		t.Errorf("the management name: %v", err)
	}
	s.Cluster().Reachable = false
	if err := ask("ps1"); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("a lost cluster: %v", err)
	}
	if err := ask("ps2"); err != nil {
		t.Errorf("the other cluster: %v", err)
	}
	if err := ask("ps3"); err == nil || !strings.Contains(err.Error(), "no such host") {
		t.Errorf("no cluster at all: %v", err)
	}
}

// Rules are data: a clone counts for itself.
func TestFaultsAreCloned(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.World.Face.Faults = fault.Rules{{Name: "once", Kind: fault.Status503, Count: 1}}
	twin := s.World.Clone()
	if status, _, _ := s.Do(papitest.Request{Method: "GET", Path: "/platform/latest"}); status != 503 {
		t.Errorf("status %d", status)
	}
	if got := twin.Face.Faults.Hits("once"); got != 0 {
		t.Errorf("the clone counted %d hits", got)
	}
}
