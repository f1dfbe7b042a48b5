// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package progress

import (
	"encoding/json"
	"time"
)

// StatusFormat is the format of status.json.
const StatusFormat = 1

// Status is how a run stands: the content of status.json.
type Status struct {
	Format  int       `json:"format"`
	Pool    string    `json:"pool"`
	Run     string    `json:"run"`
	From    string    `json:"from"`
	To      string    `json:"to"`
	Began   time.Time `json:"began"`
	Updated time.Time `json:"updated"`
	// State is "running", "done" or "stopped". A process that was killed leaves "running" behind: look at Updated and Process.
	State   string  `json:"state"`
	Process int     `json:"process"`
	Clients Clients `json:"clients"`
	Stage   string  `json:"stage"`
	// Waiting is what was waited for last, "" when nothing is.
	Waiting string `json:"waiting"`
	Percent *int   `json:"percent"`
	Error   string `json:"error"`
	// Stages are those that are over, in their order.
	Stages []StageStatus `json:"stages"`
}

// StageStatus is a stage that is over.
type StageStatus struct {
	Stage   string  `json:"stage"`
	Seconds float64 `json:"seconds"`
	Error   string  `json:"error,omitempty"`
}

// Apply takes an event in.
func (s *Status) Apply(e Event) {
	if s.Format == 0 {
		s.Format, s.State, s.Stages = StatusFormat, "running", []StageStatus{}
		s.Began = e.Time.Add(-time.Duration(e.Elapsed * float64(time.Second)))
	}
	s.Pool, s.Run, s.From, s.To, s.Updated, s.Clients = e.Pool, e.Run, e.From, e.To, e.Time, e.Clients
	switch e.Kind {
	case StageBegins:
		s.Stage, s.Waiting, s.Percent = e.Stage, "", nil
	case StageDone, StageFailed:
		s.Stages = append(s.Stages, StageStatus{e.Stage, e.Seconds, e.Error})
		s.Waiting, s.Percent = "", nil
	case Waiting:
		s.Waiting, s.Percent = e.Text, e.Percent
	case RunEnds:
		s.Stage, s.Waiting, s.Percent, s.State, s.Error = "", "", nil, "done", e.Error
		if e.Error != "" {
			s.State = "stopped"
		}
	}
}

// StatusFile keeps a file with the status of a run, replaced at each event.
func StatusFile(d Disk, path string, process int) *Async {
	s := &Status{Process: process}
	return NewAsync(func(e Event) error {
		s.Apply(e)
		b, err := json.MarshalIndent(s, "", "  ")
		if err != nil {
			return err
		}
		return Replace(d, path, append(b, '\n'))
	}, func() {})
}
