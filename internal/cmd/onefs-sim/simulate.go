// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
)

// simulate does what the command line asks for and returns when it is told to stop.
func simulate(ctx context.Context, args []string, in io.Reader, out io.Writer) error {
	o, err := parse(args, out)
	switch {
	case err != nil:
		return err
	case o.help:
		return nil
	case o.dials:
		return o.settings.Dials.Print(out)
	case o.scenario == "list":
		return scenario.Print(out)
	}
	s, err := start(o) //nolint:contextcheck // listening waits for nothing, and what is started ends by close
	if err != nil {
		return err
	}
	if err := s.announce(o, out); err != nil {
		return errors.Join(err, s.close())
	}
	if err := s.configure(o, out); err != nil {
		return errors.Join(err, s.close())
	}
	if o.guide {
		if err := s.guide(o, out); err != nil {
			return errors.Join(err, s.close())
		}
	}
	wait(ctx, in)
	return s.close()
}

// wait returns when the program is told to stop, or when whoever started it and held its input is gone. An input that nobody holds, such as
// /dev/null or a terminal, ends nothing and is not read.
func wait(ctx context.Context, in io.Reader) {
	ended := make(chan struct{})
	if held(in) {
		go func() {
			_, _ = io.Copy(io.Discard, in)
			close(ended)
		}()
	}
	select {
	case <-ctx.Done():
	case <-ended:
	}
}

// held tells whether an input is a pipe or a connection: its end means that the other side is gone.
func held(in io.Reader) bool {
	f, ok := in.(*os.File)
	if !ok {
		return true
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&(os.ModeNamedPipe|os.ModeSocket) != 0
}
