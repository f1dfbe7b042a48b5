// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"
)

// echo answers an error that repeats everything it was sent, in every form that a careless server could choose.
func echo(w http.ResponseWriter, r *http.Request) {
	var body bytes.Buffer
	_, _ = body.ReadFrom(r.Body)
	var all strings.Builder
	for _, text := range append([]string{body.String(), testPassword, testUser + ":" + testPassword}, headerValues(r.Header)...) {
		all.WriteString(text + " | " + url.QueryEscape(text) + " | " + url.PathEscape(text) + " | ")
		all.WriteString(base64.StdEncoding.EncodeToString([]byte(text)) + " | ")
	}
	message, _ := json.Marshal(all.String())
	const start = `{"errors":[{"code":"AEC_BAD_REQUEST","field":"password","message":`
	reply(w, 400, start+string(message)+`},{"message":`+string(message)+`}]}`)
}

func headerValues(h http.Header) (values []string) {
	for _, v := range h {
		values = append(values, v...)
	}
	return append(values, strings.TrimPrefix(h.Get("Cookie"), "isisessid="))
}

// testSPNPassword has nothing that JSON escapes: the log escapes a body once more, and this one must be found there all the same.
const testSPNPassword = "another-secret-of-ad"

// TestSecretsStayInside reads every byte of log at TRACE and of error texts.
func TestSecretsStayInside(t *testing.T) {
	t.Setenv("TF_LOG_PROVIDER", "TRACE")
	for _, authentication := range []string{AuthenticationSession, AuthenticationBasic} {
		synctest.Test(t, func(t *testing.T) { checkSecrets(t, authentication) })
	}
}

func checkSecrets(t *testing.T, authentication string) {
	var log bytes.Buffer
	ctx := tflogtest.RootLogger(context.Background(), &log)
	f, c := newFake(t, echo, func(c *Config) { c.Authentication = authentication })
	err := c.UpdateADSProviderSPNs(ctx, approved, "EXAMPLE.COM", ADSUpdate{
		SPNs: []string{"HOST/a"}, User: "svc", Password: testSPNPassword,
	})
	if err == nil {
		t.Fatal("no error")
	}
	f.login = echo
	f.end()
	_, err2 := c.SyncJobs(ctx)
	f.before = func(*http.Request) error { return errors.New("proxy says: " + testPassword) }
	_, err3 := c.SyncJobs(ctx)
	texts := map[string]string{
		"log": log.String(), "error": err.Error(), "log-in error": fmt.Sprint(err2), "transport error": fmt.Sprint(err3),
		"config": fmt.Sprintf("%v %+v %#v %s %q %d", c.config, c.config, c.config, c.config, c.config, c.config),
		"deep":   fmt.Sprintf("%+v %#v", err, errors.Unwrap(err3)),
	}
	if !strings.Contains(texts["log"], "OneFS request body") || !strings.Contains(texts["log"], "HOST/a") {
		t.Errorf("%s: the log lacks what it should show:\n%s", authentication, texts["log"])
	}
	if !strings.Contains(texts["error"], hidden) {
		t.Errorf("%s: nothing was hidden in %s", authentication, texts["error"])
	}
	for _, secret := range []string{testPassword, testSPNPassword, "session-1", "token-1"} {
		for _, form := range forms(secret) {
			for name, text := range texts {
				if strings.Contains(text, form) {
					t.Errorf("%s: %s holds %q", authentication, name, form)
				}
			}
		}
	}
}

func forms(secret string) []string {
	quoted, _ := json.Marshal(secret)
	return []string{
		secret, string(quoted[1 : len(quoted)-1]), url.QueryEscape(secret), url.PathEscape(secret),
		base64.StdEncoding.EncodeToString([]byte(secret)),
	}
}

func TestShortSecretsDoNotTurnTextIntoNonsense(t *testing.T) {
	s := newSecrets("a", "b")
	if got := s.hide("cabbage"); got != "cabbage" {
		t.Errorf("got %s", got)
	}
	if got := s.hide("authorization a:b"); got != "authorization "+hidden {
		t.Errorf("got %s", got)
	}
}
