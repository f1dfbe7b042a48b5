// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/ganesha"
	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/samba"
	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/service"
	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/unbound"
)

// parts are the real services around the simulated clusters: an Active Directory domain, the site's DNS resolver, and for each cluster
// an SMB server with the key of its machine account and an NFS server, at the address of its pool.
type parts struct {
	space    *workspace
	net      service.Network
	domain   *samba.Controller
	resolver *unbound.Resolver
	clusters []string
	smb      map[string]*samba.Filer
	nfs      map[string]*ganesha.Server
	looks    int
}

// missingParts says what has to be installed first, "" if everything is there.
func missingParts() string { return samba.MissingFiler("unbound", "ganesha.nfsd", "nfs-cat", "nfs-cp") }

// startParts makes the domain; what stands at the clusters' addresses comes when they have some.
func startParts(ctx context.Context, space *workspace) (*parts, error) {
	p := &parts{space: space, smb: map[string]*samba.Filer{}, nfs: map[string]*ganesha.Server{}}
	dir := space.path("domain")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, err
	}
	if err := samba.Provision(ctx, dir); err != nil {
		return nil, err
	}
	address, err := samba.FreeAddress()
	if err != nil {
		return nil, err
	}
	if p.domain, err = samba.New(dir, address); err != nil {
		return nil, err
	}
	if err := p.domain.Start(ctx); err != nil {
		return nil, err
	}
	if p.net, err = service.NewNetwork("53"); err != nil {
		p.stop()
		return nil, err
	}
	if err := p.describe(); err != nil {
		p.stop()
		return nil, err
	}
	return p, nil
}

// describe writes the domain down for the simulator and its certificate for the provider.
func (p *parts) describe() error {
	text, err := json.Marshal(map[string]string{
		"address": p.domain.Address, "host": samba.Host, "ca_file": p.space.path("domain-ca.pem"), "realm": samba.Realm,
		"keytabs": p.space.path("domain", "private"), "administrator": samba.Administrator, "password": samba.AdministratorPassword,
	})
	if err != nil {
		return err
	}
	return errors.Join(os.WriteFile(p.space.path("domain-ca.pem"), []byte(p.domain.Authority.PEM), 0o600),
		os.WriteFile(p.space.path("domain.json"), text, 0o600))
}

// arguments of the simulator.
func (p *parts) arguments() []string {
	return []string{"-ground", p.net.Prefix(), "-domain", p.space.path("domain.json")}
}

// configuration is the part of the provider block that has SPNs moved by LDAP; the password comes from the environment.
func (p *parts) configuration() string {
	const text = "  active_directory = {\n    urls                = [\"ldaps://%s\"]\n    username            = %q\n" +
		"    ca_certificate_file = %q\n  }\n"
	return fmt.Sprintf(text, p.domain.Address, samba.Mover+"@demo.local", p.space.path("domain-ca.pem"))
}

func (p *parts) environment() string { return "ONEFS_AD_PASSWORD=" + samba.Password(samba.Mover) }

// connect starts the resolver, which has name servers of both clusters for every name that clients use.
func (p *parts) connect(ctx context.Context, s *site, production []string) error {
	var delegations []unbound.Delegation
	servers := map[string]string{}
	for i, c := range s.clusters {
		p.clusters = append(p.clusters, c.Name)
		host, _, _ := strings.Cut(c.DNS, ":")
		servers[fmt.Sprintf("ssip%d.demo.local", i+1)] = host
	}
	for _, n := range production {
		delegations = append(delegations, unbound.Delegation{Name: n, Servers: servers})
	}
	dir := p.space.path("resolver")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	var err error
	p.resolver, err = unbound.Start(ctx, dir, p.net.Address(10), unbound.Zone{Name: "demo.local", Delegations: delegations})
	return err
}

// address is where a cluster's file servers are: the one address of its pool.
func (p *parts) address(cluster string) string {
	return p.net.Address(50 + slices.Index(p.clusters, cluster))
}

// follow starts the file servers anew so that they allow what the simulated clusters allow now.
func (p *parts) follow(ctx context.Context, writable []string) error {
	p.stopFilers()
	p.looks++
	for _, c := range p.clusters {
		takes := slices.Contains(writable, c)
		share, export := p.space.path("smb-"+c), p.space.path("nfs-"+c)
		for _, dir := range []string{share, export} {
			if err := os.MkdirAll(dir, 0o700); err != nil {
				return err
			}
		}
		f, err := samba.StartFiler(ctx, p.domain, share, strings.ToUpper(c), p.address(c), takes)
		if err != nil {
			return err
		}
		p.smb[c] = f
		n, err := ganesha.Start(ctx, export, p.address(c), takes)
		if err != nil {
			return err
		}
		p.nfs[c] = n
		for _, file := range []string{f.Share + "/whose", n.Export + "/whose"} {
			if err := os.WriteFile(file, []byte("data of "+c+"\n"), 0o600); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *parts) stopFilers() {
	for _, f := range p.smb {
		f.Stop()
	}
	for _, n := range p.nfs {
		n.Stop()
	}
	clear(p.smb)
	clear(p.nfs)
}

func (p *parts) stop() {
	p.stopFilers()
	if p.resolver != nil {
		p.resolver.Stop()
	}
	p.domain.Stop()
}
