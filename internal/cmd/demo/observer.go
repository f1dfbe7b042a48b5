// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
)

// observer looks at the site from outside, and at the simulator's own state beside it.
type observer struct {
	site    *site
	readers map[string]*reader
	control *control
	speed   float64
	clients *fleet
	// real are the real services, nil if none take part.
	real *parts
	// production and roots are found at the first look: the names that clients use, and the directories of the policies.
	production []string
	roots      []string
}

func newObserver(s *site, speed float64) (*observer, error) {
	o := &observer{site: s, speed: speed, readers: map[string]*reader{}, control: newControl(s.control)}
	for _, c := range s.clusters {
		r, err := newReader(c)
		if err != nil {
			return nil, err
		}
		o.readers[c.Name] = r
	}
	o.clients = &fleet{control: o.control}
	return o, nil
}

// begin finds out which names and directories this is about.
func (o *observer) begin(ctx context.Context) error {
	home := o.readers[o.site.clusters[0].Name]
	f, err := readCluster(ctx, home, nil)
	if err != nil {
		return err
	}
	for _, n := range f.pool.names() {
		if !marked(n) {
			o.production = append(o.production, n)
		}
	}
	for _, name := range o.site.policies {
		p, ok := f.policies[name]
		if !ok || p.SourcePath != p.TargetPath {
			return fmt.Errorf("policy %s on %s: want one that copies to the same path, got %+v", name, home.access.Name, p)
		}
		o.roots = append(o.roots, p.SourcePath)
	}
	return o.clients.begin(ctx)
}

// observe looks from outside and from inside at the same simulated instant.
func (o *observer) observe(ctx context.Context, steps []string) (seen, truth *view, err error) {
	if err := o.control.still(ctx); err != nil {
		return nil, nil, err
	}
	if o.real != nil {
		if truth, err = o.truth(ctx); err != nil {
			return nil, nil, err
		}
		if err := o.real.follow(ctx, truth.writable[o.roots[0]]); err != nil {
			return nil, nil, err
		}
	}
	if seen, err = o.look(ctx, steps); err != nil {
		return nil, nil, err
	}
	if truth, err = o.truth(ctx); err != nil {
		return nil, nil, err
	}
	return seen, truth, o.control.goOn(ctx, o.speed)
}

// look reads both clusters, asks both for every name, tries to write on both, does the manual steps, and lets the clients work.
func (o *observer) look(ctx context.Context, steps []string) (*view, error) {
	v := newView()
	for _, c := range o.site.clusters {
		f, err := readCluster(ctx, o.readers[c.Name], o.roots)
		if err != nil {
			return nil, err
		}
		v.clusters[c.Name] = f
		v.accounts[f.account] = f.spns
		for _, n := range o.production {
			found, err := answers(ctx, c, n)
			if err != nil {
				return nil, err
			}
			if len(found) > 0 {
				v.answering[n] = append(v.answering[n], c.Name)
			}
		}
		for _, path := range o.roots {
			yes, err := writable(ctx, o.readers[c.Name], path)
			if err != nil {
				return nil, err
			}
			if yes {
				v.writable[path] = append(v.writable[path], c.Name)
			}
		}
	}
	v.remounted = o.clients.remount(ctx, steps)
	v.clients = o.clients.work(ctx)
	if o.real != nil {
		var err error
		if v.real, err = o.real.look(ctx, o.production); err != nil {
			return nil, err
		}
	}
	return v, nil
}
