// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package postgres

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"

	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/service"
)

// Server is a running PostgreSQL with an empty database.
type Server struct {
	address string
	program *service.Program
}

const port = "5432"

// Missing says why PostgreSQL cannot be run here; "" if it can.
func Missing() string {
	if _, err := tool("initdb"); err != nil {
		return err.Error()
	}
	if _, err := exec.LookPath("psql"); err != nil {
		return "psql is not installed: .ci/install-real-parts installs it"
	}
	return ""
}

// tool finds a program of the server, which Debian keeps off the PATH.
func tool(name string) (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name) // the pattern is well-formed
	if len(found) > 0 {
		slices.Sort(found)
		return found[len(found)-1], nil
	}
	p, err := exec.LookPath(name)
	if err != nil {
		return "", fmt.Errorf("%s is not installed: .ci/install-real-parts installs it", name)
	}
	return p, nil
}

// Start makes a database cluster in a directory and serves it at an address. As root it runs as the user postgres, because the server
// refuses root. Nothing is synced to disk.
func Start(ctx context.Context, dir, address string) (*Server, error) {
	credential, err := unprivileged(dir)
	if err != nil {
		return nil, err
	}
	initdb, err := tool("initdb")
	if err != nil {
		return nil, err
	}
	server, err := tool("postgres")
	if err != nil {
		return nil, err
	}
	data := filepath.Join(dir, "data")
	c := exec.CommandContext(ctx, initdb, "-D", data, "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C")
	c.Dir, c.SysProcAttr = dir, &syscall.SysProcAttr{Credential: credential}
	if out, err := c.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	run := exec.CommandContext(context.WithoutCancel(ctx), server,
		"-D", data, "-p", port, "-k", dir, "-c", "listen_addresses="+address, "-c", "fsync=off",
		"-c", "synchronous_commit=off", "-c", "full_page_writes=off")
	run.Dir, run.SysProcAttr = dir, &syscall.SysProcAttr{Credential: credential}
	p, err := service.Start(filepath.Join(dir, "out"), run)
	if err != nil {
		return nil, err
	}
	s := &Server{address: address, program: p}
	if err = p.Await(ctx, net.JoinHostPort(address, port)); err == nil {
		_, err = s.Query(ctx, "postgres", "create database tfstate")
	}
	if err != nil {
		p.Stop()
		return nil, err
	}
	return s, nil
}

// unprivileged is the user postgres, to whom the directory is given; nil when we are not root.
func unprivileged(dir string) (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(dir, uid, gid)
}

// Stop ends the server.
func (s *Server) Stop() { s.program.Stop() }

// URL is the conn_str of the backend.
func (s *Server) URL() string {
	return "postgres://postgres@" + net.JoinHostPort(s.address, port) + "/tfstate?sslmode=disable"
}

// Query runs a statement in a database and answers its unadorned output.
func (s *Server) Query(ctx context.Context, database, statement string) (string, error) {
	c := exec.CommandContext(ctx, "psql", "-h", s.address, "-p", port, "-U", "postgres", "-d", database, "-Atc", statement)
	out, err := c.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("psql: %w: %s", err, out)
	}
	return string(out), nil
}
