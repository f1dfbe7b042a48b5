// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package progress

import (
	"os"
	"syscall"
	"time"
)

// Formats of lines.
const (
	FormatText = "text"
	FormatJSON = "json"
)

// patience is how long one line may take to be written: a fifo whose reader has stopped reading takes none.
const patience = 2 * time.Second

// lines writes events as lines to a file, a fifo or a terminal.
type lines struct {
	path   string
	format func(Event) string
	file   *os.File
}

// Lines writes each event as a line to a path, which is a file, a fifo or a terminal. It opens the path when the first line comes, and
// again when that failed: a reader may come late.
func Lines(path, format string) *Async {
	l := &lines{path: path, format: Line}
	if format == FormatJSON {
		l.format = JSON
	}
	return NewAsync(l.write, l.close)
}

func (l *lines) write(e Event) error {
	if l.file == nil {
		// Without O_NONBLOCK a fifo without a reader would hold the writer for ever.
		f, err := os.OpenFile(l.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND|syscall.O_NONBLOCK, 0o600)
		if err != nil {
			return err
		}
		l.file = f
	}
	_ = l.file.SetWriteDeadline(time.Now().Add(patience)) // a plain file has none, and needs none
	// One call for the whole line, so that lines of others in a terminal stay whole.
	if _, err := l.file.WriteString(l.format(e) + "\n"); err != nil {
		l.close()
		return err
	}
	return nil
}

func (l *lines) close() {
	if l.file != nil {
		_ = l.file.Close() // what was written was written; there is nobody to tell
		l.file = nil
	}
}
