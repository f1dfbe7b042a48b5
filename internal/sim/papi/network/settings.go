// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package network

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

var settingsRoutes = []rest.Route{
	rest.Get("/network/external", func(r *rest.Request) rest.Answer { return rest.Settings(r.Cluster.Network.External()) }),
	rest.Put("/network/external", changeExternal),
	rest.Get("/network/dnscache", func(r *rest.Request) rest.Answer { return rest.Settings(r.Cluster.Network.DNSCache()) }),
	rest.Put("/network/dnscache", changeDNSCache),
	rest.Post("/network/dnscache/flush", flushDNSCache),
}

func changeExternal(r *rest.Request) rest.Answer {
	s := r.Cluster.Network.External()
	if bad := r.Edit(&s); bad != nil {
		return *bad
	}
	r.Cluster.Network.SetExternal(s)
	return rest.Done()
}

func changeDNSCache(r *rest.Request) rest.Answer {
	s := r.Cluster.Network.DNSCache()
	if bad := r.Edit(&s); bad != nil {
		return *bad
	}
	r.Cluster.Network.SetDNSCache(s)
	return rest.Done()
}

// flushDNSCache empties the cluster's own resolver cache. What clients have cached stays (behaviour.md 7).
func flushDNSCache(r *rest.Request) rest.Answer {
	r.Cluster.Network.Flushes++
	return rest.Action()
}
