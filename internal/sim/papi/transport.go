// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"syscall"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Transport answers requests in the process, without sockets and TLS, choosing cluster and node by the host: see [Face.Find].
func Transport(w *world.World) http.RoundTripper { return (&Face{World: w}).Transport() }

// Host is the host name under which Transport reaches a node of a cluster; node 0 is the cluster's first node that is up, as a
// management name with failover would lead to.
func Host(cluster string, lnn int) string {
	if lnn == 0 {
		return cluster
	}
	return fmt.Sprintf("%s-%d", cluster, lnn)
}

// Transport is [Transport] with the face's checks. Hosts that are no node of the world cannot be resolved.
func (f *Face) Transport() http.RoundTripper { return transport{f} }

type transport struct{ face *Face }

// RoundTrip answers one request. A dropped connection is an error, as with a real transport.
func (t transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer req.Body.Close()
	}
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	at, ok := t.face.Find(req.URL.Hostname())
	if !ok {
		unknown := &net.DNSError{Err: "no such host", Name: req.URL.Hostname(), IsNotFound: true}
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: unknown}
	}
	ctx := inZone(req.Context(), at.Zone)
	inside := req.Clone(ctx)
	if inside.Host == "" {
		inside.Host = req.URL.Host
	}
	got, err := t.face.serve(ctx, at.Cluster, at.LNN, inside)
	switch {
	case errors.Is(err, errRefused):
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	case errors.Is(err, errBroken):
		return nil, &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	case err != nil:
		return nil, err
	}
	got.header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	body := got.body
	if req.Method == http.MethodHead {
		body = nil
	}
	return &http.Response{
		Status: fmt.Sprintf("%d %s", got.status, http.StatusText(got.status)), StatusCode: got.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: got.header, Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(got.body)), Request: req,
	}, nil
}
