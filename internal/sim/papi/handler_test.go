// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fault"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
)

// Over real sockets the same world answers the same way.
func TestHandler(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	server := httptest.NewServer(papi.Handler(s.World, "ps1"))
	defer server.Close()
	ask := func(method, path, body string) (*http.Response, []byte, error) {
		req, err := http.NewRequest(method, server.URL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.SetBasicAuth("root", papitest.Password)
		resp, err := server.Client().Do(req)
		if err != nil {
			return nil, nil, err
		}
		defer resp.Body.Close()
		raw, err := io.ReadAll(resp.Body)
		return resp, raw, err
	}
	resp, body, err := ask("GET", "/platform/latest", "")
	if err != nil || resp.StatusCode != http.StatusOK || string(body) != `{"latest":"16"}` {
		t.Fatalf("got %v %s %v", resp, body, err)
	}
	date, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil || time.Since(date).Abs() > time.Minute {
		t.Errorf("Date is %q, not the real time", resp.Header.Get("Date"))
	}
	resp, body, err = ask("PUT", papitest.PoolNAS1, `{"description":"x"}`)
	if err != nil || resp.StatusCode != http.StatusNoContent || len(body) != 0 {
		t.Errorf("got %v %s %v", resp, body, err)
	}
	resp, _, err = ask("HEAD", "/namespace/ifs/data", "")
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Errorf("got %v %v", resp, err)
	}
	s.World.Do(func() {
		s.World.Face.Faults = fault.Rules{{Name: "drop", Kind: fault.DropAfter, Count: 1, Method: "PUT"}}
	})
	if _, _, err := ask("PUT", papitest.PoolNAS1, `{"description":"y"}`); !errors.Is(err, io.EOF) {
		t.Errorf("a dropped connection: %v", err)
	}
	s.World.Do(func() {
		if p, _ := s.Cluster().Network.Pools.Get("groupnet0.subnet0.nas1"); p.Description != "y" {
			t.Error("the dropped request had no effect")
		}
	})
}

// The log names what was asked, without bodies and headers.
func TestRequestLog(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	header := s.LogInto("ps1", papitest.LogIn)
	s.Run(
		papitest.Get("/platform/latest", ""),
		papitest.Put(papitest.PoolNAS1, `{"description":"x"}`),
		papitest.Step{
			Request: papitest.Request{Method: "DELETE", Path: "/session/1/session", User: "nobody", Header: header}, Status: 204,
			Want: "",
		},
	)
	var got []string
	for _, r := range s.World.Log.All() {
		got = append(got, r.Method+" "+r.Path)
	}
	want := "POST /session/1/session, GET /platform/latest, PUT " + papitest.PoolNAS1 + ", DELETE /session/1/session"
	if strings.Join(got, ", ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
	if n := s.World.Log.Mutating(); n != 1 {
		t.Errorf("%d mutating requests, want 1", n)
	}
}
