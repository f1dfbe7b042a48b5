// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

const (
	namespacePath = uri.File
	targetType    = "x-isi-ifs-target-type"
	accessControl = "x-isi-ifs-access-control"
)

// Entry is one name in a directory. Type is "container" (a directory), "object" (a file), "symbolic_link" …, "" if it was not asked for.
// Owner is the name of an account, Mode octal ("0700"); both are "" where the cluster does not tell.
type Entry struct {
	Name  string `json:"name"`
	Type  string `json:"type"`
	Size  int64  `json:"size"`
	Owner string `json:"owner"`
	Mode  string `json:"mode"`
}

// ReadFile reads a whole file, "/ifs/.onefs-failover/x.json"; ErrNotFound if it is not there.
func (c *Client) ReadFile(ctx context.Context, file string) ([]byte, error) {
	a, err := c.do(ctx, &request{method: http.MethodGet, template: namespacePath, args: []string{file}, opaque: true})
	if err != nil {
		return nil, err
	}
	return a.body, nil
}

// WriteFile writes a whole file or nothing, readable by its owner only. Without overwrite it fails if the file is there, and is never
// repeated after it may have arrived: it would find its own file. The status of that failure is not documented, so tell by reading the
// file. Parent directories must exist.
func (c *Client) WriteFile(ctx context.Context, h permit.Housekeeping, file string, data []byte, overwrite bool) error {
	r := &request{
		method: http.MethodPut, template: namespacePath, args: []string{file}, permit: h, body: data, once: !overwrite, opaque: true,
		files: []string{file},
		query: url.Values{"overwrite": {strconv.FormatBool(overwrite)}},
		header: http.Header{
			"Content-Type": {"application/octet-stream"},
			// The names of these headers go out as OneFS documents them; HTTP does not mind the case.
			http.CanonicalHeaderKey(targetType):    {"object"},
			http.CanonicalHeaderKey(accessControl): {"0600"},
		},
	}
	_, err := c.do(ctx, r)
	return err
}

// DeleteFile removes one file, ErrNotFound if it is not there.
func (c *Client) DeleteFile(ctx context.Context, h permit.Housekeeping, file string) error {
	r := &request{method: http.MethodDelete, template: namespacePath, args: []string{file}, permit: h, files: []string{file}}
	_, err := c.do(ctx, r)
	return err
}

// MakeDirectory makes a directory, with recursive also its parents, for its owner only. A directory that is there keeps what is in it,
// but its access rights are set again.
func (c *Client) MakeDirectory(ctx context.Context, h permit.Housekeeping, directory string, recursive bool) error {
	r := &request{
		method: http.MethodPut, template: namespacePath, args: []string{directory}, permit: h,
		files: []string{directory},
		query: url.Values{"recursive": {strconv.FormatBool(recursive)}},
		header: http.Header{
			http.CanonicalHeaderKey(targetType):    {"container"},
			http.CanonicalHeaderKey(accessControl): {"0700"},
		},
	}
	_, err := c.do(ctx, r)
	return err
}

// ListDirectory lists the names in a directory, those that begin with a dot as well, with their types, sizes, owners and modes,
// ErrNotFound if it is not there.
func (c *Client) ListDirectory(ctx context.Context, directory string) ([]Entry, error) {
	return list[Entry](ctx, c, "children", url.Values{"detail": {"default"}, "hidden": {"true"}}, namespacePath, directory)
}

// RenameFile moves a file; ErrNotFound if it is not there (any more). It is never repeated after it may have arrived.
func (c *Client) RenameFile(ctx context.Context, h permit.Housekeeping, from, to string) error {
	target, err := escapeFile(to)
	if err != nil {
		return fmt.Errorf("%s: rename: %w", c.config.Name, err)
	}
	r := &request{
		method: http.MethodPost, template: namespacePath, args: []string{from}, permit: h,
		files:  []string{from, to},
		header: http.Header{http.CanonicalHeaderKey("x-isi-ifs-set-location"): {"/namespace/" + target}},
	}
	_, err = c.do(ctx, r)
	return err
}
