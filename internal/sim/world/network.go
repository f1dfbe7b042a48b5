// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"strings"
)

// Network holds groupnets, subnets and pools, and the settings that concern them.
type Network struct {
	Groupnets Table[Groupnet] // by name
	Subnets   Table[Subnet]   // by id, such as "groupnet0.subnet0"
	Pools     Table[Pool]     // by id, such as "groupnet0.subnet0.pool0"

	// Flushes counts how often the cluster's DNS cache was flushed.
	Flushes int
	// RemovedPools lists the ids of pools that were deleted through the API.
	RemovedPools []string

	external *NetworkSettings  // nil while nobody has changed them; replaced, never written in place
	dnscache *DNSCacheSettings // likewise
}

// Groupnet is a set of resolvers and the subnets that use them.
type Groupnet struct {
	ID                      string   `json:"id" api:"read"`
	Name                    string   `json:"name" required:"true" max:"32" pattern:"name"`
	Description             string   `json:"description" max:"128"`
	AllowWildcardSubdomains bool     `json:"allow_wildcard_subdomains"`
	DNSCacheEnabled         bool     `json:"dns_cache_enabled"`
	DNSOptions              []string `json:"dns_options" enum:"rotate"`
	DNSSearch               []string `json:"dns_search"`
	DNSServers              []string `json:"dns_servers" pattern:"address"`
	ServerSideDNSSearch     bool     `json:"server_side_dns_search"`
	Subnets                 []string `json:"subnets" api:"read"`
}

// AddressRange is a range of addresses, ends included.
type AddressRange struct {
	Low  string `json:"low" required:"true" pattern:"address"`
	High string `json:"high" required:"true" pattern:"address"`
}

// Subnet is a network with the service addresses at which SmartConnect answers DNS questions.
type Subnet struct {
	ID              string         `json:"id" api:"read"`
	Name            string         `json:"name" required:"true" max:"32" pattern:"name"`
	Groupnet        string         `json:"groupnet" api:"read"`
	AddrFamily      string         `json:"addr_family" required:"true" api:"create" enum:"ipv4,ipv6"`
	BaseAddr        string         `json:"base_addr" api:"read"`
	Description     string         `json:"description" max:"128"`
	DSRAddrs        []string       `json:"dsr_addrs" pattern:"address"`
	FirewallPolicy  string         `json:"firewall_policy" api:"read"`
	Gateway         string         `json:"gateway" pattern:"address"`
	GatewayPriority int            `json:"gateway_priority" range:"1,2147483647"`
	MTU             int            `json:"mtu" range:"576,9000"`
	Pools           []string       `json:"pools" api:"read"`
	Prefixlen       int            `json:"prefixlen" required:"true" range:"1,128"`
	SCServiceAddrs  []AddressRange `json:"sc_service_addrs"`
	SCServiceName   string         `json:"sc_service_name" max:"2048" pattern:"dnszone"`
	VLANEnabled     bool           `json:"vlan_enabled"`
	VLANID          *int           `json:"vlan_id" range:"1,4094"`
}

// NewGroupnet is a groupnet with OneFS's defaults.
func NewGroupnet(name string) Groupnet {
	return Groupnet{
		ID: name, Name: name, DNSCacheEnabled: true, DNSOptions: []string{}, DNSSearch: []string{}, DNSServers: []string{},
		Subnets: []string{},
	}
}

// NewSubnet is an IPv4 subnet with OneFS's defaults.
func NewSubnet(groupnet, name string) Subnet {
	return Subnet{
		ID: groupnet + "." + name, Name: name, Groupnet: groupnet, AddrFamily: "ipv4", Prefixlen: 24, GatewayPriority: 10, MTU: 1500,
		DSRAddrs: []string{}, Pools: []string{}, SCServiceAddrs: []AddressRange{}, FirewallPolicy: "default_subnets_policy",
	}
}

// AddGroupnet adds or replaces a groupnet.
func (n *Network) AddGroupnet(g Groupnet) { n.Groupnets.Put(g.Name, g) }

// AddSubnet adds or replaces a subnet and lists it in its groupnet.
func (n *Network) AddSubnet(s Subnet) {
	s.BaseAddr = baseAddress(s)
	n.Subnets.Put(s.ID, s)
	n.Groupnets.Update(s.Groupnet, func(g *Groupnet) { g.Subnets = n.childrenOf(n.Subnets.Keys(), g.Name) })
}

// childrenOf lists the last parts of the ids below parent.
func (n *Network) childrenOf(ids []string, parent string) []string {
	out := []string{}
	for _, id := range ids {
		if name, ok := strings.CutPrefix(id, parent+"."); ok {
			out = append(out, name)
		}
	}
	return out
}

// Relist brings the lists of subnets and pools in their parents up to date.
func (n *Network) Relist() {
	for _, name := range n.Groupnets.Keys() {
		n.Groupnets.Update(name, func(g *Groupnet) { g.Subnets = n.childrenOf(n.Subnets.Keys(), name) })
	}
	for _, id := range n.Subnets.Keys() {
		n.Subnets.Update(id, func(s *Subnet) { s.Pools = n.childrenOf(n.Pools.Keys(), id) })
	}
}

func (n *Network) clone() Network {
	out := *n
	out.Groupnets, out.Subnets, out.Pools = n.Groupnets.Clone(), n.Subnets.Clone(), n.Pools.Clone()
	out.RemovedPools = append([]string(nil), n.RemovedPools...)
	return out
}
