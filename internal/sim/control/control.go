// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package control

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// maxBody is the largest request body that is read, in bytes.
const maxBody = 1 << 20

// call is one request; the world's lock is held while it is answered.
type call struct {
	w    *world.World
	http *http.Request
	body []byte
}

// read decodes the body strictly into v.
func (c *call) read(v any) error {
	d := json.NewDecoder(bytes.NewReader(c.body))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return &problem{http.StatusBadRequest, fmt.Sprintf("the body: %v", err)}
	}
	return nil
}

// problem is a request that cannot be answered, and why.
type problem struct {
	status int
	text   string
}

func (p *problem) Error() string { return p.text }

func wrong(format string, args ...any) error {
	return &problem{http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

func missing(format string, args ...any) error {
	return &problem{http.StatusNotFound, fmt.Sprintf(format, args...)}
}

// route is one thing that can be asked.
type route struct {
	pattern string
	text    string
	do      func(*call) (any, error)
}

func routes() []route {
	return slices.Concat(truthRoutes, timeRoutes, trouble, clientRoutes)
}

// Handler answers for a world. GET / lists what can be asked.
func Handler(w *world.World) http.Handler {
	mux := http.NewServeMux()
	help := map[string]string{}
	for _, r := range routes() {
		help[r.pattern] = r.text
		mux.HandleFunc(r.pattern, func(out http.ResponseWriter, in *http.Request) {
			if in.Header.Get("Origin") != "" {
				answer(out, nil, &problem{http.StatusForbidden, "requests of web pages are refused"})
				return
			}
			body, err := io.ReadAll(http.MaxBytesReader(out, in.Body, maxBody))
			if err != nil {
				answer(out, nil, wrong("the body: %v", err))
				return
			}
			var encoded []byte
			w.Do(func() {
				var v any
				if v, err = r.do(&call{w: w, http: in, body: body}); err == nil && v != nil {
					encoded, err = json.Marshal(v) // under the lock, because v may be part of the world
				}
			})
			answer(out, json.RawMessage(encoded), err)
		})
	}
	mux.HandleFunc("GET /{$}", func(out http.ResponseWriter, _ *http.Request) { answer(out, help, nil) })
	return mux
}

// answer writes JSON: what was asked for, {} for nothing, or an error with its text.
func answer(out http.ResponseWriter, v any, err error) {
	status := http.StatusOK
	if err != nil {
		status = http.StatusConflict
		if p, ok := err.(*problem); ok { //nolint:errorlint // problems are never wrapped
			status = p.status
		}
		v = map[string]any{"error": err.Error()}
	}
	if raw, ok := v.(json.RawMessage); ok && len(raw) == 0 {
		v = struct{}{}
	}
	out.Header().Set("Content-Type", "application/json")
	out.WriteHeader(status)
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	_ = e.Encode(v)
}
