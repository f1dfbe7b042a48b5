// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// simulator is the running program onefs-sim. It stops by itself when our end of its standard input closes, however we end.
type simulator struct {
	stdin io.Closer
	done  chan error
	log   *bytes.Buffer
}

// site is what the simulator wrote to say where everything is.
type site struct {
	clusters []clusterAccess
	control  string
	policies []string
}

// clusterAccess is how to reach one cluster: its API, and its SmartConnect DNS service.
type clusterAccess struct {
	Name     string   `json:"name"`
	Endpoint string   `json:"endpoint"`
	CAFile   string   `json:"ca_file"`
	Username string   `json:"username"`
	Password string   `json:"password"`
	DNS      string   `json:"dns"`
	Pools    []string `json:"pools"`
	Policies []string `json:"policies"`
	Nodes    []string `json:"nodes"`
}

// startSimulator starts the two clusters and waits until they can be reached.
func startSimulator(ctx context.Context, space *workspace, speed float64, more ...string) (*simulator, *site, error) {
	args := []string{"-scenario", "lab", "-dir", space.path("site"), "-speed", strconv.FormatFloat(speed, 'g', -1, 64)}
	cmd := exec.CommandContext(ctx, space.path("bin", "onefs-sim"), append(args, more...)...)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, nil, fmt.Errorf("start the simulator: %w", err)
	}
	sim := &simulator{stdin: stdin, done: make(chan error, 1), log: &bytes.Buffer{}}
	cmd.Stdout, cmd.Stderr = sim.log, sim.log
	if err := cmd.Start(); err != nil {
		return nil, nil, fmt.Errorf("start the simulator: %w", err)
	}
	go func() { sim.done <- cmd.Wait() }()
	s, err := sim.await(ctx, space.path("site", "site.json"))
	if err != nil {
		sim.stop()
		return nil, nil, err
	}
	return sim, s, nil
}

// await waits for the file that the simulator writes when it is ready.
func (sim *simulator) await(ctx context.Context, path string) (*site, error) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		b, err := os.ReadFile(path)
		if err == nil {
			return parseSite(b)
		}
		if !errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("read the simulator's site file: %w", err)
		}
		select {
		case <-tick.C:
		case err := <-sim.done:
			sim.done <- err
			return nil, fmt.Errorf("the simulator ended before it was ready (%w): %s", err, strings.TrimSpace(sim.log.String()))
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// stop ends the simulator and waits for it.
func (sim *simulator) stop() {
	_ = sim.stdin.Close()
	err := <-sim.done
	sim.done <- err
}

// parseSite reads site.json and checks that it describes one pool pair.
func parseSite(b []byte) (*site, error) {
	var doc struct {
		Clusters []clusterAccess `json:"clusters"`
		Control  string          `json:"control"`
	}
	if err := json.Unmarshal(b, &doc); err != nil {
		return nil, fmt.Errorf("the simulator's site file: %w", err)
	}
	if len(doc.Clusters) != 2 || len(doc.Clusters[0].Pools) == 0 || len(doc.Clusters[1].Pools) == 0 || len(doc.Clusters[0].Policies) == 0 {
		return nil, fmt.Errorf("the simulator's site file: want two clusters with pools and policies, got %s", b)
	}
	return &site{clusters: doc.Clusters, control: doc.Control, policies: doc.Clusters[0].Policies}, nil
}

// pool is the id of the pool that fails over, on the named cluster.
func (s *site) pool(name string) string { return s.cluster(name).Pools[0] }

func (s *site) cluster(name string) clusterAccess {
	for _, c := range s.clusters {
		if c.Name == name {
			return c
		}
	}
	panic("no cluster is called " + name)
}

// other is the partner of the named cluster.
func (s *site) other(name string) string {
	if s.clusters[0].Name == name {
		return s.clusters[1].Name
	}
	return s.clusters[0].Name
}
