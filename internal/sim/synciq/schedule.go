// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Schedules that are no times.
const (
	ScheduleManual         = ""
	ScheduleSourceModified = "when-source-modified"
	ScheduleSnapshotTaken  = "when-snapshot-taken"
)

// schedule is isidate text, understood: on which days, and at which times of the day. Times are offsets from midnight, UTC.
type schedule struct {
	every    time.Duration // a plain interval; then nothing else is set
	days     []time.Weekday
	interval int           // every so many days
	at       time.Duration // once a day at this time
	step     time.Duration // or every so long
	from, to time.Duration // between these
}

var (
	everyPattern = regexp.MustCompile(`^every (?:(\d+) )?(minute|hour|day|week)s?( .*)?$`)
	daysPattern  = regexp.MustCompile(`^every ((?:(?:weekday|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?s?(?:, ?| and )?)+)(.*)$`)
	atPattern    = regexp.MustCompile(`^ at (.+)$`)
	stepPattern  = regexp.MustCompile(`^ every (?:(\d+) )?(minute|hour)s?(?: (?:between|from) (.+) (?:and|to) (.+))?$`)
	clockPattern = regexp.MustCompile(`^(\d{1,2})(?::(\d{2}))? ?(am|pm)?$`)
	dayNames     = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}
)

// CheckSchedule says what is wrong with a policy's schedule, or nil. Of isidate's grammar the simulator knows intervals ("every 15
// minutes"), days ("every 2 days at 11 pm", "every weekday at 6:30") and times within days ("every day every 30 minutes between 9 am and 5
// pm").
func CheckSchedule(text string) error {
	if text == ScheduleManual || text == ScheduleSourceModified || text == ScheduleSnapshotTaken {
		return nil
	}
	_, err := parseSchedule(text)
	return err
}

func parseSchedule(text string) (schedule, error) {
	bad := fmt.Errorf("the schedule %q is not understood", text)
	t := strings.Join(strings.Fields(strings.ToLower(text)), " ")
	s := schedule{interval: 1, to: 24 * time.Hour}
	rest := ""
	if m := everyPattern.FindStringSubmatch(t); m != nil {
		n := number(m[1])
		if n < 1 {
			return s, bad
		}
		rest = m[3]
		switch m[2] {
		case "minute", "hour":
			if rest != "" {
				return s, bad
			}
			s.every = time.Duration(n) * unit(m[2])
			return s, nil
		case "day":
			s.interval = n
		case "week":
			s.interval = 7 * n
		}
	} else if m := daysPattern.FindStringSubmatch(t); m != nil {
		s.days, rest = weekdays(m[1]), m[2]
		if len(s.days) == 0 {
			return s, bad
		}
	} else {
		return s, bad
	}
	return s.within(rest, bad)
}

// within reads what comes after the days.
func (s schedule) within(rest string, bad error) (schedule, error) {
	var ok bool
	if rest == "" {
		return s, nil
	}
	if m := atPattern.FindStringSubmatch(rest); m != nil {
		if s.at, ok = clockTime(m[1]); !ok {
			return s, bad
		}
		return s, nil
	}
	m := stepPattern.FindStringSubmatch(rest)
	if m == nil || number(m[1]) < 1 {
		return s, bad
	}
	s.step = time.Duration(number(m[1])) * unit(m[2])
	if m[3] == "" {
		return s, nil
	}
	if s.from, ok = clockTime(m[3]); !ok {
		return s, bad
	}
	if s.to, ok = clockTime(m[4]); !ok || s.to < s.from {
		return s, bad
	}
	return s, nil
}

func number(s string) int {
	if s == "" {
		return 1
	}
	n, _ := strconv.Atoi(s)
	return n
}

func unit(s string) time.Duration {
	if s == "minute" {
		return time.Minute
	}
	return time.Hour
}

func weekdays(text string) (out []time.Weekday) {
	if strings.Contains(text, "weekday") {
		return []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	}
	for i, name := range dayNames {
		if strings.Contains(text, strings.TrimSuffix(name, "day")) {
			out = append(out, time.Weekday(i))
		}
	}
	return out
}

func clockTime(text string) (time.Duration, bool) {
	m := clockPattern.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	hour, minute := number(m[1]), 0
	if m[2] != "" {
		minute = number(m[2])
	}
	switch {
	case m[3] != "" && (hour < 1 || hour > 12), hour > 23, minute > 59:
		return 0, false
	case m[3] == "am" && hour == 12:
		hour = 0
	case m[3] == "pm" && hour < 12:
		hour += 12
	}
	return time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute, true
}

// next is the first time after an instant.
func (s schedule) next(after time.Time) time.Time {
	if s.every > 0 {
		return after.Truncate(s.every).Add(s.every)
	}
	midnight := after.Truncate(24 * time.Hour)
	for day := range 366 {
		start := midnight.AddDate(0, 0, day)
		if !s.on(start) {
			continue
		}
		if s.step == 0 {
			if t := start.Add(s.at); t.After(after) {
				return t
			}
			continue
		}
		for at := s.from; at < 24*time.Hour && at <= s.to; at += s.step {
			if t := start.Add(at); t.After(after) {
				return t
			}
		}
	}
	return time.Time{}
}

func (s schedule) on(day time.Time) bool {
	if len(s.days) > 0 {
		return slices.Contains(s.days, day.Weekday())
	}
	return int(day.Unix()/86400)%s.interval == 0
}
