// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/ldapforest"
)

// domainFile is the file that -domain names. Programs write it: its names are part of the program's interface.
type domainFile struct {
	// Address of the controller, Host its name, CAFile who signed its certificate.
	Address string `json:"address"`
	Host    string `json:"host"`
	CAFile  string `json:"ca_file"`
	Realm   string `json:"realm"`
	// Keytabs is the folder with the keys of the machine accounts: PS1.keytab for PS1$.
	Keytabs string `json:"keytabs"`
	// Administrator prepares the accounts and judges.
	Administrator string `json:"administrator"`
	Password      string `json:"password"`
}

// join makes the clusters members of a real domain, whose accounts then hold their SPNs.
func join(s *sim.Simulation, file string) (*ldapforest.Directory, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, mistake("the -domain file cannot be read: %v", err)
	}
	var in domainFile
	if err := json.Unmarshal(text, &in); err != nil {
		return nil, mistake("the -domain file %s: %v", file, err)
	}
	pem, err := os.ReadFile(in.CAFile)
	if err != nil {
		return nil, mistake("the domain's certificate cannot be read: %v", err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return nil, mistake("%s holds no certificate", in.CAFile)
	}
	d, err := ldapforest.New(ldapforest.Config{
		Address: in.Address, Host: in.Host, Realm: in.Realm, TLS: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
		Keytab: func(account string) string {
			return filepath.Join(in.Keytabs, strings.TrimSuffix(account, "$")+".keytab")
		},
		Administrator: in.Administrator, Password: in.Password,
	})
	if err != nil {
		return nil, mistake("the domain %s at %s cannot be used: %v", in.Realm, in.Address, err)
	}
	s.World.Do(func() {
		if s.World.Forest == nil {
			err = mistake("scenario %s has no Active Directory: leave out -domain", s.Scenario)
			return
		}
		err = s.World.Forest.Attach(d)
	})
	return d, err
}
