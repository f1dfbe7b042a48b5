// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"
)

// probeTimeout bounds each of the two questions of the probe.
const probeTimeout = 5 * time.Second

// probe is everything that is ever sent to a cluster that is declared lost: one TLS handshake and one DNS question, before the first
// write of a move away from it. A finished handshake or an answer means that it lives.
func probe(ctx context.Context, endpoint, service, name string) string {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	if !strings.Contains(endpoint, "://") {
		endpoint = "https://" + endpoint
	}
	if u, err := url.Parse(endpoint); err == nil && u.Host != "" {
		if u.Port() == "" {
			u.Host = net.JoinHostPort(u.Hostname(), "8080")
		}
		// Whether its certificate is trusted does not matter: that it answers does.
		d := tls.Dialer{
			NetDialer: &net.Dialer{Timeout: probeTimeout},
			Config:    &tls.Config{InsecureSkipVerify: true},
		} //nolint:gosec // see above
		if c, err := d.DialContext(ctx, "tcp", u.Host); err == nil {
			_ = c.Close()
			return "its management address " + u.Host
		}
	}
	if service == "" || name == "" {
		return ""
	}
	if answers, err := ask(ctx, service, name); err == nil && len(answers) > 0 {
		return "its SmartConnect service " + service
	}
	return ""
}

// refuseLiving probes a lost cluster before the first write.
func (r *run) refuseLiving(ctx context.Context) error {
	in := r.intent
	c := r.engine.clusters[in.From()]
	if c == nil || c.Lost.IsZero() || c.CutOff {
		return nil
	}
	name := ""
	if moving := uncontrolledNames(r.survey, in); len(moving) > 0 {
		name = moving[0]
	}
	who := r.engine.options.Probe(ctx, c.Endpoint, r.endpoint(in.From()), name)
	if who == "" {
		return nil
	}
	f := fail(FailureStillAnswers, r.survey, in, "", fmt.Errorf("%s still answers at %s, though lost_since is set for it", in.From(), who))
	f.Next = fmt.Sprintf(
		"Remove lost_since and use a controlled failover; or cut %s off and set `cut_off = true` on the cluster.\nNothing was written.",
		in.From(),
	)
	return f
}
