// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// command runs the program's main function to its end, with an input that ends at once.
func command(args ...string) (status int, out, errs string) {
	var o, e bytes.Buffer
	status = run(context.Background(), args, strings.NewReader(""), &o, &e)
	return status, o.String(), e.String()
}

func TestBadInputIsToldInOneLine(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.11:0")
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal(err)
	}
	if err != nil {
		t.Skip("this system has no second loopback address: ", err)
	}
	defer taken.Close()
	_, port, err := net.SplitHostPort(taken.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"no scenario":       {nil, "-scenario list"},
		"unknown scenario":  {[]string{"-scenario", "moon", "-dir", dir}, "use one of lab"},
		"no directory":      {[]string{"-scenario", "lab"}, "add -dir DIR"},
		"directory is file": {[]string{"-scenario", "lab", "-dir", filepath.Join(file, "x")}, "choose another -dir"},
		"unwritable":        {[]string{"-scenario", "lab", "-dir", "/proc"}, "choose another -dir"},
		"port taken":        {[]string{"-scenario", "lab", "-dir", dir, "-port", port}, "choose another -port"},
		"port too high":     {[]string{"-scenario", "lab", "-dir", dir, "-port", "70000"}, "between 0 and 65000"},
		"unknown option":    {[]string{"-moon"}, "-help"},
		"stray word":        {[]string{"lab"}, "-help"},
		"unknown dial":      {[]string{"-scenario", "lab", "-dir", dir, "-dial", "moon=1"}, `no dial "moon"`},
		"bad dial value":    {[]string{"-scenario", "lab", "-dir", dir, "-dial", "spn_clash=maybe"}, "takes one of"},
		"ground":            {[]string{"-scenario", "lab", "-dir", dir, "-ground", "127"}, "three numbers"},
		"no domain file":    {[]string{"-scenario", "lab", "-dir", dir, "-domain", file + ".json"}, "-domain file cannot be read"},
		"bad domain file":   {[]string{"-scenario", "lab", "-dir", dir, "-domain", file}, "the -domain file"},
		"speed zero":        {[]string{"-scenario", "lab", "-dir", dir, "-speed", "0"}, "above zero"},
		"negative sizes":    {[]string{"-scenario", "lab", "-dir", dir, "-quotas", "-1"}, "must not be negative"},
	} {
		t.Run(name, func(t *testing.T) {
			status, out, errs := command(c.args...)
			if status != 2 || out != "" || !strings.Contains(errs, c.says) {
				t.Errorf("status %d, out %q, errors %q; want status 2 and %q", status, out, errs, c.says)
			}
			if strings.Count(errs, "\n") != 1 || !strings.HasPrefix(errs, "onefs-sim: ") {
				t.Errorf("not one line: %q", errs)
			}
		})
	}
}

func TestExplanations(t *testing.T) {
	for _, c := range []struct {
		args []string
		says []string
	}{
		{[]string{"-scenario", "list"}, []string{"lab ", "style-b", "different-paths", "nfs-only", "returned", "large"}},
		{[]string{"-dials"}, []string{"spn_clash=409", "second_job=refused"}},
		{[]string{"-dials", "-dial", "spn_clash=500"}, []string{"spn_clash=500"}},
		{[]string{"-help"}, []string{"-scenario", "-speed", "-dial"}},
	} {
		status, out, errs := command(c.args...)
		for _, want := range c.says {
			if status != 0 || errs != "" || !strings.Contains(out, want) {
				t.Errorf("%v: status %d, errors %q, no %q in %q", c.args, status, errs, want, out)
			}
		}
	}
}

func TestItStopsWhenItsInputIsAtItsEnd(t *testing.T) {
	dir := t.TempDir()
	stale := filepath.Join(dir, "site.json")
	if err := os.WriteFile(stale, []byte("stale"), 0o600); err != nil {
		t.Fatal(err)
	}
	status, out, errs := command("-scenario", "nfs-only", "-dir", filepath.Dir(stale))
	if status != 0 || errs != "" || strings.Count(out, "\n") != 2 {
		t.Errorf("status %d, errors %q, out %q", status, errs, out)
	}
	if text, err := os.ReadFile(stale); err != nil || strings.Contains(string(text), "stale") {
		t.Errorf("site.json: %q, %v", text, err)
	}
}

func TestTheGuideNamesThisRunsAddresses(t *testing.T) {
	dir := t.TempDir()
	status, out, errs := command("-scenario", "lab", "-dir", dir, "-guide")
	for _, want := range []string{
		filepath.Join(dir, "ca.pem"), "-u failover:", "/platform/14/sync/policies/nas1", "dig +short @127.0.0.", "/clock", "walkthrough.sh",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in %s", want, out)
		}
	}
	for _, word := range []string{"USER", "FROM", "PORT", "CONTROL", "SITE", "POLICY"} {
		if status != 0 || errs != "" || strings.Contains(out, word) {
			t.Errorf("status %d, errors %q, %s was not filled in: %s", status, errs, word, out)
		}
	}
}

func TestItStopsWhenItIsTold(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	in, hold := io.Pipe()
	defer hold.Close()
	lines, out := io.Pipe()
	done := make(chan int)
	go func() { done <- run(ctx, []string{"-scenario", "nfs-only", "-dir", t.TempDir()}, in, out, io.Discard) }()
	buf := make([]byte, 1)
	for ends := 0; ends < 2; {
		if _, err := lines.Read(buf); err != nil {
			t.Fatal(err)
		}
		if buf[0] == '\n' {
			ends++
		}
	}
	cancel()
	if status := <-done; status != 0 {
		t.Errorf("status %d", status)
	}
}
