// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"os"
	"strings"
)

// configuration is the file that a storage admin would keep in Git for this site.
type configuration struct {
	path string
	text string
}

// newConfiguration writes main.tf for the pool that the site names.
func newConfiguration(space *workspace, s *site) (*configuration, error) {
	a, b := s.clusters[0], s.clusters[1]
	var policies []string
	for _, p := range s.policies {
		policies = append(policies, fmt.Sprintf("%q", p))
	}
	c := &configuration{path: space.path("config", "main.tf"), text: fmt.Sprintf(`terraform {
  required_providers {
    onefs = { source = "onefs-dr/onefs" }
  }
}

variable "password" {
  type      = string
  sensitive = true
}

provider "onefs" {
  clusters = {
    %[1]s = { endpoint = %[2]q, ca_certificate_file = %[3]q, username = %[4]q, password = var.password, dns_endpoint = %[5]q }
    %[6]s = { endpoint = %[7]q, ca_certificate_file = %[8]q, username = %[9]q, password = var.password, dns_endpoint = %[10]q }
  }
  poll_interval = "250ms" # the simulated clusters are fast; leave it out for real ones
}

resource "onefs_pool_failover" "nas1" {
  active_cluster = %[1]q
  pools          = { %[1]s = %[11]q, %[6]s = %[12]q }
  policies       = [%[13]s]
}

import {
  to = onefs_pool_failover.nas1
  id = "%[1]s=%[11]s,%[6]s=%[12]s"
}
`, a.Name, a.Endpoint, a.CAFile, a.Username, a.DNS, b.Name, b.Endpoint, b.CAFile, b.Username, b.DNS,
		s.pool(a.Name), s.pool(b.Name), strings.Join(policies, ", "))}
	return c, os.WriteFile(c.path, []byte(c.text), 0o600)
}

// resource is the part of the file that people edit.
func (c *configuration) resource() string {
	i := strings.Index(c.text, `resource "onefs_pool_failover"`)
	return c.text[i:]
}

// setActive changes the one word, and answers the line before and after.
func (c *configuration) setActive(from, to string) (was, is string, err error) {
	was, is = fmt.Sprintf("active_cluster = %q", from), fmt.Sprintf("active_cluster = %q", to)
	if strings.Count(c.text, was) != 1 {
		return "", "", fmt.Errorf("%s: expected exactly one line %s", c.path, was)
	}
	c.text = strings.Replace(c.text, was, is, 1)
	return was, is, os.WriteFile(c.path, []byte(c.text), 0o600)
}
