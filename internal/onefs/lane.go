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

// enter waits for the area. The empty area is always free.
func (c *Client) enter(ctx context.Context, area string) (release func(), err error) {
	lane, ok := c.lanes[area]
	if !ok {
		return func() {}, nil
	}
	select {
	case lane <- struct{}{}:
		return func() { <-lane }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}
