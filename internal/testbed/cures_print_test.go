// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// cure is something in a text that a reader can paste: a request of the API, or a command of OneFS.
type cure struct {
	// about is the id of the finding, or of the failure, that printed it.
	about string
	// on is the cluster that the text names, "" for a command that only shows something.
	on string
	// method, path and body are a request, isi is a command without its quotes.
	method, path, body, isi string
	// first is what the text says to do before it, nil for nothing.
	first *cure
}

func (c cure) String() string {
	if c.first != nil {
		return c.first.String() + ", then " + cure{about: c.about, on: c.on, isi: c.isi}.String()
	}
	if c.isi != "" {
		return fmt.Sprintf("[%s] `%s` on %s", c.about, c.isi, c.on)
	}
	return fmt.Sprintf("[%s] %s %s %s on %s", c.about, c.method, c.path, c.body, c.on)
}

var (
	// printedRequest is a request as texts have it; what an error says of a request that was sent ends with a colon.
	printedRequest = regexp.MustCompile(`(?m)\b(PUT|POST|DELETE|PATCH) (/(?:platform|namespace)/[^\s:]+)(?: (\{.*\}))? on (\w+)`)
	// printedCommand is a command in quotes, and the cluster after it.
	printedCommand = regexp.MustCompile("`(isi [^`]+)`(?: on (\\w+))?")
	bareCommand    = regexp.MustCompile(`\bisi [a-z]+ [a-z]`)
)

// printed finds everything in a text that can be pasted, and what looks so and is not in quotes.
func printed(about, text string) (list []cure, bare []string) {
	for _, m := range printedRequest.FindAllStringSubmatch(text, -1) {
		list = append(list, cure{about: about, method: m[1], path: m[2], body: m[3], on: m[4]})
	}
	end := 0
	for _, at := range printedCommand.FindAllStringSubmatchIndex(text, -1) {
		one := cure{about: about, isi: text[at[2]:at[3]]}
		if at[4] >= 0 {
			one.on = text[at[4]:at[5]]
		}
		if n := len(list); end > 0 && strings.Contains(text[end:at[0]], "then") {
			before := list[n-1]
			one.first = &before
		}
		list, end = append(list, one), at[1]
	}
	for line := range strings.Lines(printedCommand.ReplaceAllString(text, "")) {
		if bareCommand.MatchString(line) {
			bare = append(bare, fmt.Sprintf("[%s] %s", about, strings.TrimSpace(line)))
		}
	}
	return list, bare
}

// fillings are for the angle brackets of a cure. One that is not here fails the test.
var fillings = map[string]string{
	"<another name>": "another", "<domain>": "demo.local", "<address>": "192.168.1.200",
	"<node>": "1", "<interface>": "ext-1", "<role>": "Failover", "<base path>": "/ifs/data", "<password>": "way-back",
	"<name or address of dr that stays>": "ps2.demo.local", "<name or address of prod that stays>": "ps1.demo.local",
	"igls-ignore-<text>": "igls-ignore-eng",
}

// renames tells whether a cure gives an object another name. The judge of the simulator knows objects by their names.
func (c cure) renames() bool {
	return c.body == `{"name":"another"}` || strings.HasSuffix(c.isi, "--name=another")
}

var bracket = regexp.MustCompile(`<[a-z][^<>]*>`)

// filled is a cure with its angle brackets filled in, and what nobody knows how to fill.
func (c cure) filled() (cure, string) {
	words := make([]string, 0, len(fillings))
	for w := range fillings {
		words = append(words, w)
	}
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	for _, w := range words {
		for _, part := range []*string{&c.path, &c.body, &c.isi} {
			*part = strings.ReplaceAll(*part, w, fillings[w])
		}
	}
	if c.first != nil {
		before, _ := c.first.filled()
		c.first = &before
	}
	return c, bracket.FindString(c.path + c.body + c.isi)
}
