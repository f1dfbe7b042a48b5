// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
)

// probeTimeout bounds each of the two questions of the probe.
const probeTimeout = 5 * time.Second

// probe is everything that is ever sent to a cluster that is declared lost: one TLS handshake and one DNS question, before the first
// write of a move away from it. A finished handshake, a TLS alert or any answer of the DNS service means that it lives.
func probe(ctx context.Context, endpoint, service, name string) string {
	if host := managementHost(endpoint); host != "" && handshake(ctx, host) {
		return "its management address " + host
	}
	if service == "" || name == "" {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	if _, err := ask(ctx, service, name); err == nil || errors.Is(err, ErrNameDenied) {
		return "its SmartConnect service " + service
	}
	return ""
}

func managementHost(endpoint string) string {
	if !strings.Contains(endpoint, "://") {
		endpoint = "https://" + endpoint
	}
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" {
		return ""
	}
	if u.Port() == "" {
		return net.JoinHostPort(u.Hostname(), "8080")
	}
	return u.Host
}

// handshake tells whether somebody speaks TLS at an address.
func handshake(ctx context.Context, host string) bool {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	// Whether its certificate is trusted does not matter: that it answers does.
	d := tls.Dialer{NetDialer: &net.Dialer{}, Config: &tls.Config{InsecureSkipVerify: true}} //nolint:gosec // see above
	c, err := d.DialContext(ctx, "tcp", host)
	if err == nil {
		_ = c.Close()
		return true
	}
	_, alert := errors.AsType[tls.AlertError](err)
	return alert
}

// probes remember what a lost cluster answered. It is asked once in the life of an engine, which is one apply.
type probes struct {
	mu    sync.Mutex
	asked map[string]*probed
}

type probed struct {
	// done is closed when who is known. It is a channel, because no lock may be held across a call.
	done chan struct{}
	who  string
}

// once asks a cluster, or waits for whoever asks it already.
func (p *probes) once(cluster string, ask func() string) string {
	p.mu.Lock()
	one, known := p.asked[cluster]
	if !known {
		if p.asked == nil {
			p.asked = map[string]*probed{}
		}
		one = &probed{done: make(chan struct{})}
		p.asked[cluster] = one
	}
	p.mu.Unlock()
	if !known {
		one.who = ask()
		close(one.done)
	}
	<-one.done
	return one.who
}

// refuseLiving probes a lost cluster before the first write.
func (r *run) refuseLiving(ctx context.Context) error {
	in := r.intent
	c := r.engine.clusters[in.From()]
	if c == nil || c.Lost.IsZero() || c.CutOff || mutant.On(mutant.ProbeLeftOut) {
		return nil
	}
	name := ""
	if moving := uncontrolledNames(r.survey, in); len(moving) > 0 {
		name = moving[0]
	}
	who := r.engine.probes.once(in.From(), func() string {
		return r.engine.options.Probe(context.WithoutCancel(ctx), c.Endpoint, r.engine.endpoint(r.survey, in.From()), name)
	})
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
