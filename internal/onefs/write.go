// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
)

// write sends a mutating request with a JSON body; a nil body sends none.
func (c *Client) write(ctx context.Context, p authority, r *request, body any) (*answer, error) {
	r.permit = p
	if body != nil {
		var err error
		if r.body, err = encode(body); err != nil {
			return nil, fmt.Errorf("%s: %s %s: not sent: %w", c.config.Name, r.method, r.template, err)
		}
	}
	return c.do(ctx, r)
}

func (c *Client) put(ctx context.Context, p authority, area string, body any, query url.Values, template string, args ...string) error {
	_, err := c.write(ctx, p, &request{method: http.MethodPut, template: template, args: args, query: query, area: area}, body)
	return err
}

func (c *Client) remove(ctx context.Context, p authority, template string, args ...string) error {
	_, err := c.write(ctx, p, &request{method: http.MethodDelete, template: template, args: args}, nil)
	return err
}

// post sends an action or a create and answers the id of what was made, "" when the answer has none.
func (c *Client) post(ctx context.Context, p authority, area string, body any, query url.Values, template string, args ...string) (
	string, error,
) {
	return c.posted(ctx, p, &request{method: http.MethodPost, template: template, args: args, query: query, area: area}, body)
}

// posted sends a POST and answers the id of what was made.
func (c *Client) posted(ctx context.Context, p authority, r *request, body any) (string, error) {
	a, err := c.write(ctx, p, r, body)
	if err != nil || len(a.body) == 0 {
		return "", err
	}
	var made struct {
		ID anyID `json:"id"`
	}
	if err := json.Unmarshal(a.body, &made); err != nil {
		return "", c.malformed(r, err)
	}
	return string(made.ID), nil
}

// anyID is an id that is text for most objects and a number for exports and snapshots.
type anyID string

// UnmarshalJSON takes text, a number or null.
func (id *anyID) UnmarshalJSON(b []byte) error {
	var v any
	if err := decodeNumbers(b, &v); err != nil {
		return err
	}
	switch v := v.(type) {
	case nil:
		*id = ""
	case string:
		*id = anyID(v)
	case json.Number:
		*id = anyID(v.String())
	default:
		return fmt.Errorf("id is neither text nor a number")
	}
	return nil
}
