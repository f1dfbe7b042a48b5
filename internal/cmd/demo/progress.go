// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// logLine is one record of the provider's log as TF_LOG_PROVIDER=INFO and TF_LOG_PATH give it.
var logLine = regexp.MustCompile(`^\S+ \[(INFO|WARN|ERROR)\]\s+provider\.[^:]+: (.*)$`)

// field is one key=value of a record; a value with spaces stands in quotes.
var field = regexp.MustCompile(`(?:^| )(@?[a-z][a-z0-9_]*)=("(?:[^"\\]|\\.)*"|\S*)`)

// follow prints the provider's log while an apply runs, from the log's present end until ctx is done and the rest is read.
func follow(ctx context.Context, path string, show func(string)) error {
	var from int64
	if st, err := os.Stat(path); err == nil {
		from = st.Size()
	}
	f, err := os.OpenFile(path, os.O_RDONLY|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	if _, err := f.Seek(from, io.SeekStart); err != nil {
		return err
	}
	in := bufio.NewReader(f)
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	var partial string
	for last := false; ; {
		s, err := in.ReadString('\n')
		partial += s
		if err == nil {
			if text := readable(partial); text != "" {
				show(text)
			}
			partial = ""
			continue
		}
		if last {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			last = true
		}
	}
}

// readable is one line for people out of a log record, or "" for a record that is not about a stage or only says that one begins.
func readable(record string) string {
	m := logLine.FindStringSubmatch(strings.TrimRight(record, "\r\n"))
	if m == nil {
		return ""
	}
	message, rest, _ := strings.Cut(m[2], ": ")
	values := map[string]string{}
	for _, f := range field.FindAllStringSubmatch(rest, -1) {
		values[f[1]] = f[2]
		if s, err := strconv.Unquote(f[2]); err == nil {
			values[f[1]] = s
		}
	}
	if values["stage"] == "" || message == "stage begins" {
		return ""
	}
	text := "stage " + values["stage"] + ": " + strings.TrimPrefix(message, "stage ")
	if e := values["error"]; e != "" {
		text += ": " + e
	}
	return text
}
