// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"syscall"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/control"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/ldapforest"
)

// running is the simulation with everything that answers for it.
type running struct {
	simulation *sim.Simulation
	network    *sim.Network
	control    *http.Server
	controlURL string
	served     chan struct{}
	// domain is the real directory, nil if it is simulated too.
	domain *ldapforest.Directory
}

// siteFile is site.json. Programs read it: its names are part of the program's interface.
type siteFile struct {
	Clusters []clusterEntry `json:"clusters"`
	Control  string         `json:"control"`
}

type clusterEntry struct {
	Name     string   `json:"name"`
	Endpoint string   `json:"endpoint"`
	CAFile   string   `json:"ca_file"`
	Username string   `json:"username"`
	Password string   `json:"password"`
	DNS      string   `json:"dns"`
	Pools    []string `json:"pools"`
	Policies []string `json:"policies"`
	// Nodes are the endpoints of all nodes, by LNN from 1. The first one is Endpoint.
	Nodes []string `json:"nodes"`
}

// start prepares the directory and makes everything answer.
func start(o options) (*running, error) {
	if err := prepare(o.dir); err != nil {
		return nil, err
	}
	s, err := sim.New(o.scenario, o.settings)
	if err != nil {
		return nil, mistake("%v", err)
	}
	if o.ground != "" {
		s.Ground(o.ground)
	}
	var domain *ldapforest.Directory
	if o.domain != "" {
		if domain, err = join(s, o.domain); err != nil {
			return nil, err
		}
	}
	network, err := listen(s, o.port)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, mistake("a port is taken (%v): choose another -port, or leave it out and the system chooses", err)
	case errors.Is(err, os.ErrPermission):
		return nil, mistake("a port may not be used (%v): choose a -port above 1023", err)
	case err != nil:
		return nil, err
	}
	var open net.ListenConfig
	l, err := open.Listen(context.Background(), "tcp", usualControl)
	if err != nil { // taken: the system chooses
		l, err = open.Listen(context.Background(), "tcp", "127.0.0.1:0")
	}
	if err != nil {
		return nil, errors.Join(err, network.Close())
	}
	r := &running{
		simulation: s, network: network, control: &http.Server{Handler: control.Handler(s.World)}, //nolint:gosec // loopback only
		controlURL: "http://" + l.Addr().String(), served: make(chan struct{}),
		domain: domain,
	}
	go func() {
		_ = r.control.Serve(l)
		close(r.served)
	}()
	return r, nil
}

// The ports that are taken where they are free: that of the platform API, and one for the simulator's own questions.
const (
	usualPort    = 8080
	usualControl = "127.0.0.1:8090"
)

func listen(s *sim.Simulation, port int) (*sim.Network, error) {
	if port != anyPort {
		return s.Listen(port)
	}
	n, err := s.Listen(usualPort)
	if errors.Is(err, syscall.EADDRINUSE) {
		return s.Listen(0)
	}
	return n, err
}

// prepare makes the directory, proves that it can be written to, and removes a site.json of an earlier run, which would mislead whoever
// waits for the new one.
func prepare(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return mistake("the directory %s cannot be made (%v): choose another -dir", dir, reason(err))
	}
	if err := os.Remove(filepath.Join(dir, "site.json")); err != nil && !errors.Is(err, os.ErrNotExist) {
		return mistake("an old site.json in %s cannot be removed (%v): choose another -dir", dir, reason(err))
	}
	probe, err := os.CreateTemp(dir, ".onefs-sim-*")
	if err != nil {
		return mistake("the directory %s cannot be written to (%v): choose another -dir", dir, reason(err))
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// reason is the last word of an error about a path: the message has the path already.
func reason(err error) error {
	if p, ok := errors.AsType[*os.PathError](err); ok {
		return p.Err
	}
	return err
}

// announce writes the certificate and site.json, the latter whole or not at all, and prints a line for each cluster.
func (r *running) announce(o options, out io.Writer) error {
	ca, err := filepath.Abs(filepath.Join(o.dir, "ca.pem"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(ca, r.simulation.Authority(), 0o644); err != nil { //nolint:gosec // a certificate is public
		return mistake("%s cannot be written (%v): choose another -dir", ca, reason(err))
	}
	site := siteFile{Control: r.controlURL}
	for _, e := range r.network.Endpoints {
		entry := clusterEntry{
			Name: e.Name, Endpoint: e.URL, CAFile: ca, Username: r.simulation.Username, Password: r.simulation.Password, DNS: e.DNS,
			Pools: []string{r.simulation.Pool}, Policies: []string{}, Nodes: e.Nodes,
		}
		if e.Name == r.simulation.From {
			entry.Policies = r.simulation.Policies
		}
		site.Clusters = append(site.Clusters, entry)
	}
	if err := writeWhole(filepath.Join(o.dir, "site.json"), site); err != nil {
		return mistake("site.json cannot be written (%v): choose another -dir", reason(err))
	}
	for _, e := range site.Clusters {
		role := "standby"
		if e.Name == r.simulation.From {
			role = "serving"
		}
		_, err := fmt.Fprintf(out, "%s: %s, DNS %s, %s pool %s, log in as %s\n", e.Name, e.Endpoint, e.DNS, role, e.Pools[0], e.Username)
		if err != nil {
			return err
		}
	}
	return nil
}

// writeWhole writes JSON to a file that appears at once with its whole content.
func writeWhole(path string, v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", append(text, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// close ends everything and waits for it.
func (r *running) close() error {
	err := errors.Join(r.control.Close(), r.network.Close())
	<-r.served
	if r.domain != nil {
		r.domain.Close()
	}
	return err
}
