// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// subsystem is the logger's name: TF_LOG_PROVIDER_ONEFS sets its level apart from the rest.
const subsystem = "onefs"

// longestLogged cuts bodies in the log.
const longestLogged = 4 << 10

// log writes one line per request: DEBUG, with the body of a write at TRACE. Headers are never logged, and neither is a log-in's body.
func (c *Client) log(ctx context.Context, r *request, path string, status int, took time.Duration, err error) {
	ctx = tflog.NewSubsystem(ctx, subsystem, tflog.WithLevelFromEnv("TF_LOG_PROVIDER", subsystem))
	fields := map[string]any{
		"cluster": c.config.Name,
		"method":  r.method,
		"path":    c.secret.hide(path),
		"took_ms": took.Milliseconds(),
	}
	if len(r.query) > 0 {
		fields["query"] = c.secret.hide(r.query.Encode())
	}
	if status != 0 {
		fields["status"] = status
	}
	if err != nil {
		fields["error"] = c.secret.hide(err.Error())
	}
	if !r.read() {
		fields["permit"] = c.secret.hide(r.permit.String())
	}
	tflog.SubsystemDebug(ctx, subsystem, "OneFS request", fields)
	if !r.read() && !r.login && len(r.body) > 0 {
		body := c.secret.hide(string(r.body))
		if len(body) > longestLogged {
			body = body[:longestLogged] + " …"
		}
		tflog.SubsystemTrace(ctx, subsystem, "OneFS request body", map[string]any{
			"cluster": c.config.Name, "path": fields["path"], "body": body,
		})
	}
}
