// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"slices"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
)

// Pool is a pool of addresses with the SmartConnect names that lead to them.
type Pool struct {
	ID                   string         `json:"id" api:"read"`
	Name                 string         `json:"name" required:"true" max:"32" pattern:"name"`
	Groupnet             string         `json:"groupnet" api:"read"`
	Subnet               string         `json:"subnet" api:"read"`
	AccessZone           string         `json:"access_zone" max:"255"`
	AddrFamily           string         `json:"addr_family" api:"read"`
	AggregationMode      string         `json:"aggregation_mode" enum:"roundrobin,failover,lacp,fec"`
	AllocMethod          string         `json:"alloc_method" enum:"dynamic,static"`
	Description          string         `json:"description" max:"128"`
	FirewallPolicy       string         `json:"firewall_policy" api:"read"`
	Ifaces               []PoolIface    `json:"ifaces"`
	IPv6PerformDAD       bool           `json:"ipv6_perform_dad"`
	NFSv3RRoCEOnly       bool           `json:"nfsv3_rroce_only"`
	Ranges               []AddressRange `json:"ranges"`
	RebalancePolicy      string         `json:"rebalance_policy" enum:"auto,manual"`
	Rules                []string       `json:"rules" api:"read"`
	SCAutoUnsuspendDelay int            `json:"sc_auto_unsuspend_delay" range:"0,86400"`
	SCConnectPolicy      string         `json:"sc_connect_policy" enum:"round_robin,conn_count,throughput,cpu_usage"`
	SCDNSZone            string         `json:"sc_dns_zone" max:"2048" pattern:"dnszone"`
	SCDNSZoneAliases     []string       `json:"sc_dns_zone_aliases" pattern:"dnszone"`
	SCFailoverPolicy     string         `json:"sc_failover_policy" enum:"round_robin,conn_count,throughput,cpu_usage"`
	SCSubnet             string         `json:"sc_subnet" max:"32"`
	SCSuspendedNodes     []int          `json:"sc_suspended_nodes" api:"read"`
	SCTTL                int            `json:"sc_ttl" range:"0,2147483647"`
	StaticRoutes         []StaticRoute  `json:"static_routes"`

	// EarlierNames are the names before the last change, NamesChanged is when that was: SmartConnect may go on with them for a while.
	EarlierNames []string  `json:"-"`
	NamesChanged time.Time `json:"-"`
}

// PoolIface is one node interface in a pool.
type PoolIface struct {
	Iface string `json:"iface" max:"32"`
	LNN   int    `json:"lnn" range:"1,65535"`
}

// StaticRoute is a route that members of a pool get.
type StaticRoute struct {
	Gateway   string `json:"gateway" required:"true" pattern:"address"`
	Prefixlen int    `json:"prefixlen" required:"true" range:"0,128"`
	Subnet    string `json:"subnet" required:"true" pattern:"address"`
}

// NewPool is an empty pool with OneFS's defaults. It belongs to the System zone.
func NewPool(groupnet, subnet, name string) Pool {
	return Pool{
		ID: groupnet + "." + subnet + "." + name, Name: name, Groupnet: groupnet, Subnet: subnet, AccessZone: SystemZone, AddrFamily: "ipv4",
		AggregationMode: "roundrobin", AllocMethod: "static", FirewallPolicy: "default_pools_policy", IPv6PerformDAD: false,
		Ifaces: []PoolIface{}, Ranges: []AddressRange{}, RebalancePolicy: "auto", Rules: []string{}, SCConnectPolicy: "round_robin",
		SCDNSZoneAliases: []string{}, SCFailoverPolicy: "round_robin", SCSuspendedNodes: []int{}, StaticRoutes: []StaticRoute{},
	}
}

// AddPool adds or replaces a pool and lists it in its subnet.
func (n *Network) AddPool(p Pool) {
	n.Pools.Put(p.ID, p)
	n.Subnets.Update(p.Groupnet+"."+p.Subnet, func(s *Subnet) { s.Pools = n.childrenOf(n.Pools.Keys(), s.ID) })
}

// Names are the zone name, if there is one, and the aliases.
func (p Pool) Names() []string {
	var out []string
	if p.SCDNSZone != "" {
		out = append(out, p.SCDNSZone)
	}
	return append(out, p.SCDNSZoneAliases...)
}

// Has tells whether the pool has that name, without regard to case.
func (p Pool) Has(name string) bool { return containsFold(p.Names(), name) }

// Suspended tells whether an administrator took the node out of DNS answers.
func (p Pool) Suspended(lnn int) bool { return slices.Contains(p.SCSuspendedNodes, lnn) }

// AnsweredNames are the names that SmartConnect answers for at present: those before the last change until the dial's lag is over.
func (c *Cluster) AnsweredNames(p Pool) []string {
	lag := c.world.Dials.Duration(dial.NamesVisible)
	if !p.NamesChanged.IsZero() && c.world.Now().Before(p.NamesChanged.Add(lag)) {
		return p.EarlierNames
	}
	return p.Names()
}

// PoolAnswering returns the pool for whose name SmartConnect gives out addresses at present.
func (c *Cluster) PoolAnswering(name string) (Pool, bool) {
	for _, p := range c.Network.Pools.All() {
		if containsFold(c.AnsweredNames(p), strings.TrimSuffix(name, ".")) {
			return p, true
		}
	}
	return Pool{}, false
}

// ChangePool stores a pool whose properties were changed from old, and remembers the old names for SmartConnect's lag.
func (c *Cluster) ChangePool(old, changed Pool) {
	if !slices.Equal(old.Names(), changed.Names()) {
		changed.EarlierNames, changed.NamesChanged = c.AnsweredNames(old), c.world.Now()
	}
	c.Network.Pools.Put(changed.ID, changed)
	c.CheckSPNs()
}

func containsFold(list []string, s string) bool {
	return slices.ContainsFunc(list, func(e string) bool { return strings.EqualFold(e, s) })
}
