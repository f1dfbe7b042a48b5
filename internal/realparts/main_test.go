// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package realparts

import (
	"context"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/samba"
)

func TestMain(m *testing.M) {
	code := m.Run()
	if domain.dc != nil {
		domain.dc.Stop()
	}
	if domain.dir != "" {
		_ = os.RemoveAll(domain.dir)
	}
	if mirror.dir != "" {
		_ = os.RemoveAll(mirror.dir)
	}
	os.Exit(code)
}

// need skips the test if something is missing; under CI=true that is a failure.
func need(t *testing.T, missing string) {
	t.Helper()
	if missing == "" {
		return
	}
	if os.Getenv("CI") == "true" {
		t.Fatal(missing)
	}
	t.Skip(missing)
}

// domain is provisioned once and used by all tests; each puts the accounts into the state that it needs.
var domain struct {
	once sync.Once
	dir  string
	dc   *samba.Controller
	err  error
}

// controller is the running domain controller.
func controller(t *testing.T) *samba.Controller {
	t.Helper()
	need(t, samba.Missing())
	domain.once.Do(func() { domain.err = startDomain() })
	if domain.err != nil {
		t.Fatal(domain.err)
	}
	return domain.dc
}

func startDomain() error {
	// Samba puts sockets below it, so the path must be short.
	dir, err := os.MkdirTemp("/tmp", "onefs-ad")
	if err != nil {
		return err
	}
	domain.dir = dir
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	if err := samba.Provision(ctx, dir); err != nil {
		return err
	}
	address, err := samba.FreeAddress()
	if err != nil {
		return err
	}
	if domain.dc, err = samba.New(dir, address); err != nil {
		return err
	}
	return domain.dc.Start(ctx)
}

// config binds as a user of the domain at the running controller.
func config(dc *samba.Controller, user string) ad.Config {
	return ad.Config{
		URLs: []string{"ldaps://" + samba.Host}, CACertificatePEM: dc.Authority.PEM, DialContext: dc.Dial,
		Username: user + "@demo.local", Password: samba.Password(user),
	}
}
