// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package clusters

import (
	"sync"

	"github.com/onefs-dr/terraform-provider-onefs/internal/dns"
)

// probes remember what a lost cluster answered. It is asked once in the life of an engine, which is one apply.
type probes struct {
	mu    sync.Mutex
	asked map[string]*probed
}

type probed struct {
	// done is closed when life is known. It is a channel, because no lock may be held across a call.
	done chan struct{}
	life dns.Life
	who  string
}

// Once asks a cluster, or waits for whoever asks it already.
func (p *probes) Once(cluster string, ask func() (dns.Life, string)) (dns.Life, string) {
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
		one.life, one.who = ask()
		close(one.done)
	}
	<-one.done
	return one.life, one.who
}
