// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"encoding/base64"
	"encoding/json"
	"html"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// hidden stands where a secret was.
const hidden = "(secret)"

// shortestSecret keeps a password of one or two letters from turning every text into nonsense.
const shortestSecret = 3

// secrets are the texts that must appear in no log and no error: passwords, cookies, tokens, in every form in which they travel. A
// cluster may repeat what it was sent, so knowing what we do not write is not enough.
type secrets struct {
	mu    sync.RWMutex
	forms []string
}

func newSecrets(user, password string) *secrets {
	s := &secrets{}
	s.add(password, user+":"+password)
	return s
}

// add remembers secrets; empty ones are ignored.
func (s *secrets) add(texts ...string) {
	for _, text := range texts {
		if len(text) < shortestSecret {
			continue
		}
		quoted, _ := json.Marshal(text)
		s.mu.Lock()
		for _, form := range []string{
			text, string(quoted[1 : len(quoted)-1]), url.QueryEscape(text), url.PathEscape(text), html.EscapeString(text),
			base64.StdEncoding.EncodeToString([]byte(text)), base64.URLEncoding.EncodeToString([]byte(text)),
			base64.RawStdEncoding.EncodeToString([]byte(text)),
		} {
			if !slices.Contains(s.forms, form) {
				s.forms = append(s.forms, form)
			}
		}
		// The longest form first: what it covers must not be cut up by a shorter one.
		slices.SortFunc(s.forms, func(a, b string) int { return len(b) - len(a) })
		s.mu.Unlock()
	}
}

// hide replaces every secret in a text.
func (s *secrets) hide(text string) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, form := range s.forms {
		text = strings.ReplaceAll(text, form, hidden)
	}
	return text
}

// hideError is err itself unless its text holds a secret; then only the cleaned text is left of it.
func (s *secrets) hideError(err error) error {
	text := err.Error()
	if clean := s.hide(text); clean != text {
		return cleaned(clean)
	}
	return err
}

type cleaned string

func (c cleaned) Error() string { return string(c) }
