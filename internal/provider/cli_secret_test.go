// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"io"
	"maps"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// No secret is in any byte that the provider leaves behind: state, saved plan, private state, logs at TRACE, and what is printed, errors
// included. Secrets are the password in every common form, and the cookies and CSRF tokens of all sessions.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestCLI_NoSecretAnywhere(t *testing.T) {
	c := newCLI(t)
	secrets := map[string]string{}
	for form, text := range forms(c.sim.Password) {
		secrets["the password, "+form] = text
	}
	secrets["the password, basic"] = base64.StdEncoding.EncodeToString([]byte(c.sim.Username + ":" + c.sim.Password))
	judge := c.sim.Face.After
	c.sim.World.Do(func() {
		c.sim.Face.After = func(w *world.World, done world.Request) {
			judge(w, done)
			for _, cluster := range w.Clusters() {
				for _, s := range cluster.Access.Sessions.Values() {
					secrets["a session cookie "+s.ID] = s.ID
					secrets["a CSRF token "+s.CSRF] = s.CSRF
				}
			}
		}
	})
	c.env = append(c.env, "TF_LOG=TRACE", "TF_LOG_PATH="+filepath.Join(c.dir, "trace.log"),
		"ONEFS_PROGRESS="+filepath.Join(c.dir, "progress"), "ONEFS_PROGRESS_FORMAT=json")
	declared := strings.Replace(c.provider(), "provider \"onefs\" {", "provider \"onefs\" {\n  report_directory = \"reports\"", 1)

	var printed bytes.Buffer
	c.write("main.tf", declared+declaration("prod", true))
	printed.WriteString(c.terraform(0, "apply", "-auto-approve"))
	c.write("main.tf", declared+declaration("dr", true))
	printed.WriteString(c.terraform(0, "plan", "-out=plan"))
	printed.WriteString(c.terraform(0, "show", "-json", "plan"))
	c.lab.cluster("ps2", func(s *world.Cluster) {
		synciq.Of(s).FailNextJob("fin", siq.ResyncPrep, synciq.JobFault{State: "failed", Text: "disk is full"})
	})
	printed.WriteString(c.terraform(0, "apply", "plan"))
	c.env = append(c.env, "TF_VAR_password=wrong-"+c.sim.Password)
	c.write("main.tf", c.provider()+declaration("prod", true))
	printed.WriteString(c.terraform(1, "plan"))

	c.write("printed", printed.String())
	places := map[string][]byte{}
	for _, name := range []string{"printed", "trace.log", "terraform.tfstate", "plan", "progress"} {
		places[name] = c.read(name)
	}
	told, err := filepath.Glob(filepath.Join(c.dir, "reports", "*", "*"))
	if err != nil || len(told) == 0 {
		t.Errorf("no file about the run: %v", err)
	}
	for _, path := range told {
		name, err := filepath.Rel(c.dir, path)
		if err != nil {
			t.Fatal(err)
		}
		places[name] = c.read(name)
	}
	if !bytes.Contains(places["progress"], []byte(`"event":"run_ends"`)) {
		t.Errorf("the progress ends early: %s", places["progress"])
	}
	unpack(t, places)
	if !bytes.Contains(places["trace.log"], []byte("OneFS request")) {
		t.Error("the log holds no request: it proves nothing")
	}
	if len(secrets) < 9 {
		t.Errorf("only %d secrets were looked for", len(secrets))
	}
	for place, content := range places {
		for name, secret := range secrets {
			if i := bytes.Index(content, []byte(secret)); i >= 0 {
				t.Errorf("%s: %s: …%s…", place, name, content[max(0, i-80):min(len(content), i+80)])
			}
		}
	}
}

// forms are the ways in which a text is written inside other texts.
func forms(text string) map[string]string {
	quoted, _ := json.Marshal(text) // a string always encodes
	return map[string]string{
		"plain":       text,
		"base64":      base64.StdEncoding.EncodeToString([]byte(text)),
		"base64 raw":  base64.RawURLEncoding.EncodeToString([]byte(text)),
		"JSON":        string(bytes.Trim(quoted, `"`)),
		"URL query":   url.QueryEscape(text),
		"URL path":    url.PathEscape(text),
		"JSON in two": string(bytes.ReplaceAll(quoted, []byte(`"`), []byte(`\"`))),
	}
}

var longBase64 = regexp.MustCompile(`[A-Za-z0-9+/]{40,}={0,2}`)

// unpack adds what is inside: the files of a saved plan, and every base64 text, decoded and decompressed.
func unpack(t *testing.T, places map[string][]byte) {
	t.Helper()
	plan, err := zip.NewReader(bytes.NewReader(places["plan"]), int64(len(places["plan"])))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range plan.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		places["plan/"+f.Name] = b
	}
	surveys := 0
	for name, content := range maps.Clone(places) {
		for depth := 0; depth < 4 && len(content) > 0; depth++ {
			var inside []byte
			for _, text := range longBase64.FindAll(content, -1) {
				b, err := base64.StdEncoding.DecodeString(string(text))
				if err != nil {
					continue
				}
				if z, err := gzip.NewReader(bytes.NewReader(b)); err == nil {
					if plain, err := io.ReadAll(z); err == nil {
						surveys++
						b = plain
					}
				}
				inside = append(append(inside, b...), '\n')
			}
			content = inside
			places[name+" decoded "+string(rune('1'+depth))] = inside
		}
	}
	if surveys == 0 {
		t.Error("no survey was found in state or plan: the decoding proves nothing")
	}
}
