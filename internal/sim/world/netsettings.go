// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// NetworkSettings is what /network/external shows.
type NetworkSettings struct {
	DefaultGroupnet       string `json:"default_groupnet" api:"read"`
	IPv6AcceptRedirects   bool   `json:"ipv6_accept_redirects"`
	IPv6AutoConfigEnabled bool   `json:"ipv6_auto_config_enabled"`
	IPv6DADEnabled        bool   `json:"ipv6_dad_enabled"`
	IPv6DADTimeout        int    `json:"ipv6_dad_timeout" range:"1,10"`
	IPv6Enabled           bool   `json:"ipv6_enabled"`
	IPv6GenerateLinkLocal bool   `json:"ipv6_generate_link_local"`
	IPv6SSIPPerformDAD    bool   `json:"ipv6_ssip_perform_dad"`
	SBR                   bool   `json:"sbr"`
	SCRebalanceDelay      int    `json:"sc_rebalance_delay" range:"0,10"`
	SCServerTTL           int    `json:"sc_server_ttl" range:"0,2147483647"`
	TCPPorts              []int  `json:"tcp_ports" range:"0,65535"`
}

// DNSCacheSettings is what /network/dnscache shows. Times are seconds.
type DNSCacheSettings struct {
	CacheEntryLimit int `json:"cache_entry_limit" range:"1,1048576"`
	ClusterTimeout  int `json:"cluster_timeout" range:"1,30"`
	DNSTimeout      int `json:"dns_timeout" range:"1,30"`
	EagerRefresh    int `json:"eager_refresh" range:"0,60"`
	TestpingDelta   int `json:"testping_delta" range:"0,60"`
	TTLMaxNoerror   int `json:"ttl_max_noerror" range:"0,3600"`
	TTLMaxNxdomain  int `json:"ttl_max_nxdomain" range:"0,3600"`
	TTLMaxOther     int `json:"ttl_max_other" range:"0,3600"`
	TTLMaxServfail  int `json:"ttl_max_servfail" range:"0,3600"`
	TTLMinNoerror   int `json:"ttl_min_noerror" range:"0,3600"`
	TTLMinNxdomain  int `json:"ttl_min_nxdomain" range:"0,3600"`
	TTLMinOther     int `json:"ttl_min_other" range:"0,3600"`
	TTLMinServfail  int `json:"ttl_min_servfail" range:"0,3600"`
}

// External is the network's settings, OneFS's defaults while nobody has changed them.
func (n *Network) External() NetworkSettings {
	if n.external != nil {
		return *n.external
	}
	return NetworkSettings{
		DefaultGroupnet: "groupnet0", IPv6DADEnabled: true, IPv6DADTimeout: 1, SCServerTTL: 900,
		TCPPorts: []int{20, 21, 80, 111, 135, 139, 300, 302, 443, 445, 2049, 8080, 8081, 8082, 9020, 9021},
	}
}

// SetExternal replaces the network's settings.
func (n *Network) SetExternal(s NetworkSettings) { n.external = &s }

// DNSCache is the settings of the cluster's resolver cache.
func (n *Network) DNSCache() DNSCacheSettings {
	if n.dnscache != nil {
		return *n.dnscache
	}
	return DNSCacheSettings{
		CacheEntryLimit: 65536, ClusterTimeout: 5, DNSTimeout: 5, TestpingDelta: 30,
		TTLMaxNoerror: 3600, TTLMaxNxdomain: 3600, TTLMaxOther: 60, TTLMaxServfail: 3600,
		TTLMinNoerror: 30, TTLMinNxdomain: 15, TTLMinServfail: 300,
	}
}

// SetDNSCache replaces the settings of the cluster's resolver cache.
func (n *Network) SetDNSCache(s DNSCacheSettings) { n.dnscache = &s }
