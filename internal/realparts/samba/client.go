// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package samba

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Client is a user of the domain with a ticket, and the smbclient program.
type Client struct {
	c    *Controller
	dir  string
	user string
}

// LogIn gets a ticket for a user. dir holds the tickets, which are kept for hours: a client that shall see a change needs a new one.
func LogIn(ctx context.Context, c *Controller, dir, user string) (*Client, error) {
	cl := &Client{c: c, dir: dir, user: user}
	kinit := exec.CommandContext(ctx, "kinit", user+"@"+Realm)
	kinit.Env = cl.environment()
	kinit.Stdin = strings.NewReader(Password(user) + "\n")
	if out, err := kinit.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("kinit %s: %w: %s", user, err, out)
	}
	return cl, os.WriteFile(filepath.Join(dir, "client.conf"), []byte("[global]\n\tworkgroup = DEMO\n\trealm = DEMO.LOCAL\n"+
		"\tprivate dir = "+dir+"\n\tlock directory = "+dir+"\n\tstate directory = "+dir+"\n\tcache directory = "+dir+"\n"), 0o600)
}

func (cl *Client) environment() []string {
	return append(environment(), "KRB5_CONFIG="+cl.c.KerberosConf(), "KRB5CCNAME=FILE:"+filepath.Join(cl.dir, "tickets"))
}

// Run gives commands to the share nas1 of a server, known by name and reached at an address. Nothing but Kerberos is used. The output
// is what was said, also beside an error.
func (cl *Client) Run(ctx context.Context, name, address, commands string) (string, error) {
	cmd := exec.CommandContext(ctx, "smbclient", "//"+name+"/nas1", "-I", address, "-U", cl.user+"@"+Realm, "--use-kerberos=required",
		"--use-krb5-ccache="+filepath.Join(cl.dir, "tickets"), "-s", filepath.Join(cl.dir, "client.conf"), "-c", commands)
	cmd.Env, cmd.Dir = cl.environment(), cl.dir
	out, err := cmd.CombinedOutput()
	return string(out), err
}
