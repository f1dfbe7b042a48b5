// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"net"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPinned keeps to the first address that answers, and looks for another one only when it no longer does.
func TestPinned(t *testing.T) {
	t.Parallel()
	answers := [][]string{{"192.0.2.1", "192.0.2.2"}, {"192.0.2.3"}, {}}
	down := map[string]bool{"192.0.2.1:8080": true}
	var dialled []string
	dial := pinned(func(_ context.Context, _, address string) (net.Conn, error) {
		dialled = append(dialled, address)
		if down[address] {
			return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
		}
		ours, theirs := net.Pipe()
		_ = theirs.Close()
		return ours, nil
	}, func(context.Context, string) ([]string, error) {
		next := answers[0]
		answers = answers[1:]
		return next, nil
	})
	connect := func(address string) error {
		conn, err := dial(t.Context(), "tcp", address)
		if err == nil {
			err = conn.Close()
		}
		return err
	}
	for range 3 {
		if err := connect("cluster:8080"); err != nil {
			t.Fatal(err)
		}
	}
	down["192.0.2.2:8080"] = true
	for range 2 {
		if err := connect("cluster:8080"); err != nil {
			t.Fatal(err)
		}
	}
	if err := connect("192.0.2.9:8080"); err != nil {
		t.Fatal(err)
	}
	down["192.0.2.3:8080"] = true
	err := connect("cluster:8080")
	if err == nil || !neverSent(err) {
		t.Errorf("without any address: %v", err)
	}
	want := []string{
		"192.0.2.1:8080", "192.0.2.2:8080", "192.0.2.2:8080", "192.0.2.2:8080",
		"192.0.2.2:8080", "192.0.2.3:8080", "192.0.2.3:8080", "192.0.2.9:8080", "192.0.2.3:8080",
	}
	if diff := cmp.Diff(want, dialled); diff != "" {
		t.Errorf("dialled (-want +got):\n%s", diff)
	}
}
