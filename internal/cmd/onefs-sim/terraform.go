// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// mainText is a complete configuration of this site: nothing has to be added before `terraform init`.
const mainText = `# The two simulated clusters. The password is that of the simulator, and opens nothing else.
terraform {
  required_providers {
    onefs = { source = "onefs-dr/onefs" }
  }
}

provider "onefs" {
  clusters = {
%[1]s  }
}

resource "onefs_pool_failover" "nas1" {
  active_cluster = "prod" # change to "dr", plan, apply: the pool is served by dr
  pools          = { prod = %[2]q, dr = %[2]q }
  policies       = %[3]s
}

import { # takes the pool in as it is; harmless once it is in state
  to = onefs_pool_failover.nas1
  id = "dr=%[2]s,prod=%[2]s"
}
`

const clusterText = `    %s = {
      endpoint            = %q
      node_endpoints      = %s
      ca_certificate_file = %q
      username            = %q
      password            = %q
      dns_endpoint        = %q
    }
`

// mirrorText lets Terraform find the provider that was built here, and every other one where it is usually found.
const mirrorText = `provider_installation {
  filesystem_mirror {
    path    = %q
    include = ["registry.terraform.io/onefs-dr/onefs"]
  }
  direct {
    exclude = ["registry.terraform.io/onefs-dr/onefs"]
  }
}
`

const commandsText = `
Terraform:
  cd %[1]s
%[2]s  terraform init
  terraform plan
  terraform apply     # takes the pool in; then write active_cluster = "dr" in main.tf, and plan and apply again
`

// version is what the provider that was built here is called in the mirror.
const version = "0.1.0"

// configure writes main.tf beside site.json, unless there is one already, and with a provider also where Terraform finds that. With a guide
// it prints the commands that follow.
func (r *running) configure(o options, out io.Writer) error {
	dir, err := filepath.Abs(o.dir)
	if err != nil {
		return err
	}
	var clusters strings.Builder
	for _, e := range r.network.Endpoints {
		key := "dr"
		if e.Name == r.simulation.From {
			key = "prod"
		}
		fmt.Fprintf(&clusters, clusterText, key, e.URL, quoted(e.Nodes), filepath.Join(dir, "ca.pem"),
			r.simulation.Username, r.simulation.Password, e.DNS)
	}
	text := fmt.Sprintf(mainText, clusters.String(), r.simulation.Pool, quoted(r.simulation.Policies))
	at := filepath.Join(dir, "main.tf")
	switch err := writeNew(at, text); {
	case errors.Is(err, os.ErrExist):
		if _, err := fmt.Fprintf(out, "%s is there already and was left as it is\n", at); err != nil {
			return err
		}
	case err != nil:
		return mistake("main.tf cannot be written (%v): choose another -dir", reason(err))
	}
	mirror := ""
	if o.provider != "" {
		if err := install(o.provider, dir); err != nil {
			return mistake("the provider %s cannot be put into %s (%v)", o.provider, dir, reason(err))
		}
		mirror = "  export TF_CLI_CONFIG_FILE=" + word(filepath.Join(dir, "terraform.rc")) + "\n"
	}
	if o.guide {
		_, err = fmt.Fprintf(out, commandsText, word(dir), mirror)
	}
	return err
}

// writeNew writes a file that is not there yet.
func writeNew(path, text string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	return errors.Join(err, file.Close())
}

// word is a path as a shell takes it.
func word(path string) string { return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'" }

// install copies the program of a provider to where `terraform init` looks for it when terraform.rc is its configuration.
func install(program, dir string) error {
	at := filepath.Join(dir, "plugins", "registry.terraform.io", "onefs-dr", "onefs", version, runtime.GOOS+"_"+runtime.GOARCH)
	if err := os.MkdirAll(at, 0o755); err != nil {
		return err
	}
	b, err := os.ReadFile(program)
	if err != nil {
		return err
	}
	name := filepath.Join(at, "terraform-provider-onefs_v"+version)
	if err := os.WriteFile(name, b, 0o755); err != nil { //nolint:gosec // it is a program
		return err
	}
	text := fmt.Sprintf(mirrorText, filepath.Join(dir, "plugins"))
	return os.WriteFile(filepath.Join(dir, "terraform.rc"), []byte(text), 0o600)
}

// quoted is a list as Terraform writes it.
func quoted(list []string) string {
	var all []string
	for _, s := range list {
		all = append(all, strconv.Quote(s))
	}
	return "[" + strings.Join(all, ", ") + "]"
}
