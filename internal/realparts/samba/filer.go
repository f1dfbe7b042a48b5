// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package samba

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/service"
)

// Filer is an SMB server whose identity is a machine account: it can read only tickets that are for that account.
type Filer struct {
	// Share is the directory of the share nas1.
	Share   string
	address string
	dir     string
	program *service.Program
}

// StartFiler runs a file server at port 445 of an address, with the key of a machine account of the domain. Every user of the domain
// becomes root there; writable says whether the share takes writes.
func StartFiler(ctx context.Context, c *Controller, dir, account, address string, writable bool) (*Filer, error) {
	f := &Filer{Share: filepath.Join(dir, "share"), address: address, dir: dir}
	for _, d := range []string{"private", "lock", "state", "cache", "share", "log"} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o700); err != nil {
			return nil, err
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "map.sh"), []byte("#!/bin/sh\necho root\n"), 0o700); err != nil { //nolint:gosec // a program
		return nil, err
	}
	conf := strings.NewReplacer("@DIR@", dir, "@IP@", address, "@ACCOUNT@", strings.TrimSuffix(account, "$"), "@KEYTAB@", c.Keytab(account),
		"@READONLY@", map[bool]string{true: "no", false: "yes"}[writable]).Replace(filerConf)
	if err := os.WriteFile(filepath.Join(dir, "smb.conf"), []byte(conf), 0o600); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(context.WithoutCancel(ctx), "/usr/sbin/smbd", "-F", "--no-process-group", "--debug-stdout",
		"-s", filepath.Join(dir, "smb.conf"))
	cmd.Env = environment()
	p, err := service.Start(filepath.Join(dir, "out"), cmd)
	if err != nil {
		return nil, err
	}
	f.program = p
	if err := p.Await(ctx, net.JoinHostPort(address, "445")); err != nil {
		p.Stop()
		return nil, err
	}
	return f, nil
}

// Stop ends the file server.
func (f *Filer) Stop() { f.program.Stop() }

const filerConf = `[global]
	netbios name = @ACCOUNT@
	workgroup = DEMO
	realm = DEMO.LOCAL
	security = user
	server role = standalone server
	kerberos method = dedicated keytab
	dedicated keytab file = @KEYTAB@
	map to guest = never
	username map script = @DIR@/map.sh
	interfaces = @IP@/8
	bind interfaces only = yes
	smb ports = 445
	disable netbios = yes
	load printers = no
	disable spoolss = yes
	private dir = @DIR@/private
	lock directory = @DIR@/lock
	state directory = @DIR@/state
	cache directory = @DIR@/cache
	pid directory = @DIR@/lock
	ncalrpc dir = @DIR@/lock/ncalrpc
	winbindd socket directory = @DIR@/wb
	log file = @DIR@/log/smbd
[nas1]
	path = @DIR@/share
	read only = @READONLY@
`
