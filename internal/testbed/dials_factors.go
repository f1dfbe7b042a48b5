// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"net/http"
	"strconv"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fault"
)

// Names of the factors that are settings of the engine, the client or the network, not dials of the simulator.
const (
	factorScenario    = "scenario"
	factorFence       = "fence"
	factorOrder       = "cutover_order"
	factorPages       = "client_page_size"
	factorLogIn       = "authentication"
	factorEndpoint    = "endpoint"
	factorConnections = "connections"
	factorSPNAccount  = "spn_credentials_given"
)

// settings are the factors beside the dials.
var settings = []Factor{
	{factorScenario, []string{"lab", "style-b", "different-paths", "nfs-only"}},
	{factorFence, []string{survey.FenceSharesAndExports, survey.FenceInterfaces, survey.FenceNone}},
	{factorOrder, []string{survey.NamesFirst, survey.WritesFirst}},
	{factorPages, []string{"0", "1", "2", "3"}},
	{factorLogIn, []string{onefs.AuthenticationSession, onefs.AuthenticationBasic}},
	// rotating: the endpoint is a SmartConnect name, every connection may reach another node.
	{factorEndpoint, []string{"node", "rotating"}},
	{factorConnections, []string{"good", "black_holes", "dropped", "busy"}},
	{factorSPNAccount, []string{"no", "yes"}},
}

// Setup is one row of a covering array with its names: the value of every factor.
type Setup map[string]string

// named turns a row into a setup.
func named(factors []Factor, row Row) Setup {
	out := Setup{}
	for i, v := range row {
		out[factors[i].Name] = factors[i].Values[v]
	}
	return out
}

// Options are the bed of a setup.
func (s Setup) Options() Options {
	o := Options{Scenario: s[factorScenario], Quiet: true}
	o.Build.Dials = dial.Values{}
	for name, value := range s {
		if _, ok := dial.Find(name); ok {
			o.Build.Dials[name] = value
		}
	}
	o.PageSize, _ = strconv.Atoi(s[factorPages])
	o.Configure = func(b *Bed, _ string, client *onefs.Config, cluster *clusters.Cluster) {
		client.Authentication = s[factorLogIn]
		if s[factorEndpoint] == "rotating" {
			b.throughConnections(client)
		}
		if s[factorSPNAccount] == "yes" {
			cluster.SPNUser, cluster.SPNPassword = "spnadmin", "spnadmin-lab"
		}
	}
	return o
}

// Faults are the troubles of the network that last through the run.
func (s Setup) Faults() fault.Rules {
	var kind fault.Kind
	switch s[factorConnections] {
	case "black_holes":
		kind = fault.BlackHole
	case "dropped":
		kind = fault.DropAfter
	case "busy":
		kind = fault.Status503
	default:
		return nil
	}
	rules := fault.Rules{}
	for _, at := range []struct {
		method, path string
		skips        []int
	}{
		{http.MethodGet, "", []int{3, 40, 150, 400}},
		{http.MethodPut, "/network/...", []int{0}},
		{http.MethodPut, "/protocols/...", []int{1}},
		{http.MethodPut, "/sync/...", []int{2}},
		{http.MethodPost, "/quota/...", []int{2}},
		{http.MethodPost, "/sync/jobs", []int{1, 4}},
		{http.MethodDelete, "/quota/...", []int{1}},
	} {
		for _, skip := range at.skips {
			rules = append(rules, fault.Rule{
				Name: at.method + at.path + strconv.Itoa(skip), Kind: kind, Method: at.method, Path: at.path, Skip: skip, Count: 1,
				RetryAfter: 2 * time.Second,
			})
		}
	}
	return rules
}
