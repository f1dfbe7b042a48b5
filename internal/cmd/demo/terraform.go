// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// terraform runs the real command line in the configuration folder of a workspace.
type terraform struct {
	space *workspace
	env   []string
}

// newTerraform looks for the program and prepares its environment: nothing of the caller's Terraform settings is passed on.
func newTerraform(space *workspace, password string) (*terraform, error) {
	if _, err := exec.LookPath("terraform"); err != nil {
		return nil, errors.New("terraform is not installed: put Terraform 1.8 or newer on the PATH and run make demo again")
	}
	t := &terraform{space: space}
	for _, kv := range os.Environ() {
		if !strings.HasPrefix(kv, "TF_") {
			t.env = append(t.env, kv)
		}
	}
	t.env = append(t.env,
		"TF_CLI_CONFIG_FILE="+space.path("terraform.rc"),
		"TF_IN_AUTOMATION=1",
		"TF_INPUT=0",
		"CHECKPOINT_DISABLE=1",
		"TF_VAR_password="+password,
		"TF_LOG_PROVIDER=INFO",
		"TF_LOG_PATH="+space.path("provider.log"),
	)
	return t, nil
}

// run calls Terraform and answers its output and exit status. A status other than 0 and 2 is an error with what Terraform said.
func (t *terraform) run(ctx context.Context, args ...string) (string, int, error) {
	cmd := exec.CommandContext(ctx, "terraform", append(args, "-no-color")...)
	cmd.Dir = t.space.path("config")
	cmd.Env = t.env
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGINT) }
	cmd.WaitDelay = time.Minute
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 2 {
		return out.String(), 2, nil
	}
	if err != nil {
		return out.String(), cmd.ProcessState.ExitCode(), fmt.Errorf("terraform %s: %w\n%s", strings.Join(args, " "), err, out.String())
	}
	return out.String(), 0, nil
}

// planned is the part of a plan's output that a reviewer reads.
func planned(out string) string {
	if i := strings.Index(out, "Terraform will perform"); i >= 0 {
		out = out[i:]
	}
	if i := strings.Index(out, "\n────"); i >= 0 {
		out = out[:i]
	}
	if i := strings.Index(out, "\nSaved the plan to"); i >= 0 {
		out = out[:i]
	}
	return out
}

// manualSteps reads from the state what the last apply left for people to do.
func (t *terraform) manualSteps(ctx context.Context) ([]string, error) {
	text, _, err := t.run(ctx, "show", "-json")
	if err != nil {
		return nil, err
	}
	var doc struct {
		Values struct {
			Root struct {
				Resources []struct {
					Type   string `json:"type"`
					Values struct {
						ManualSteps []string `json:"manual_steps"`
					} `json:"values"`
				} `json:"resources"`
			} `json:"root_module"`
		} `json:"values"`
	}
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		return nil, fmt.Errorf("terraform show -json: %w", err)
	}
	for _, r := range doc.Values.Root.Resources {
		if r.Type == "onefs_pool_failover" {
			return r.Values.ManualSteps, nil
		}
	}
	return nil, errors.New("terraform show -json: the state holds no onefs_pool_failover")
}
