// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// request is one call before it is sent.
type request struct {
	method string
	// template is the path with {} for each of args; it names the call in counters.
	template string
	args     []string
	query    url.Values
	header   http.Header
	body     []byte
	// permit covers a write; reads have none.
	permit authority
	// files are what the housekeeping must cover.
	files []string
	// area is the lane of a write.
	area string
	// station is the address to ask; nil is the endpoint.
	station *station
	// once forbids sending it again after it may have arrived: every POST, and a PUT that must not find its own trace.
	once bool
	// login: this is the log-in itself; it may be repeated, and its body is in no log.
	login bool
	// opaque: the answer's body is a file, not JSON.
	opaque bool
	// urgent: people wait for it, so it goes out beside whatever else is under way, above the limit of requests.
	urgent bool
}

// DirectoryTimeout limits one attempt of a request that the cluster answers out of Active Directory: a domain controller that hangs lets
// the cluster hang, and nobody's data depends on it. Three attempts of a read stay below a minute.
const DirectoryTimeout = 15 * time.Second

// directory tells whether the cluster asks a domain controller for the answer.
func (r *request) directory() bool {
	return strings.HasPrefix(r.template, uri.ADS) || r.template == uri.ADSControllers
}

// authority is what allows a write: a permit.Permit, or a permit.Housekeeping.
type authority interface {
	Kind() permit.Kind
	Check() error
	String() string
}

// ErrNotOurs is a file outside the directory of this tool's own files.
var ErrNotOurs = errors.New("not a file of this tool's own, nothing was sent")

// covered refuses files that the housekeeping has no business with.
func (r *request) covered() error {
	for _, f := range r.files {
		if h, ok := r.permit.(permit.Housekeeping); !ok || !h.Covers(f) {
			return fmt.Errorf("%s: %w", f, ErrNotOurs)
		}
	}
	return nil
}

// read tells whether the request changes nothing.
func (r *request) read() bool { return r.method == http.MethodGet || r.method == http.MethodHead }

// repeatable tells whether sending it twice has the effect of sending it once.
func (r *request) repeatable() bool {
	return r.login || !r.once && r.method != http.MethodPost
}

// path fills the template. Every argument is encoded whole, slashes too (%2F), except that an argument of the namespace API keeps
// its slashes. An empty argument is refused: it would address the collection.
func (r *request) path() (string, error) {
	path, namespace := r.template, strings.HasPrefix(r.template, "/namespace")
	for _, arg := range r.args {
		if arg == "" || arg == "." || arg == ".." {
			return "", fmt.Errorf("%s %s: %w", r.method, r.template, ErrEmptyID)
		}
		text := url.PathEscape(arg)
		if namespace {
			var err error
			if text, err = escapeFile(arg); err != nil {
				return "", fmt.Errorf("%s %s: %w", r.method, r.template, err)
			}
		}
		path = strings.Replace(path, "{}", text, 1)
	}
	return path, nil
}

// escapeFile encodes each segment of a file's path and keeps the slashes between them; the leading one goes.
func escapeFile(file string) (string, error) {
	segments := strings.Split(strings.Trim(file, "/"), "/")
	for i, s := range segments {
		if s == "" || s == "." || s == ".." {
			return "", fmt.Errorf("path %q: %w", file, ErrEmptyID)
		}
		segments[i] = url.PathEscape(s)
	}
	return strings.Join(segments, "/"), nil
}

// encode puts a body into JSON.
func encode(body any) ([]byte, error) {
	b, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("body: %w", err)
	}
	return b, nil
}

// stationKey carries the node that a list is asked at through the paging code.
type stationKey struct{}

// at makes reads with this context go to one node.
func at(ctx context.Context, st *station) context.Context {
	return context.WithValue(ctx, stationKey{}, st)
}
