// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package progress

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/printable"
)

// Line is an event as one line for people, without the line's end.
func Line(e Event) string {
	line := clock(e.Elapsed) + "  " + e.Pool + "  " + e.what()
	if e.Percent != nil {
		line += fmt.Sprintf(", %d %%", *e.Percent)
	}
	if e.Error != "" {
		line += ": " + e.Error
	}
	if e.Kind != ClientsSee {
		line += "  [" + e.Clients.text(e) + "]"
	}
	return printable.Line(strings.ReplaceAll(line, "\n", "; "))
}

func (e Event) what() string {
	stage := "stage " + e.Stage
	switch e.Kind {
	case RunBegins:
		return "the run from " + e.From + " to " + e.To + " begins"
	case StageBegins:
		return fmt.Sprintf("%s begins (%d steps)", stage, e.Steps)
	case StageDone:
		return stage + " done in " + clock(e.Seconds)
	case StageFailed:
		return stage + " failed after " + clock(e.Seconds)
	case Waiting:
		if e.Seconds == 0 {
			return "waiting for " + e.Text
		}
		return "waiting for " + e.Text + ", for " + clock(e.Seconds)
	case ClientsSee:
		return e.Clients.text(e)
	case RunEnds:
		if e.Error == "" {
			return "the run is over, its goal is reached"
		}
		return "the run stopped"
	default:
		return e.Text
	}
}

// text is "clients: read-only on prod since 0:42".
func (c Clients) text(e Event) string {
	began := e.Time.Add(-time.Duration(e.Elapsed * float64(time.Second)))
	since := clock(c.Since.Sub(began).Seconds())
	switch {
	case c.State == Unknown:
		return "clients: not known since " + since
	case c.Cluster == "":
		return fmt.Sprintf("clients: %s since %s", c.State, since)
	default:
		return fmt.Sprintf("clients: %s on %s since %s", c.State, c.Cluster, since)
	}
}

// clock is a number of seconds as 0:42 or 1:02:03.
func clock(seconds float64) string {
	n := int(max(seconds, 0))
	if n >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", n/3600, n/60%60, n%60)
	}
	return fmt.Sprintf("%d:%02d", n/60, n%60)
}

// JSON is an event as one JSON line, without the line's end.
func JSON(e Event) string {
	b, err := json.Marshal(e)
	if err != nil {
		return "" // an event has only texts, numbers and times
	}
	return string(b)
}
