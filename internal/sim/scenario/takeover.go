// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package scenario

import (
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
)

// takeOver is a disaster and its end: the serving cluster is lost, the other one takes its names and opens its copies, people work there,
// and the lost cluster comes back as it was, still answering for the names. Nothing has told it.
func (b *builder) takeOver() error {
	if !b.takenOver {
		return nil
	}
	b.pass(time.Hour)
	b.w.Do(func() { b.from.Reachable = false })
	if err := b.act(b.to, siq.AllowWrite, policyNames(b.policies)...); err != nil {
		return err
	}
	var err error
	b.w.Do(func() { err = b.takeNames() })
	if err != nil {
		return err
	}
	b.pass(time.Hour)
	b.w.Do(func() { b.from.Reachable = true })
	return nil
}

// takeNames publishes the names on the standby cluster and moves the SPNs to its account.
func (b *builder) takeNames() error {
	old, _ := b.to.Network.Pools.Get(poolID)
	p := old
	p.SCDNSZone = "nas1.demo.local"
	p.SCDNSZoneAliases = append(slices.Clone(old.SCDNSZoneAliases), "fin.demo.local")
	b.to.ChangePool(old, p)
	now, moved := b.w.Now(), hostSPNs("nas1.demo.local", "fin.demo.local")
	keep := slices.DeleteFunc(b.w.Forest.Truth("ps1"), func(s string) bool { return slices.Contains(moved, s) })
	if err := b.w.Forest.Write(ad.Change{Principal: "PS2$", Account: "ps1", SPNs: keep, At: now}); err != nil {
		return err
	}
	spns := append(b.w.Forest.Truth("ps2"), moved...)
	if err := b.w.Forest.Write(ad.Change{Principal: "PS2$", Account: "ps2", SPNs: spns, At: now}); err != nil {
		return err
	}
	return b.to.FS.Write(b.target("nas1")+"/a/written-on-ps2", fs.Write{Bytes: 512, At: now})
}
