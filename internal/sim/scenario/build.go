// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package scenario

import (
	"fmt"
	"maps"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// builder carries out a plan.
type builder struct {
	*plan
	w        *world.World
	from, to *world.Cluster
}

func (p *plan) build() (*Site, error) {
	w := world.New(world.FrozenClock(p.options.Start.Add(-history).UTC()))
	for name, value := range p.options.Dials {
		if err := w.Dials.Set(name, value); err != nil {
			return nil, err
		}
	}
	if p.domain {
		w.Forest = ad.New("demo.local", "demo", "dc1.demo.local", "dc2.demo.local")
	}
	b := &builder{plan: p, w: w}
	for _, step := range []func() error{b.clusters, b.accounts, b.people, b.network, b.directory, b.data, b.protocols, b.replication} {
		var err error
		w.Do(func() { err = step() })
		if err != nil {
			return nil, err
		}
	}
	if err := b.live(); err != nil {
		return nil, err
	}
	var err error
	if w.Do(func() { err = b.limits() }); err != nil {
		return nil, err
	}
	return b.site(), nil
}

func (b *builder) site() *Site {
	s := &Site{
		World: b.w, Username: username, Password: password, From: b.from.Name, To: b.to.Name, Pool: poolID,
		Names: []string{"nas1.demo.local", "fin.demo.local"},
	}
	for _, p := range b.policies {
		s.Policies = append(s.Policies, p.name)
	}
	return s
}

// clusters makes two clusters of three nodes.
func (b *builder) clusters() error {
	for i, name := range []string{"ps1", "ps2"} {
		c := &world.Cluster{
			Name: name, Reachable: true, FS: fs.New(),
			GUID: fmt.Sprintf("005056%02x8876308e650b62651a8b25f5982d", 0xa1+i),
		}
		for lnn := 1; lnn <= 3; lnn++ {
			c.Nodes = append(c.Nodes, world.Node{LNN: lnn, DevID: lnn, Up: true})
		}
		b.w.AddCluster(c)
	}
	b.from, b.to = b.w.Cluster("ps1"), b.w.Cluster("ps2")
	return nil
}

// both does the same on the serving and on the standby cluster.
func (b *builder) both(f func(c *world.Cluster, serving bool) error) error {
	if err := f(b.from, true); err != nil {
		return err
	}
	return f(b.to, false)
}

// instant is the dial settings with which history goes fast: nobody is there to notice a lag.
func instant(v dial.Values) dial.Values {
	out := dial.Values{}
	maps.Copy(out, v)
	for _, d := range dial.All() {
		if d.Kind == dial.Duration {
			out[d.Name] = "0s"
		}
	}
	delete(out, "target_job_listed") // the history waits for the end of each job
	return out
}
