// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// configuration is the file that a storage admin would keep in Git for this site.
type configuration struct {
	path string
	text string
}

// newConfiguration writes main.tf for the pool that the site names.
func newConfiguration(space *workspace, s *site, around *parts) (*configuration, error) {
	a, b := s.clusters[0].Name, s.clusters[1].Name
	var blocks strings.Builder
	for _, c := range s.clusters {
		fmt.Fprintf(&blocks, clusterText, c.Name, c.Endpoint, c.CAFile, c.Username, c.DNS)
	}
	directory := ""
	if around != nil {
		directory = around.configuration()
	}
	c := &configuration{
		path: space.path("config", "main.tf"),
		text: fmt.Sprintf(siteText, blocks.String(), a, b, s.pool(a), s.pool(b), quoted(s.policies), directory),
	}
	return c, os.WriteFile(c.path, []byte(c.text), 0o600)
}

// quoted is a list as Terraform writes it.
func quoted(list []string) string {
	var all []string
	for _, s := range list {
		all = append(all, strconv.Quote(s))
	}
	return "[" + strings.Join(all, ", ") + "]"
}

const clusterText = `    %s = {
      endpoint            = %q
      ca_certificate_file = %q
      username            = %q
      password            = var.password
      dns_endpoint        = %q
    }
`

const siteText = `terraform {
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
%[1]s  }
  poll_interval = "250ms" # the simulated clusters are fast; leave it out for real ones
%[7]s}

resource "onefs_pool_failover" "nas1" {
  active_cluster = %[2]q
  pools          = { %[2]s = %[4]q, %[3]s = %[5]q }
  policies       = %[6]s
}

import {
  to = onefs_pool_failover.nas1
  id = "%[2]s=%[4]s,%[3]s=%[5]s"
}
`

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
