// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package samba

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Controller is a domain controller over a provisioned directory.
type Controller struct {
	// Address is the loopback address; LDAP, LDAPS and Kerberos have their usual ports there.
	Address string
	// Authority signed its certificate, for Host and Address.
	Authority *Authority

	dir   string
	stdin io.Closer
	done  chan struct{}
	cmd   *exec.Cmd
}

// New prepares a controller over a directory that [Provision] made. It starts nothing.
func New(dir, address string) (*Controller, error) {
	authority, err := NewAuthority("authority of the test domain")
	if err != nil {
		return nil, err
	}
	c := &Controller{Address: address, Authority: authority, dir: dir}
	if err := authority.issue(filepath.Join(dir, "private", "tls"), address); err != nil {
		return nil, err
	}
	for file, text := range map[string]string{"etc/smb.conf": controllerConf, "krb5.conf": kerberosConf} {
		text = strings.NewReplacer("@DIR@", dir, "@IP@", address).Replace(text)
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			return nil, err
		}
	}
	return c, nil
}

const controllerConf = `[global]
	netbios name = DC1
	workgroup = DEMO
	realm = DEMO.LOCAL
	server role = active directory domain controller
	server services = ldap, kdc
	interfaces = @IP@/8
	bind interfaces only = yes
	ldap server require strong auth = allow_sasl_over_tls
	tls certfile = @DIR@/private/tls/cert.pem
	tls keyfile = @DIR@/private/tls/key.pem
	tls cafile = @DIR@/private/tls/ca.pem
	private dir = @DIR@/private
	state directory = @DIR@/state
	cache directory = @DIR@/cache
	lock directory = @DIR@
	pid directory = @DIR@
	ncalrpc dir = @DIR@/ncalrpc
	binddns dir = @DIR@/bind-dns
	winbindd socket directory = @DIR@/winbindd
	ntp signd socket directory = @DIR@/ntp_signd
	log file = @DIR@/log.samba
`

const kerberosConf = `[libdefaults]
	default_realm = DEMO.LOCAL
	dns_lookup_realm = false
	dns_lookup_kdc = false
	dns_canonicalize_hostname = false
	rdns = false
	udp_preference_limit = 1
[realms]
	DEMO.LOCAL = {
		kdc = @IP@:88
		kpasswd_server = @IP@:464
	}
[domain_realm]
	.demo.local = DEMO.LOCAL
	demo.local = DEMO.LOCAL
`

// Start starts the controller and waits until it answers.
func (c *Controller) Start(ctx context.Context) error {
	log, err := os.OpenFile(c.file("out.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }() // the program has its own copy
	// One process; it ends when its standard input does, and after an hour in any case.
	cmd := exec.CommandContext(context.WithoutCancel(ctx), "/usr/sbin/samba",
		"-i", "-M", "single", "--no-process-group", "--maximum-runtime=3600",
		"-s", c.file("etc/smb.conf"), "--debug-stdout")
	cmd.Env, cmd.Stdout, cmd.Stderr = environment(), log, log
	if c.stdin, err = cmd.StdinPipe(); err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	c.cmd, c.done = cmd, make(chan struct{})
	go func() { _ = cmd.Wait(); close(c.done) }()
	for _, port := range []string{"88", "389", "636"} {
		if err := await(ctx, net.JoinHostPort(c.Address, port), c.done); err != nil {
			text, _ := os.ReadFile(c.file("out.log"))
			c.Stop()
			return fmt.Errorf("domain controller: %w\n%s", err, text)
		}
	}
	return nil
}

// await dials until somebody answers or the program is gone.
func await(ctx context.Context, address string, gone <-chan struct{}) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
		if err == nil {
			return conn.Close()
		}
		select {
		case <-tick.C:
		case <-gone:
			return fmt.Errorf("ended before it answered at %s", address)
		case <-ctx.Done():
			return fmt.Errorf("no answer at %s: %w", address, err)
		}
	}
}

// Stop ends the controller and waits for that; the directory stays, so that it can be started again.
func (c *Controller) Stop() {
	if c.cmd == nil {
		return
	}
	_ = c.stdin.Close()
	select {
	case <-c.done:
	case <-time.After(3 * time.Second):
		_ = c.cmd.Process.Kill()
		<-c.done
	}
	c.cmd = nil
}

// Keytab is the file with the key of a machine account.
func (c *Controller) Keytab(account string) string {
	return c.file("private/" + strings.TrimSuffix(account, "$") + ".keytab")
}

// KerberosConf is the file for KRB5_CONFIG.
func (c *Controller) KerberosConf() string { return c.file("krb5.conf") }

func (c *Controller) file(name string) string { return filepath.Join(c.dir, name) }

// Dial is a dialler for which the controller's name leads to its address, as DNS would.
func (c *Controller) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if host == Host {
		address = net.JoinHostPort(c.Address, port)
	}
	return (&net.Dialer{}).DialContext(ctx, network, address)
}

// FreeAddress is a loopback address on which nothing listens for LDAP: 127.77.x.y by the process id, so that programs that run side by side
// do not meet.
func FreeAddress() (string, error) {
	pid := os.Getpid()
	for i := range 200 {
		address := fmt.Sprintf("127.%d.%d.%d", 64+i%32, pid>>8&0xff, 1+pid&0x7f)
		l, err := net.Listen("tcp", net.JoinHostPort(address, "636")) //nolint:noctx // closed at once
		if err == nil {
			return address, l.Close()
		}
	}
	return "", fmt.Errorf("no loopback address is free for a domain controller")
}
