// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package scenario

import (
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// directory joins the clusters to the domain. SPNs stand on the account of the cluster whose pool has the name; there are SPNs of
// other classes and of other departments, which no failover may touch.
func (b *builder) directory() error {
	if !b.domain {
		return nil
	}
	b.w.Forest.AddUser(ad.User{Name: "spnadmin", Password: "spnadmin-lab", Admin: true})
	err := b.both(func(c *world.Cluster, serving bool) error {
		spns := append(hostSPNs(c.Name+".demo.local", "eng-"+c.Name+".demo.local"),
			"nfs/eng-"+c.Name+".demo.local", "HTTP/"+c.Name+".demo.local", "hdfs/"+c.Name+".demo.local")
		switch {
		case serving:
			spns = append(spns, hostSPNs("nas1.demo.local", "fin.demo.local")...)
		case b.standbyOwn != "":
			spns = append(spns, hostSPNs(b.standbyOwn)...)
		default:
			spns = append(spns, hostSPNs("drtest.demo.local")...)
		}
		b.w.Forest.Join(c.Name, c.Name+".demo.local", spns...)
		forest, netbios, primary := "demo.local", "DEMO", "DEMO.LOCAL"
		hostname := c.Name + ".demo.local"
		c.Auth.PutADS(world.ADSProvider{
			ADSSettings: world.DefaultADSSettings(), ID: primary, Name: primary, Groupnet: "groupnet0", Forest: &forest,
			Hostname: &hostname, MachineAccount: ad.AccountName(c.Name), NetbiosDomain: &netbios, PrimaryDomain: &primary,
			Status: "online", ZoneName: world.SystemZone, Services: []string{"HOST"},
		})
		return nil
	})
	b.w.Forest.Delegate(b.from.Name, b.to.Name)
	return err
}

// hostSPNs are the short and the full HOST name of each name.
func hostSPNs(names ...string) []string {
	var out []string
	for _, n := range names {
		short, _, _ := strings.Cut(n, ".")
		out = append(out, "HOST/"+short[:min(15, len(short))], "HOST/"+n)
	}
	return out
}
