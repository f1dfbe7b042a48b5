// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import "context"

// Areas of configuration whose writes OneFS serialises: two writes at a time end in 409 (behaviour notes, sections 9 and 12).
const (
	AreaShares  = "shares"
	AreaNFS     = "nfs"
	AreaNetwork = "network"
	AreaAD      = "ad"
)

// lanes let one write at a time into each area. They are channels, not mutexes, so that waiting obeys the context.
type lanes map[string]chan struct{}

func newLanes() lanes {
	l := lanes{}
	for _, area := range []string{AreaShares, AreaNFS, AreaNetwork, AreaAD} {
		l[area] = make(chan struct{}, 1)
	}
	return l
}

type laneKey struct {
	client *Client
	area   string
}

// Serially holds an area for everything that f does, for a read, change and write that belong together. Single writes take the area
// by themselves; inside f, with f's context, they find it taken and pass.
func (c *Client) Serially(ctx context.Context, area string, f func(context.Context) error) error {
	release, err := c.enter(ctx, area)
	if err != nil {
		return err
	}
	defer release()
	return f(context.WithValue(ctx, laneKey{c, area}, true))
}

// enter waits for the area. The empty area is always free.
func (c *Client) enter(ctx context.Context, area string) (release func(), err error) {
	lane, ok := c.lanes[area]
	if !ok || ctx.Value(laneKey{c, area}) != nil {
		return func() {}, nil
	}
	select {
	case lane <- struct{}{}:
		return func() { <-lane }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}
