// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package invariant_test

import (
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
)

// One switch is allowed while both sides are open. When SyncIQ has closed a side in between, although nobody wrote meanwhile, the next
// switch belongs to the next opening; a second one in that opening is found again.
func TestOneSideWritten_BeginsAnewWhenASideWasClosed(t *testing.T) {
	s := lab(t)
	s.unschedule()
	s.connect("lin1", clients.NFS3, "10.1.0.21", "root", "/ifs/data/nas1")
	s.acknowledged("lin1", "w1")
	s.job("ps1", "nas1", "")
	s.park()
	s.publish()
	s.moveSPNs()
	s.job("ps2", "nas1", "allow_write")
	s.connect("lin2", clients.NFS3, "10.1.0.22", "root", "/ifs/data/nas1")
	s.acknowledged("lin2", "w2")
	s.job("ps2", "nas1", "allow_write_revert")
	s.job("ps2", "nas1", "allow_write")
	s.acknowledged("lin1", "w3")
	s.World.Do(func() { invariant.Check(s.World) })
	if text := s.found()["one_side_written"]; text != "" {
		t.Errorf("the first switch since both sides are open again: %s", text)
	}
	s.acknowledged("lin2", "w4")
	s.World.Do(func() { invariant.Check(s.World) })
	if text := s.found()["one_side_written"]; !strings.Contains(text, "write w4 of lin2") {
		t.Errorf("people write on both sides, and %q is found", text)
	}
}
