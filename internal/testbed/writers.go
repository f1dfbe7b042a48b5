// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/failure"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
)

// localJob writes to a file on the serving cluster, past shares and exports, as a job of the cluster or a person with SSH would, until the
// answer is called.
func (b *Bed) localJob(file string, every time.Duration) (stop func()) {
	return b.every(every, func(int) {
		// SyncIQ may have closed the directory meanwhile; a local job then fails as everybody does.
		_ = b.World.Cluster(b.Site.From).FS.Write(file, fs.Write{Bytes: 10, At: b.World.Now()})
	})
}

// every does something to the world again and again, until the answer is called.
func (b *Bed) every(pause time.Duration, do func(turn int)) (stop func()) {
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(pause)
		defer tick.Stop()
		for turn := 0; ; turn++ {
			select {
			case <-done:
				return
			case <-tick.C:
			}
			b.World.Do(func() { do(turn) })
		}
	}()
	return func() {
		close(done)
		<-ended
	}
}

// failureOf is the failure that a run ended with.
func failureOf(t testing.TB, err error) *failure.Failure {
	t.Helper()
	f, ok := errors.AsType[*failure.Failure](err)
	if !ok {
		t.Fatalf("the run ended with %v, want a failure in four parts", err)
	}
	return f
}

// onCluster are the lines of an end about one cluster.
func onCluster(end []string, key string) []string {
	var out []string
	for _, l := range end {
		if strings.HasPrefix(l, key+" ") {
			out = append(out, l)
		}
	}
	return out
}

// judgeFromNow lets the invariants begin anew, with the world as it is now. The lock is held.
func (b *Bed) judgeFromNow() {
	invariant.Begin(b.World, invariant.Site{Pool: b.Site.Pool, From: b.Site.From, To: b.Site.To, Policies: b.Site.Policies})
}

// contextFor is the test's context with a time limit.
func contextFor(t testing.TB, d time.Duration) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithTimeout(t.Context(), d)
}
