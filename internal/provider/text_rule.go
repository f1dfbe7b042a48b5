// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// textRule is a validator for strings: one sentence for the documentation and one pure function.
type textRule struct {
	says  string
	check func(string) error
}

var _ validator.String = textRule{}

// Description is the sentence.
func (r textRule) Description(context.Context) string { return r.says }

// MarkdownDescription is the sentence.
func (r textRule) MarkdownDescription(context.Context) string { return r.says }

// ValidateString leaves unknown and absent values alone.
func (r textRule) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := r.check(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid value", upperFirst(err.Error())+".")
	}
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// oneOf allows a fixed set of words.
func oneOf(words ...string) textRule {
	return textRule{
		says: `one of "` + strings.Join(words, `", "`) + `"`,
		check: func(s string) error {
			if !slices.Contains(words, s) {
				return fmt.Errorf(`%q is not one of "%s"`, s, strings.Join(words, `", "`))
			}
			return nil
		},
	}
}

// duration is a length of time in Go's syntax, not below least and, if most is not 0, not above it.
func duration(least, most time.Duration) textRule {
	return textRule{
		says: `a duration such as "30s", "5m" or "1h30m"`,
		check: func(s string) error {
			d, err := time.ParseDuration(s)
			switch {
			case err != nil:
				return fmt.Errorf(`%q is not a duration: write a number and a unit, such as "30s", "5m" or "1h30m"`, s)
			case d < least:
				return fmt.Errorf("%q is too short: at least %s is needed", s, least)
			case most != 0 && d > most:
				return fmt.Errorf("%q is too long: at most %s is allowed", s, most)
			}
			return nil
		},
	}
}

// pointInTime is a moment in RFC 3339.
func pointInTime() textRule {
	return textRule{
		says: `a time in RFC 3339, such as "2026-05-02T09:11:00Z"`,
		check: func(s string) error {
			if _, err := time.Parse(time.RFC3339, s); err != nil {
				return fmt.Errorf(`%q is not a time in RFC 3339, such as "2026-05-02T09:11:00Z"`, s)
			}
			return nil
		},
	}
}
