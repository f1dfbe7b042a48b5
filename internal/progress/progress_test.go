// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package progress

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// story is a run as a feed tells it.
func story(put func(Event)) *Feed {
	f := NewFeed(put, Event{Resource: "dr=p,prod=p", Pool: "nas1", From: "prod", To: "dr"}, time.Now())
	f.Begin()
	f.See(Writable, "prod")
	f.Named("2000-01-01T00-00Z-0001")
	time.Sleep(42 * time.Second) // bubble
	f.Stage("2b fence", 3)
	f.Lower(ReadOnly, "prod")
	f.See(ReadOnly, "prod")
	f.Done("2b fence", time.Second, nil)
	f.Percent("the job of nas1 on prod", 40)
	f.Percent("the job of nas1 on prod", 40)
	f.Blind("x")
	f.Blind("y")
	f.Sight("x")
	f.Sight("y")
	f.Stage("3 names", 1)
	f.Lower(Down, "")
	f.Lower(ReadOnly, "dr")
	f.Wait("allow_write of nas1 on dr", 90*time.Second)
	f.Done("3 names", time.Hour, errors.New("no\nsuch \x1b[31mname"))
	f.See(Writable, "dr")
	f.End(nil)
	return f
}

func TestFeed_TellsPlainLines(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var r Record
		f := story(r.Put)
		var got []string
		for _, e := range r.Events() {
			got = append(got, Line(e))
			var back Event
			if err := json.Unmarshal([]byte(JSON(e)), &back); err != nil || strings.Contains(JSON(e), "\n") {
				t.Errorf("%s: %v", JSON(e), err)
			}
			if diff := cmp.Diff(e, back); diff != "" {
				t.Error(diff)
			}
		}
		want := []string{
			"0:00  nas1  the run from prod to dr begins  [clients: not known since 0:00]",
			"0:00  nas1  clients: writable on prod since 0:00",
			"0:42  nas1  stage 2b fence begins (3 steps)  [clients: writable on prod since 0:00]",
			"0:42  nas1  clients: read-only on prod since 0:42",
			"0:42  nas1  stage 2b fence done in 0:01  [clients: read-only on prod since 0:42]",
			"0:42  nas1  waiting for the job of nas1 on prod, 40 %  [clients: read-only on prod since 0:42]",
			"0:42  nas1  clients: not known since 0:42",
			"0:42  nas1  clients: read-only on prod since 0:42",
			"0:42  nas1  stage 3 names begins (1 steps)  [clients: read-only on prod since 0:42]",
			"0:42  nas1  clients: down since 0:42",
			"0:42  nas1  waiting for allow_write of nas1 on dr, for 1:30  [clients: down since 0:42]",
			`0:42  nas1  stage 3 names failed after 1:00:00: no; such \u001b[31mname  [clients: down since 0:42]`,
			"0:42  nas1  clients: writable on dr since 0:42",
			"0:42  nas1  the run is over, its goal is reached  [clients: writable on dr since 0:42]",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if n := len(f.Events()); n != len(want)-2 {
			t.Errorf("%d events are kept", n)
		}
		bands := Bands(r.Events())
		if len(bands) != 1 || bands[0].State != Writable || bands[0].Ended.Sub(bands[0].Began) != 42*time.Second {
			t.Errorf("%+v", bands)
		}
	})
	var nobody *Feed
	nobody.Begin()
	nobody.Lower(Down, "")
	nobody.Blind("x")
	nobody.Sight("x")
	nobody.End(nil)
}

func TestLines_GoToAFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "progress")
	a := Lines(path, FormatJSON)
	a.Put(Event{Pool: "nas1", Kind: RunBegins})
	a.Put(Event{Pool: "nas1", Kind: RunEnds})
	if err := a.Close(time.Minute); err != nil {
		t.Fatal(err)
	}
	a.Put(Event{}) // after the end nobody listens
	b, err := os.ReadFile(path)
	if err != nil || strings.Count(string(b), "\n") != 2 {
		t.Errorf("%q, %v", b, err)
	}
}

// TestLines_NeverBlock: a fifo without a reader, one whose reader does not read, a full disk, a directory.
func TestLines_NeverBlock(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	alone, stuck := filepath.Join(dir, "alone"), filepath.Join(dir, "stuck")
	for _, p := range []string{alone, stuck} {
		if err := syscall.Mkfifo(p, 0o600); err != nil {
			t.Skip(err)
		}
	}
	reader, err := os.OpenFile(stuck, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reader.Close() }()
	for _, path := range []string{alone, stuck, "/dev/full", dir} {
		a := Lines(path, FormatText)
		began := time.Now()
		for range 2 * waiting {
			a.Put(Event{Kind: Note, Text: strings.Repeat("x", 200)})
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("%s: the run was held up for %s", path, took)
		}
		if err := a.Close(100 * time.Millisecond); err == nil {
			t.Errorf("%s: nobody is told that nothing was written", path)
		}
	}
}

// halting is a disk on which everything ends after a number of acts, the last of them half done.
type halting struct {
	OS
	left int
}

var errHalt = errors.New("the machine stopped")

func (h *halting) act() bool { h.left--; return h.left >= 0 }

func (h *halting) MkdirAll(dir string) error {
	if !h.act() {
		return errHalt
	}
	return h.OS.MkdirAll(dir)
}

func (h *halting) WriteSynced(path string, content []byte) error {
	if h.act() {
		return h.OS.WriteSynced(path, content)
	}
	_ = h.OS.WriteSynced(path, content[:len(content)/2])
	return errHalt
}

func (h *halting) Rename(from, to string) error {
	if !h.act() {
		return errHalt
	}
	return h.OS.Rename(from, to)
}

func (h *halting) Remove(string) error { return errHalt }

// TestStatus_NeverHalfAFile: wherever the machine stops while a status is written, the file is one whole status, old or new, or not there.
func TestStatus_NeverHalfAFile(t *testing.T) {
	t.Parallel()
	var told Record
	synctest.Test(t, func(*testing.T) { story(told.Put) })
	whole := 0
	for acts := range 3*len(told.Events()) + 1 {
		path := filepath.Join(t.TempDir(), "x", "status.json")
		a := StatusFile(&halting{left: acts}, path, 7)
		for _, e := range told.Events() {
			a.Put(e)
		}
		if err := a.Close(time.Minute); (err == nil) != (acts == 3*len(told.Events())) {
			t.Errorf("after %d acts: %v", acts, err)
		}
		b, err := os.ReadFile(path)
		if errors.Is(err, os.ErrNotExist) && acts < 3 {
			continue
		}
		var s Status
		if err := json.Unmarshal(b, &s); err != nil {
			t.Fatalf("after %d acts: %v in %q", acts, err, b)
		}
		whole++
		if s.Pool != "nas1" || s.Process != 7 || s.Format != StatusFormat {
			t.Errorf("%+v", s)
		}
	}
	t.Logf("%d crash points, %d with a whole file", 3*len(told.Events())+1, whole)
}
