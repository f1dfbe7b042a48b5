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

// Start runs a resolver at an address with a zone of delegations. records are further lines of the zone file.
func Start(ctx context.Context, dir, address, zone string, delegations []Delegation, records ...string) (*Resolver, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "$ORIGIN %s.\n$TTL 3600\n@ SOA ns.%[1]s. hostmaster.%[1]s. 1 1200 180 1209600 30\n@ NS ns.%[1]s.\nns A "+
		"%s\n", zone, address)
	for _, d := range delegations {
		for server, at := range d.Servers {
			fmt.Fprintf(&b, "%s. NS %s.\n%s. A %s\n", d.Name, server, server, at)
		}
	}
	b.WriteString(strings.Join(records, "\n") + "\n")
	conf := strings.NewReplacer("@DIR@", dir, "@IP@", address, "@ZONE@", zone).Replace(conf)
	for name, text := range map[string]string{"zone": b.String(), "unbound.conf": conf} {
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
remote-control:
	control-enable: no
auth-zone:
	name: "@ZONE@"
	zonefile: "@DIR@/zone"
	for-downstream: no
	for-upstream: yes
	fallback-enabled: no
`
