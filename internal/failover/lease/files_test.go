// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package lease

import (
	"strings"
	"testing"
	"time"
)

func TestReadClaim(t *testing.T) {
	t.Parallel()
	if c, err := readClaim([]byte(`{"run":"00ff"}`)); err != nil || c.Run != "00ff" {
		t.Errorf("%+v, %v", c, err)
	}
	for _, text := range []string{
		``, `x`, `null`, `[]`, `{}`, `{"run":""}`, `{"run":null}`, `{"run":7}`, `{"run":"../journals/x"}`, `{"run":"00ff"} {"run":"00ff"}`,
		`{"run":"00FF"}`, `{"run":"` + strings.Repeat("0", 65) + `"}`,
	} {
		if c, err := readClaim([]byte(text)); err == nil {
			t.Errorf("%s is read as %+v", text, c)
		}
	}
}

func TestReadBeat(t *testing.T) {
	t.Parallel()
	beat := []byte(`{"run":"00ff","owner":"process 7 on \u001b[2Jhost","since":"2026-05-02T09:11:00Z","ttl":"1m0s"}`)
	h, ttl, err := readBeat(beat, time.Minute)
	if err != nil || ttl != time.Minute || h.Owner != `process 7 on \u001b[2Jhost` {
		t.Errorf("%+v, %s, %v", h, ttl, err)
	}
	for _, text := range []string{
		``, `null`, `{}`, `{"ttl":""}`, `{"ttl":60}`, `{"ttl":"9s"}`, `{"ttl":"-1m"}`, `{"ttl":"2562047h"}`,
		`{"ttl":"1m"}x`, `{"ttl":"1m","count":"x"}`,
	} {
		if h, ttl, err := readBeat([]byte(text), time.Minute); err == nil {
			t.Errorf("%s is read as %+v, %s", text, h, ttl)
		}
	}
}
