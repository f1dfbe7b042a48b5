// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
)

// fetch is a GET whose answer is decoded into out, which is a *wrapper for a list.
func (c *Client) fetch(ctx context.Context, out any, query url.Values, template string, args ...string) error {
	r := &request{method: http.MethodGet, template: template, args: args, query: query}
	r.station, _ = ctx.Value(stationKey{}).(*station)
	a, err := c.do(ctx, r)
	if err != nil {
		return err
	}
	if w, ok := out.(*wrapper); ok {
		err = w.decode(a.body)
	} else {
		err = json.Unmarshal(a.body, out)
	}
	if err != nil {
		return c.malformed(r, err)
	}
	return nil
}

// one is a GET of a single object. OneFS wraps it in a list of one under key.
func one[T any](ctx context.Context, c *Client, key string, query url.Values, template string, args ...string) (*T, error) {
	var list []T
	if err := c.fetch(ctx, &wrapper{key: key, items: &list}, query, template, args...); err != nil {
		return nil, err
	}
	r := &request{method: http.MethodGet, template: template}
	if len(list) != 1 {
		return nil, c.malformed(r, fmt.Errorf("%q holds %d objects where one was asked for", key, len(list)))
	}
	return &list[0], nil
}

// whole is a GET of a collection that OneFS does not divide into pages: it takes no limit. A null list is an empty one.
func whole[T any](ctx context.Context, c *Client, key string, query url.Values, template string, args ...string) ([]T, error) {
	items := []T{}
	if err := c.fetch(ctx, &wrapper{key: key, items: &items}, query, template, args...); err != nil {
		return nil, err
	}
	return items, nil
}

// list is a GET of a collection with all its pages. The answer is never nil without an error.
//
// Pages after the first are asked for by their token alone; the zone is the only other argument that stays (behaviour notes, section
// 4). A token that the cluster no longer knows makes it start again, once.
func list[T any](ctx context.Context, c *Client, key string, query url.Values, template string, args ...string) ([]T, error) {
	all, err := pages[T](ctx, c, key, query, template, args)
	var stale *staleTokenError
	if errors.As(err, &stale) {
		all, err = pages[T](ctx, c, key, query, template, args)
	}
	if errors.As(err, &stale) {
		err = stale.cause
	}
	return all, err
}

// staleTokenError is a 400 on a later page.
type staleTokenError struct{ cause error }

func (e *staleTokenError) Error() string { return e.cause.Error() }
func (e *staleTokenError) Unwrap() error { return e.cause }

func pages[T any](ctx context.Context, c *Client, key string, query url.Values, template string, args []string) ([]T, error) {
	all, seen := []T{}, []string{}
	page := maps.Clone(query)
	if page == nil {
		page = url.Values{}
	}
	if c.config.PageSize > 0 {
		page.Set("limit", strconv.Itoa(c.config.PageSize))
	}
	for {
		var items []T
		w := &wrapper{key: key, items: &items}
		err := c.fetch(ctx, w, page, template, args...)
		if page.Has("resume") && page.Has("zone") && errors.Is(err, Status(http.StatusBadRequest)) {
			// Nobody knows whether zone may stand beside resume. With it no other zone's list can come, so it is tried first.
			page.Del("zone")
			err = c.fetch(ctx, w, page, template, args...)
		}
		if err != nil {
			if len(seen) > 0 && errors.Is(err, Status(http.StatusBadRequest)) {
				return nil, &staleTokenError{err}
			}
			return nil, err
		}
		all = append(all, items...)
		token := w.resume
		if token == "" {
			return all, nil
		}
		if slices.Contains(seen, token) {
			r := &request{method: http.MethodGet, template: template}
			return nil, c.malformed(r, errors.New("a resume token came twice: the list has no end"))
		}
		seen = append(seen, token)
		page = url.Values{"resume": {token}}
		if zone := query.Get("zone"); zone != "" {
			page.Set("zone", zone)
		}
	}
}
