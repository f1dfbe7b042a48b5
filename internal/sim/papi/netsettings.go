// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

var networkSettingsRoutes = []Route{
	{"GET", "/network/external", func(r *Request) Answer { return settings(r.Cluster.Network.External()) }},
	{"PUT", "/network/external", changeExternal},
	{"GET", "/network/dnscache", func(r *Request) Answer { return settings(r.Cluster.Network.DNSCache()) }},
	{"PUT", "/network/dnscache", changeDNSCache},
	{"POST", "/network/dnscache/flush", flushDNSCache},
}

// settings is the answer of every GET of settings.
func settings(of any) Answer { return OK(map[string]any{"settings": of}) }

func changeExternal(r *Request) Answer {
	s := r.Cluster.Network.External()
	if bad := r.Edit(&s); bad != nil {
		return *bad
	}
	r.Cluster.Network.SetExternal(s)
	return Done()
}

func changeDNSCache(r *Request) Answer {
	s := r.Cluster.Network.DNSCache()
	if bad := r.Edit(&s); bad != nil {
		return *bad
	}
	r.Cluster.Network.SetDNSCache(s)
	return Done()
}

// flushDNSCache empties the cluster's own resolver cache. What clients have cached stays (behaviour.md 7).
func flushDNSCache(r *Request) Answer {
	r.Cluster.Network.Flushes++
	return Action()
}
