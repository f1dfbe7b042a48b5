// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package network

import (
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// smartConnectAdvanced is the licence for more than round robin over static addresses (behaviour.md 7).
const smartConnectAdvanced = "SMARTCONNECT_ADVANCED"

// checkPool tells why a pool cannot become what p is; nil if it can. old is the zero Pool for a new one.
func checkPool(r *rest.Request, old, p world.Pool) *rest.Answer {
	switch {
	case !r.Cluster.Zones.Exists(p.AccessZone):
		return rest.Refuse(rest.NotFound("access_zone", "Access zone '%s' does not exist.", p.AccessZone))
	case r.Cluster.Zones.GroupnetOf(p.AccessZone) != p.Groupnet:
		return rest.Refuse(rest.BadRequest("access_zone", "Access zone '%s' belongs to another groupnet.", p.AccessZone))
	case p.SCSubnet != "" && !r.Cluster.Network.Subnets.Has(p.Groupnet+"."+p.SCSubnet):
		return rest.Refuse(rest.NotFound("sc_subnet", "Subnet '%s.%s' does not exist.", p.Groupnet, p.SCSubnet))
	case advanced(p) && !advanced(old) && !r.Cluster.Config.Licensed(smartConnectAdvanced, r.World.Now()):
		return rest.Refuse(rest.Unlicensed("SmartConnect Advanced is not licensed."))
	}
	for _, i := range p.Ifaces {
		if !r.Cluster.HasInterface(i.LNN, i.Iface) {
			return rest.Refuse(rest.BadRequest("ifaces", "Node %d has no interface '%s'.", i.LNN, i.Iface))
		}
	}
	for _, other := range r.Cluster.Network.Pools.All() {
		if other.ID != p.ID && overlap(other.Ranges, p.Ranges) {
			return rest.Refuse(rest.Conflict("ranges", "The range overlaps pool '%s'.", other.ID))
		}
	}
	return checkNames(r, p)
}

func advanced(p world.Pool) bool {
	usual := func(policy string) bool { return policy == "" || policy == "round_robin" }
	return p.AllocMethod == "dynamic" || !usual(p.SCConnectPolicy) || !usual(p.SCFailoverPolicy)
}

// checkNames refuses names that DNS cannot carry, an alias given twice, and a name of another pool in the groupnet. The form of
// aliases is not described; the zone name's is taken for them too (behaviour.md 7: no underscore).
func checkNames(r *rest.Request, p world.Pool) *rest.Answer {
	for i, name := range p.SCDNSZoneAliases {
		switch {
		case name == "":
			return rest.Refuse(rest.BadRequest("sc_dns_zone_aliases", "An alias cannot be empty.").Because(rest.RuleBadValue))
		case containsFold(p.SCDNSZoneAliases[:i], name):
			return rest.Refuse(rest.BadRequest("sc_dns_zone_aliases", "Alias '%s' is given twice.", name).Because(rest.RuleBadValue))
		case strings.EqualFold(name, p.SCDNSZone) && r.World.Dials.Is(dial.AliasEqualZone, dial.Refuse):
			return rest.Refuse(rest.BadRequest("sc_dns_zone_aliases", "Alias '%s' is the zone name of the pool.", name))
		}
	}
	for _, name := range p.Names() {
		if long := slices.ContainsFunc(strings.Split(name, "."), func(l string) bool { return len(l) > 63 }); long || len(name) > 253 {
			return rest.Refuse(rest.BadRequest("sc_dns_zone", "'%s' is no DNS name: a label is longer than 63 or the name longer than 253.", name))
		}
		for _, other := range r.Cluster.Network.Pools.All() {
			if other.ID == p.ID || other.Groupnet != p.Groupnet || !other.Has(name) {
				continue
			}
			field := "sc_dns_zone_aliases"
			if strings.EqualFold(name, p.SCDNSZone) {
				field = "sc_dns_zone"
			}
			switch r.World.Dials.Text(dial.NameClash) {
			case "409":
				return rest.Refuse(rest.Conflict(field, "'%s' is already a name of pool '%s'.", name, other.ID))
			case "400":
				return rest.Refuse(rest.BadRequest(field, "'%s' is already a name of pool '%s'.", name, other.ID))
			}
		}
	}
	return nil
}

func containsFold(list []string, s string) bool {
	return slices.ContainsFunc(list, func(e string) bool { return strings.EqualFold(e, s) })
}
