// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sim

import (
	"io"
	"net"
	"os"
	"sync"
	"time"
)

// wire makes two ends of a connection inside the process. Unlike net.Pipe it holds what is written until it is read, as a network does:
// the farewells of TLS, which nobody reads any more, would otherwise block both sides.
func wire(name string) (client, server net.Conn) {
	up, down := newLane(), newLane()
	address := pipeAddr(name)
	return &end{in: down, out: up, address: address}, &end{in: up, out: down, address: address}
}

// lane carries bytes one way.
type lane struct {
	mu     sync.Mutex
	held   []byte
	done   bool          // one of the ends is closed
	change chan struct{} // closed and replaced at every change
}

func newLane() *lane { return &lane{change: make(chan struct{})} }

// update changes the lane and wakes whoever waits for a change.
func (l *lane) update(f func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f()
	close(l.change)
	l.change = make(chan struct{})
}

// take reads what is there; wait is closed at the next change.
func (l *lane) take(p []byte) (n int, done bool, wait <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n = copy(p, l.held)
	l.held = l.held[n:]
	return n, l.done, l.change
}

// end is one end of a wire.
type end struct {
	in, out *lane
	address net.Addr

	mu      sync.Mutex
	until   time.Time // of reading; zero means for ever
	closing bool
}

// Read waits for bytes, the other end's close, this end's close, or the deadline.
func (e *end) Read(p []byte) (int, error) {
	for {
		n, done, wait := e.in.take(p) // first, so that a deadline or a close that comes now ends the wait
		e.mu.Lock()
		until, closing := e.until, e.closing
		e.mu.Unlock()
		switch {
		case closing:
			return 0, net.ErrClosed
		case n > 0 || len(p) == 0:
			return n, nil
		case done:
			return 0, io.EOF
		}
		if err := await(wait, until); err != nil {
			return 0, err
		}
	}
}

// await waits for a change, but not longer than until.
func await(change <-chan struct{}, until time.Time) error {
	if until.IsZero() {
		<-change
		return nil
	}
	t := time.NewTimer(time.Until(until))
	defer t.Stop()
	select {
	case <-change:
		return nil
	case <-t.C:
		return os.ErrDeadlineExceeded
	}
}

// Write never waits.
func (e *end) Write(p []byte) (int, error) {
	e.mu.Lock()
	closing := e.closing
	e.mu.Unlock()
	if closing {
		return 0, net.ErrClosed
	}
	var err error
	e.out.update(func() {
		if e.out.done {
			err = io.ErrClosedPipe
			return
		}
		e.out.held = append(e.out.held, p...)
	})
	if err != nil {
		return 0, err
	}
	return len(p), nil
}

// Close ends both directions: the other end reads what is still held and then the end.
func (e *end) Close() error {
	e.mu.Lock()
	e.closing = true
	e.mu.Unlock()
	for _, l := range []*lane{e.in, e.out} {
		l.update(func() { l.done = true })
	}
	return nil
}

// SetReadDeadline limits reading; a reader that waits looks again.
func (e *end) SetReadDeadline(t time.Time) error {
	e.mu.Lock()
	e.until = t
	e.mu.Unlock()
	e.in.update(func() {})
	return nil
}

// SetWriteDeadline has no effect, because writing never waits.
func (e *end) SetWriteDeadline(time.Time) error { return nil }

// SetDeadline is SetReadDeadline.
func (e *end) SetDeadline(t time.Time) error { return e.SetReadDeadline(t) }

// LocalAddr is the name of the host that was dialled.
func (e *end) LocalAddr() net.Addr { return e.address }

// RemoteAddr is the name of the host that was dialled.
func (e *end) RemoteAddr() net.Addr { return e.address }
