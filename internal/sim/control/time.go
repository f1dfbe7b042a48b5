// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package control

import (
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var timeRoutes = []route{
	{"GET /clock", "the simulated time, its speed, and what is due", showClock},
	{"POST /clock", `let simulated time pass: {"step": "5m"}; change the speed: {"speed": 60}`, stepClock},
}

type clock struct {
	Now     time.Time     `json:"now"`
	Speed   float64       `json:"speed"`
	Pending []world.Event `json:"pending,omitempty"`
}

func showClock(c *call) (any, error) {
	return clock{Now: c.w.Now(), Speed: c.w.Clock.Speed, Pending: c.w.Pending()}, nil
}

func stepClock(c *call) (any, error) {
	var in struct {
		Step  string   `json:"step"`
		Speed *float64 `json:"speed"`
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	if in.Speed != nil {
		if *in.Speed < 0 {
			return nil, wrong("the speed must not be negative")
		}
		c.w.Clock = world.ScaledClock(c.w.Clock.Now(), *in.Speed)
	}
	if in.Step != "" {
		d, err := time.ParseDuration(in.Step)
		if err != nil || d < 0 {
			return nil, wrong("step must be a duration such as 5m, not %q", in.Step)
		}
		c.w.Clock.Step(d)
	}
	c.w.Sync()
	return clock{Now: c.w.Now(), Speed: c.w.Clock.Speed}, nil
}
