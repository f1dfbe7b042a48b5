// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package unbound

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/service"
)

// Delegation hands a name over to name servers.
type Delegation struct {
	Name string
	// Servers maps the name of each server to its address.
	Servers map[string]string
}

// Resolver is a running unbound.
type Resolver struct {
	// Address is host:53, UDP and TCP.
	Address string
	program *service.Program
}

// Zone is the site's zone.
type Zone struct {
	Name        string
	Delegations []Delegation
	// Records are further lines of its file.
	Records []string
	// Server is the address of its name server; empty means the resolver's own, which then answers no question about the zone itself.
	Server string
}

// Start runs a resolver at an address with a zone of delegations. options are further lines of its configuration.
func Start(ctx context.Context, dir, address string, z Zone, options ...string) (*Resolver, error) {
	return run(ctx, dir, address, z, resolving, options)
}

// Serve runs the name server of the zone, at its address: what it hands over it refers to, and it asks nobody.
func Serve(ctx context.Context, dir string, z Zone) (*Resolver, error) {
	return run(ctx, dir, z.Server, z, serving, nil)
}

func run(ctx context.Context, dir, address string, z Zone, role string, options []string) (*Resolver, error) {
	conf := strings.NewReplacer("@DIR@", dir, "@IP@", address, "@ZONE@", z.Name, "@ROLE@", role, "@OPTIONS@", strings.Join(options, "\n\t")).
		Replace(conf)
	for name, text := range map[string]string{"zone": z.text(address), "unbound.conf": conf} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return nil, err
		}
	}
	p, err := service.Start(filepath.Join(dir, "out"),
		exec.CommandContext(context.WithoutCancel(ctx), "unbound", "-d", "-p", "-c", filepath.Join(dir, "unbound.conf")))
	if err != nil {
		return nil, err
	}
	r := &Resolver{Address: net.JoinHostPort(address, "53"), program: p}
	if err := p.Await(ctx, r.Address); err != nil {
		p.Stop()
		return nil, err
	}
	return r, nil
}

// text is the zone's file.
func (z Zone) text(resolver string) string {
	server := z.Server
	if server == "" {
		server = resolver
	}
	var b strings.Builder
	const head = "$ORIGIN %s.\n$TTL 3600\n@ SOA ns.%[1]s. hostmaster.%[1]s. 1 1200 180 1209600 30\n@ NS ns.%[1]s.\nns A %s\n"
	fmt.Fprintf(&b, head, z.Name, server)
	for _, d := range z.Delegations {
		for server, at := range d.Servers {
			fmt.Fprintf(&b, "%s. NS %s.\n%s. A %s\n", d.Name, server, server, at)
		}
	}
	b.WriteString(strings.Join(z.Records, "\n") + "\n")
	return b.String()
}

// Stop ends the resolver.
func (r *Resolver) Stop() { r.program.Stop() }

// conf asks nobody outside this machine: there are no root servers, only the zone and what it delegates to. Nothing is kept longer than
// its time to live says, and answers are no older than asked for (no prefetching, no serving of expired ones).
const conf = `server:
	directory: "@DIR@"
	chroot: ""
	username: ""
	pidfile: ""
	use-syslog: no
	logfile: ""
	verbosity: 1
	interface: @IP@
	access-control: 127.0.0.0/8 allow
	do-not-query-localhost: no
	do-ip6: no
	module-config: "iterator"
	num-threads: 1
	prefetch: no
	serve-expired: no
	root-hints: ""
	@OPTIONS@
remote-control:
	control-enable: no
auth-zone:
	name: "@ZONE@"
	zonefile: "@DIR@/zone"
	fallback-enabled: no
	@ROLE@
`

// Roles of the program: it uses the zone to find the way, or answers questions about it.
const (
	resolving = "for-downstream: no\n\tfor-upstream: yes"
	serving   = "for-downstream: yes\n\tfor-upstream: no"
)
