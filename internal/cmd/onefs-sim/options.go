// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
)

// options are the command line, understood.
type options struct {
	scenario string
	dir      string
	port     int
	settings sim.Options
	dials    bool
	guide    bool
	ground   string
	domain   string
	provider string
	help     bool
}

// anyPort is no port: the usual one is taken if it is free, and the system chooses otherwise.
const anyPort = -1

// parse reads the command line. Everything wrong with it is a [misuse].
func parse(args []string, out io.Writer) (options, error) {
	o := options{settings: sim.Options{Options: scenario.Options{Dials: dial.Values{}}}}
	f := flag.NewFlagSet("onefs-sim", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&o.scenario, "scenario", "", "what to simulate; `NAME` list explains the scenarios")
	f.StringVar(&o.dir, "dir", "", "`DIR` into which site.json and the certificate are written; it is made if it is missing")
	f.Float64Var(&o.settings.Speed, "speed", 1, "`N` simulated seconds for each real second")
	f.IntVar(&o.port, "port", anyPort, "`PORT` for HTTPS, one more for each further node where all stand at one address; 0 lets the system "+
		"choose; without it 8080 if that is free, so that a configuration outlives a restart")
	f.StringVar(&o.provider, "provider", "", "`FILE` with the program of the provider: terraform.rc and plugins are made in -dir, so that "+
		"terraform init finds it")
	f.IntVar(&o.settings.Policies, "policies", 0, "how `MANY` policies, instead of the scenario's own number")
	f.IntVar(&o.settings.Quotas, "quotas", 0, "how `MANY` quotas at least, instead of the scenario's own number")
	f.StringVar(&o.ground, "ground", "", "`PREFIX` of loopback addresses, such as 127.100.7: the pool's addresses are there, for real file "+
		"servers, and SmartConnect answers at port 53")
	f.StringVar(&o.domain, "domain", "", "`FILE` that describes a real Active Directory domain, which the clusters then belong to")
	f.BoolVar(&o.guide, "guide", false, "also print what a person can try")
	f.BoolVar(&o.dials, "dials", false, "list the dials: settings for what nobody knows about OneFS")
	f.BoolVar(&o.settings.Strict, "strict", false, "note what OneFS lets pass and a careful client does not send: old versions, True, a slash")
	f.Func("dial", "set a dial, as `name=value`; may be given several times", o.settings.Dials.Parse)
	switch err := f.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		o.help = true
		return o, usage(f, out)
	case err != nil:
		return o, mistake("%v; onefs-sim -help explains the options", err)
	}
	return o, o.check(f.Args())
}

func (o options) check(rest []string) error {
	switch {
	case len(rest) > 0:
		return mistake("%q is no option; onefs-sim -help explains the options", rest[0])
	case o.dials || o.scenario == "list":
		return nil
	case o.scenario == "":
		return mistake("no scenario was given: add -scenario NAME, or -scenario list to see them")
	case !slices.Contains(scenario.Names(), o.scenario):
		return mistake("there is no scenario %q: use one of %s", o.scenario, strings.Join(scenario.Names(), ", "))
	case o.dir == "":
		return mistake("no directory was given: add -dir DIR, where site.json will be written")
	case o.settings.Speed <= 0:
		return mistake("-speed must be above zero, not %g", o.settings.Speed)
	case o.settings.Policies < 0 || o.settings.Quotas < 0:
		return mistake("-policies and -quotas must not be negative")
	case o.ground != "" && net.ParseIP(o.ground+".1").To4() == nil:
		return mistake("-ground must be three numbers with dots between them, such as 127.100.7, not %q", o.ground)
	case o.port < anyPort || o.port > 65000:
		return mistake("-port must be between 0 and 65000, not %d", o.port)
	}
	return nil
}

func usage(f *flag.FlagSet, out io.Writer) error {
	const head = "onefs-sim runs two simulated PowerScale clusters until Ctrl-C, or the end of the pipe at its input.\n\nOptions:"
	if _, err := fmt.Fprintln(out, head); err != nil {
		return err
	}
	f.SetOutput(out)
	f.PrintDefaults()
	return nil
}
