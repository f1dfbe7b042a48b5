// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package dial

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
)

// Kind is how a dial's value is written.
type Kind string

// Kinds of values.
const (
	Choice   Kind = "choice"   // one of Values and nothing else
	Duration Kind = "duration" // Go's syntax, zero or more; Values are samples worth testing
	Number   Kind = "number"   // a whole number, zero or more; Values are samples worth testing
)

// Evidence is where the reference material says that something is not known: a file relative to that folder, and a fragment that
// stands in it word for word.
type Evidence struct {
	File  string
	Quote string
}

// Dial is one question without a known answer.
type Dial struct {
	Name     string
	Kind     Kind
	Values   []string
	Default  string
	Text     string // the question, for people
	Evidence Evidence
}

func synciq(quote string) Evidence    { return Evidence{"synciq.md", quote} }
func superna(quote string) Evidence   { return Evidence{"superna.md", quote} }
func behaviour(quote string) Evidence { return Evidence{"onefs-api/behaviour.md", quote} }
func peers(quote string) Evidence     { return Evidence{"peer-calls.md", quote} }
func readme(quote string) Evidence    { return Evidence{"onefs-api/README.md", quote} }
func manuals(quote string) Evidence   { return Evidence{"evidence-2.md", quote} }
func rules(quote string) Evidence     { return Evidence{"round-2-rules.md", quote} }

// All lists every dial of the simulator, each name once. The caller may keep the slice.
func All() []Dial { return slices.Clone(all()) }

var all = sync.OnceValue(func() []Dial {
	return slices.Concat(http, shape, protocols, network, directory, clientSide, ofSyncIQ())
})

var byName = sync.OnceValue(func() map[string]Dial {
	out := map[string]Dial{}
	for _, d := range all() {
		if _, twice := out[d.Name]; twice {
			panic("dial: two dials named " + d.Name)
		}
		out[d.Name] = d
	}
	return out
})

// ofSyncIQ takes over the dials that belong to the state machine of package siq.
func ofSyncIQ() []Dial {
	out := make([]Dial, 0, len(siq.Dials))
	for _, d := range siq.Dials {
		kind := Choice
		if strings.HasPrefix(d.Name, "lag_") {
			kind = Duration
		}
		out = append(out, Dial{
			Name: d.Name, Kind: kind, Values: d.Values, Default: d.Default,
			Text:     "SyncIQ: " + strings.ReplaceAll(d.Name, "_", " "),
			Evidence: Evidence{File: d.Evidence.File, Quote: d.Evidence.Line},
		})
	}
	return out
}

// Find returns the dial of that name and whether there is one.
func Find(name string) (Dial, bool) {
	d, ok := byName()[name]
	return d, ok
}

// Check says what is wrong with value for this dial, or nil.
func (d Dial) Check(value string) error {
	switch d.Kind {
	case Duration:
		if v, err := time.ParseDuration(value); err == nil && v >= 0 {
			return nil
		}
		return fmt.Errorf("dial %s takes a duration such as %q, not %q", d.Name, d.Default, value)
	case Number:
		if v, err := strconv.Atoi(value); err == nil && v >= 0 {
			return nil
		}
		return fmt.Errorf("dial %s takes a whole number such as %q, not %q", d.Name, d.Default, value)
	default:
		if slices.Contains(d.Values, value) {
			return nil
		}
		return fmt.Errorf("dial %s takes one of %s, not %q", d.Name, strings.Join(d.Values, ", "), value)
	}
}
