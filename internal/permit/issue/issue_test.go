// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package issue

import (
	"errors"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

func TestOnlyApprovedKeysGetAPermit(t *testing.T) {
	over := errors.New("the lease is over")
	var held error
	i := New([]string{"a"}, func() error { return held })
	a, err := i.For("a")
	if err != nil || a.Check() != nil || a.Kind() != permit.KindApproved || a.String() != "approved(a)" {
		t.Errorf("the approved key: %s, %v", a, err)
	}
	held = over
	if err := a.Check(); !errors.Is(err, over) {
		t.Errorf("after the lease: %v", err)
	}
	held = nil
	b, err := i.For("b")
	if !errors.Is(err, ErrNotApproved) || !errors.Is(b.Check(), permit.ErrNone) || i.Approves("b") {
		t.Errorf("a key that is not in the plan: %s, %v", b, err)
	}
	i.Add("b")
	if b, err := i.For("b"); err != nil || b.Check() != nil {
		t.Errorf("a key that was added: %s, %v", b, err)
	}
	if p, err := New([]string{""}, nil).For(""); err != nil || !errors.Is(p.Check(), permit.ErrNone) {
		t.Errorf("the empty key: %s, %v", p, err)
	}
}
