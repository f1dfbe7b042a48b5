// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package clients

import (
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Ack is one acknowledged write: the promise that a storage system must keep.
type Ack struct {
	ID      string    `json:"id"`
	Client  string    `json:"client"`
	Cluster string    `json:"cluster"`
	Name    string    `json:"name"` // the SmartConnect name through which it was written
	Path    string    `json:"path"` // below /ifs, on that cluster
	At      time.Time `json:"at"`
}

// History is what clients were told. It only grows, which makes cloning it free.
type History struct {
	acks    []Ack
	both    []Ack // written to a side that people had left already
	refused int
}

func (h *History) clone() History {
	h.acks, h.both = slices.Clip(h.acks), slices.Clip(h.both)
	return *h
}

// Acks lists the acknowledged writes, oldest first. The caller must not change the slice.
func Acks(w *world.World) []Ack { return In(w).history.acks }

// Refused counts the writes that got an error.
func Refused(w *world.World) int { return In(w).history.refused }
