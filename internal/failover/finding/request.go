// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package finding

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Fields is the body of a request.
type Fields map[string]any

// Word is a text as one word of a shell's command line.
func Word(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-./:@%+=,", r)
	}
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !plain(r) }) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// Command is a command of OneFS as texts have it: in quotes, with the cluster to enter it on. Each %s of the format is one word, quoted for
// a shell where it needs that. Words in angle brackets are for people to fill in, and stand in the format.
func Command(cluster, format string, words ...string) string {
	quoted := make([]any, 0, len(words))
	for _, w := range words {
		quoted = append(quoted, Word(w))
	}
	return "`isi " + fmt.Sprintf(format, quoted...) + "` on " + cluster
}

// Isi adds the command that cures the finding; see Command. One more is entered after it.
func (f *Finding) Isi(cluster, format string, words ...string) *Finding {
	if f.Command != "" {
		f.Command += ", then "
	}
	f.Command += Command(cluster, format, words...)
	return f
}

// By adds the request that cures the finding. The body is anything that encodes to JSON, nil for none.
func (f *Finding) By(cluster, method, path string, body any) {
	f.Call = method + " " + path
	if body != nil {
		var b strings.Builder
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false) // words in angle brackets stay readable
		if err := e.Encode(body); err != nil {
			panic(fmt.Sprintf("the body of a cure must encode: %v", err))
		}
		f.Call += " " + strings.TrimSpace(b.String())
	}
	f.Call += " on " + cluster
}
