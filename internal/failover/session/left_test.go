// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package session

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// closingOf is a closing that begins now, with everybody suspected of writing.
func closingOf(f *fake) *closing {
	return &closing{
		ender: ender{cluster: f, asked: f.table.Asked}, name: "prod", fenced: time.Now(),
		below: func(path string) bool { return strings.HasPrefix(path, "/ifs/data/nas1/") },
		pause: onefs.Sleep,
	}
}

// TestLeaveNobody is who is connected, what the cluster can do, and how the closing ends.
func TestLeaveNobody(t *testing.T) {
	t.Parallel()
	everywhere := func(f *fake) {
		for i := range 6 {
			f.logIn(1+i%3, fmt.Sprintf("10.1.0.%d", i), fmt.Sprintf(`DEMO\u%d`, i))
		}
	}
	for name, x := range map[string]struct {
		before func(f *fake)
		// want are parts of the error, none for success.
		want []string
		// lists is how many lists of sessions the closing costs, left how many sessions stay.
		lists, left int
	}{
		"nobody":                            {func(*fake) {}, nil, 1, 0},
		"sessions on three nodes":           {everywhere, nil, 2, 0},
		"a release without the call for it": {func(f *fake) { everywhere(f); f.noByUser = true }, nil, 2, 0},
		"only one node can be asked, and it reaches all": {
			func(f *fake) { everywhere(f); f.table.Asked, f.wholeCluster = []int{1}, true }, nil, 2, 0,
		},
		"only one node can be asked, and it reaches itself": {
			func(f *fake) { everywhere(f); f.table.Asked = []int{1} },
			[]string{"4 SMB sessions", `DEMO\u1 from 10.1.0.1 on node 2`, `DEMO\u5 from 10.1.0.5 on node 3`},
			3, 4,
		},
		"five hundred come back at once": {
			func(f *fake) {
				for i := range 500 {
					f.logIn(1+i%3, fmt.Sprintf("10.1.%d.%d", i/250, i%250), `DEMO\alice`)
				}
				f.comesBack = true
			}, nil, 2, 500,
		},
		"five hundred come back, and nothing tells when they began": {
			func(f *fake) {
				for i := range 500 {
					f.logIn(1+i%3, fmt.Sprintf("10.1.%d.%d", i/250, i%250), `DEMO\alice`)
				}
				f.comesBack, f.untold = true, true
			}, nil, 3, 500, // a second closing, because nothing tells that they are new
		},
		"lists take long": {func(f *fake) { everywhere(f); f.comesBack, f.listTakes = true, 20*time.Second }, nil, 2, 6},
		"one that cannot be ended": {
			func(f *fake) { everywhere(f); f.sticky = []string{`DEMO\u3`} },
			[]string{"1 SMB sessions and open files of prod may still write", `DEMO\u3 from 10.1.0.3 on node 1`},
			3, 1,
		},
		"one that cannot be ended, and nothing tells when it began": {
			func(f *fake) { everywhere(f); f.sticky, f.untold = []string{`DEMO\u3`}, true },
			[]string{`DEMO\u3 from 10.1.0.3 on node 1`},
			3, 1,
		},
		"the first list leaves one out": {
			func(f *fake) { everywhere(f); f.late = map[string]int{`DEMO\u3`: 1} }, nil, 3, 0,
		},
		"the first list leaves everybody out but one": {
			func(f *fake) {
				everywhere(f)
				f.late = map[string]int{`DEMO\u1`: 1, `DEMO\u2`: 1, `DEMO\u3`: 1, `DEMO\u4`: 1, `DEMO\u5`: 1}
			}, nil, 3, 0,
		},
		"two lists leave one out": {
			func(f *fake) { everywhere(f); f.late = map[string]int{`DEMO\u2`: 1, `DEMO\u3`: 2} }, nil, 4, 0,
		},
		"one is left out, and nothing tells when it began": {
			func(f *fake) { everywhere(f); f.late, f.untold = map[string]int{`DEMO\u3`: 1}, true }, nil, 3, 0,
		},
		"one is left out and cannot be ended": {
			func(f *fake) {
				everywhere(f)
				f.late, f.sticky = map[string]int{`DEMO\u3`: 1}, []string{`DEMO\u3`}
			}, []string{`DEMO\u3 from 10.1.0.3 on node 1`}, 3, 1,
		},
		"many that cannot be ended": {
			func(f *fake) {
				for i := range 30 {
					f.logIn(2, fmt.Sprintf("10.1.0.%d", i), `DEMO\bob`)
				}
				f.sticky = []string{`DEMO\bob`}
			}, []string{"30 SMB sessions", "and 20 more"}, 3, 30,
		},
		"a list that cannot be read": {func(f *fake) { f.broken = errBroken }, []string{"SMB sessions of prod", "broken"}, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake()
				x.before(f)
				time.Sleep(time.Hour) // bubble
				began := time.Now()
				err := closingOf(f).leaveNobody(t.Context())
				if (err == nil) != (len(x.want) == 0) {
					t.Fatalf("got %v", err)
				}
				for _, w := range x.want {
					if !strings.Contains(err.Error(), w) {
						t.Errorf("%q is not in %v", w, err)
					}
				}
				if f.lists != x.lists || len(f.sessions) != x.left {
					t.Errorf("%d lists, %d sessions left; want %d and %d", f.lists, len(f.sessions), x.lists, x.left)
				}
				if took := time.Since(began); f.listTakes == 0 && took > 5*time.Second {
					t.Errorf("it took %s", took)
				}
			})
		})
	}
}

// TestLeaveNobody_HandlesOutliveSessions: a persistent handle that is still open for writing after its session is gone is closed, and one
// that cannot be closed is named with its trouble.
func TestLeaveNobody_HandlesOutliveSessions(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		held []string
		want string
	}{
		"it can be closed": {nil, ""},
		"it cannot":        {[]string{`C:\ifs\data\nas1\db`}, `DEMO\sql with /ifs/data/nas1/db open on node 3`},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake()
				f.logIn(1, "10.1.0.1", `DEMO\alice`)
				f.open(3, `C:\ifs\data\nas1\db`, `DEMO\sql`, "read", "write")
				f.open(3, `C:\ifs\data\nas1\seen`, `DEMO\bob`, "read")
				f.open(2, `C:\ifs\eng\x`, `DEMO\bob`, "read", "write")
				f.heldFiles = x.held
				err := closingOf(f).leaveNobody(t.Context())
				switch {
				case x.want == "" && (err != nil || len(f.files) != 2 || f.closes != 1):
					t.Errorf("got %v, open are %v", err, f.files)
				case x.want != "" && (err == nil || !strings.Contains(err.Error(), x.want) || !errors.Is(err, errBroken)):
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

// TestLeaveNobody_SparesNobody: what a session was given when it began is told nowhere, so the user of another tenant is ended as well, and
// so is one from whom the right to write was taken only afterwards.
func TestLeaveNobody_SparesNobody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.logIn(1, "10.1.0.1", `DEMO\alice`)
		f.logIn(2, "10.2.0.1", `OTHER\tenant`)
		if err := closingOf(f).leaveNobody(t.Context()); err != nil {
			t.Fatal(err)
		}
		if len(f.sessions) != 0 {
			t.Errorf("left are %v", f.sessions)
		}
	})
}

// TestLeaveNobody_ClocksApart: a cluster whose clock runs far faster or slower than ours, and one that gives out the numbers of ended
// sessions again, is not misread: who came back is harmless, who never left is named.
func TestLeaveNobody_ClocksApart(t *testing.T) {
	t.Parallel()
	for _, speed := range []int64{1, 60, 3600} {
		for _, sticky := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				f := newFake()
				for i := range 3 {
					f.logIn(1+i, "10.1.0.1", `DEMO\alice`)
				}
				f.comesBack, f.speed, f.sameNumbers, f.endTakes = true, speed, true, 2*time.Second
				if sticky {
					f.sticky = []string{`DEMO\alice`}
				}
				time.Sleep(time.Hour) // bubble
				err := closingOf(f).leaveNobody(t.Context())
				if (err != nil) != sticky {
					t.Errorf("clock %d times as fast, sessions that cannot be ended %v: got %v", speed, sticky, err)
				}
			})
		}
	}
}

// TestLeaveNobody_Stops: a wait is a place where a run can stop.
func TestLeaveNobody_Stops(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.logIn(1, "10.1.0.1", `DEMO\alice`)
		d := closingOf(f)
		d.pause = func(context.Context, time.Duration) error { return errBroken }
		if err := d.leaveNobody(t.Context()); !errors.Is(err, errBroken) || f.lists != 1 {
			t.Errorf("got %v after %d lists", err, f.lists)
		}
	})
}

// TestEnd_OneCallForAUsersSessions: a call that ends all sessions of a user on a computer is not made again for each.
func TestEnd_OneCallForAUsersSessions(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		for range 40 {
			f.logIn(2, "10.1.0.1", `DEMO\alice`)
		}
		all, err := f.SMBSessions(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := (&ender{f, permit.Permit{}, f.table.Asked}).end(t.Context(), all); err != nil || f.ends != 1 || len(f.sessions) != 0 {
			t.Errorf("%d calls, %d left, %v", f.ends, len(f.sessions), err)
		}
	})
}

func TestDrop(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.logIn(1, "10.1.0.1", `DEMO\alice`)
		f.logIn(3, "10.1.0.2", `DEMO\bob`)
		f.logIn(3, "10.1.0.3", `OTHER\tenant`)
		f.sticky = []string{`DEMO\bob`}
		if err := drop(t.Context(), f, permit.Permit{}); err != nil || len(f.sessions) != 1 || f.lists != 1 {
			t.Errorf("got %v, %v", err, f.sessions)
		}
		f.table.Asked = []int{1}
		if err := drop(t.Context(), f, permit.Permit{}); !errors.Is(err, onefs.ErrNotFound) || !strings.Contains(err.Error(), "on node 3") {
			t.Errorf("got %v", err)
		}
		f.broken = errBroken
		if err := drop(t.Context(), f, permit.Permit{}); !errors.Is(err, errBroken) {
			t.Errorf("got %v", err)
		}
	})
}
