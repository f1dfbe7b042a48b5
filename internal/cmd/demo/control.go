// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// control speaks to the simulator's control face: its own state, and its clients.
type control struct {
	base   string
	client *http.Client
}

func newControl(base string) *control {
	return &control{base: base, client: &http.Client{Timeout: 20 * time.Second}}
}

// call sends in as JSON, if there is any, and decodes the answer into out.
func (c *control) call(ctx context.Context, method, path string, in, out any) error {
	var body bytes.Buffer
	if in != nil {
		if err := json.NewEncoder(&body).Encode(in); err != nil {
			return fmt.Errorf("control %s: %w", path, err)
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, &body)
	if err != nil {
		return fmt.Errorf("control %s: %w", path, err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.client.Do(req)
	if err != nil {
		return fmt.Errorf("control %s: %w", path, err)
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return fmt.Errorf("control %s: %w", path, err)
	}
	var refusal struct {
		Error string `json:"error"`
	}
	if resp.StatusCode == http.StatusConflict && json.Unmarshal(b, &refusal) == nil && refusal.Error != "" {
		return errors.New(refusal.Error)
	}
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("control %s %s: status %d: %s", method, path, resp.StatusCode, bytes.TrimSpace(b))
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(b, out); err != nil {
		return fmt.Errorf("control %s %s: %w", method, path, err)
	}
	return nil
}

// still lets the jobs of the last schedule end and what they changed become visible, then stops the simulated time, so that two looks
// see the same. The lab's policies run at every fifth minute.
func (c *control) still(ctx context.Context) error {
	var clock struct {
		Now time.Time `json:"now"`
	}
	if err := c.call(ctx, http.MethodPost, "/clock", map[string]any{"speed": 0}, &clock); err != nil {
		return err
	}
	quiet := clock.Now.Truncate(5 * time.Minute).Add(4 * time.Minute)
	if !quiet.After(clock.Now) {
		quiet = quiet.Add(5 * time.Minute)
	}
	return c.call(ctx, http.MethodPost, "/clock", map[string]any{"step": quiet.Sub(clock.Now).String()}, nil)
}

// goOn lets simulated time pass again.
func (c *control) goOn(ctx context.Context, speed float64) error {
	return c.call(ctx, http.MethodPost, "/clock", map[string]any{"speed": speed}, nil)
}
