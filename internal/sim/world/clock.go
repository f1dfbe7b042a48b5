// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import "time"

// Clock tells simulated time: Start plus the real time passed since Anchor, multiplied by Speed, plus Offset.
// It is a plain value, so that a cloned world has a clock of its own.
type Clock struct {
	// Source gives real time; nil means time.Now, which inside a testing/synctest bubble is the bubble's time.
	Source func() time.Time
	// Anchor is the real instant at which the simulated time was Start.
	Anchor time.Time
	// Start is the simulated time at Anchor.
	Start time.Time
	// Speed is simulated seconds per real second. 0 freezes the clock: only Step moves it.
	Speed float64
	// Offset is what Step has added.
	Offset time.Duration
}

// RealClock runs with the machine's clock, or with the bubble's clock inside testing/synctest.
func RealClock() Clock { return ScaledClock(time.Now(), 1) }

// ScaledClock starts at start and runs speed times as fast as real time.
func ScaledClock(start time.Time, speed float64) Clock {
	return Clock{Anchor: time.Now(), Start: start, Speed: speed}
}

// FrozenClock stands at start until it is stepped.
func FrozenClock(start time.Time) Clock { return Clock{Anchor: start, Start: start} }

// Now is the simulated time, in UTC.
func (c Clock) Now() time.Time {
	source := c.Source
	if source == nil {
		source = time.Now
	}
	var passed time.Duration
	switch {
	case c.Speed == 1:
		passed = source().Sub(c.Anchor)
	case c.Speed > 0:
		passed = time.Duration(float64(source().Sub(c.Anchor)) * c.Speed)
	}
	return c.Start.Add(passed + c.Offset).UTC()
}

// Step moves simulated time forward by d. A negative d is ignored: simulated time never runs backwards.
func (c *Clock) Step(d time.Duration) {
	if d > 0 {
		c.Offset += d
	}
}
