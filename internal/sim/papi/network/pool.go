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

const poolPath = "/network/groupnets/{Groupnet}/subnets/{Subnet}/pools/"

var poolRoutes = []rest.Route{
	rest.Get("/network/pools", listAllPools),
	rest.Get("/network/groupnets/{Groupnet}/subnets/{Subnet}/pools", listPools),
	rest.Post("/network/groupnets/{Groupnet}/subnets/{Subnet}/pools", createPool),
	rest.Get(poolPath+"{SubnetsSubnetPoolId}", showPool),
	rest.Put(poolPath+"{SubnetsSubnetPoolId}", changePool),
	rest.Delete(poolPath+"{SubnetsSubnetPoolId}", deletePool),
}

func listAllPools(r *rest.Request) rest.Answer {
	return answerPools(r, r.Query.Get("groupnet"), r.Query.Get("subnet"))
}

func listPools(r *rest.Request) rest.Answer {
	if _, bad := findSubnet(r, "Subnet"); bad != nil {
		return *bad
	}
	return answerPools(r, r.Param("Groupnet"), r.Param("Subnet"))
}

func answerPools(r *rest.Request, groupnet, subnet string) rest.Answer {
	zone, method := r.Query.Get("access_zone"), r.Query.Get("alloc_method")
	if method != "" && method != "static" && method != "dynamic" {
		return rest.BadRequest("alloc_method", "'%s' is not one of static, dynamic", method).Because(rest.RuleBadValue)
	}
	var items []world.Pool
	for _, p := range r.Cluster.Network.Pools.All() {
		if (groupnet == "" || p.Groupnet == groupnet) && (subnet == "" || p.Subnet == subnet) &&
			(zone == "" || p.AccessZone == zone) && (method == "" || p.AllocMethod == method) {
			items = append(items, p)
		}
	}
	return rest.Listing[world.Pool]{Key: "pools", Items: items}.Answer(r)
}

func findPool(r *rest.Request, parameter string) (world.Pool, *rest.Answer) {
	id := strings.Join([]string{r.Param("Groupnet"), r.Param("Subnet"), r.Param(parameter)}, ".")
	p, ok := r.Cluster.Network.Pools.Get(id)
	if !ok {
		return p, rest.Refuse(rest.NotFound("pool", "Pool '%s' does not exist.", id))
	}
	return p, nil
}

func createPool(r *rest.Request) rest.Answer {
	s, bad := findSubnet(r, "Subnet")
	if bad != nil {
		return *bad
	}
	p := world.NewPool(s.Groupnet, s.Name, "")
	p.AddrFamily = s.AddrFamily
	if bad := r.Edit(&p); bad != nil {
		return *bad
	}
	r.SettleZone(&p.AccessZone)
	p.ID = s.ID + "." + p.Name
	if r.Cluster.Network.Pools.Has(p.ID) {
		return rest.Conflict("name", "Pool '%s' already exists.", p.ID)
	}
	if bad := checkPool(r, world.Pool{}, p); bad != nil {
		return *bad
	}
	r.Cluster.Network.AddPool(p)
	return rest.Created(p.ID)
}

func showPool(r *rest.Request) rest.Answer {
	p, bad := findPool(r, "SubnetsSubnetPoolId")
	if bad != nil {
		return *bad
	}
	return rest.Item("pools", p)
}

// changePool replaces the properties that the body gives. Lists are replaced whole (behaviour.md 7).
func changePool(r *rest.Request) rest.Answer {
	old, bad := findPool(r, "SubnetsSubnetPoolId")
	if bad != nil {
		return *bad
	}
	changed := old
	if bad := r.Edit(&changed); bad != nil {
		return *bad
	}
	if changed.Name != old.Name {
		return rest.OutOfScope("renaming a pool is not simulated")
	}
	if !r.World.Dials.Is(dial.DNSNameCase, dial.Given) {
		changed.SCDNSZone = rest.InCaseOf(old.Names(), changed.SCDNSZone)[0]
		changed.SCDNSZoneAliases = rest.InCaseOf(old.Names(), changed.SCDNSZoneAliases...)
	}
	if !r.World.Dials.Is(dial.ZoneNameCase, dial.Given) {
		changed.AccessZone = rest.InCaseOf([]string{old.AccessZone}, changed.AccessZone)[0]
	}
	r.SettleZone(&changed.AccessZone)
	if bad := checkPool(r, old, changed); bad != nil {
		return *bad
	}
	r.Cluster.ChangePool(old, changed)
	return rest.Done()
}

// deletePool is noted, so that an invariant can say that it must never happen.
func deletePool(r *rest.Request) rest.Answer {
	p, bad := findPool(r, "SubnetsSubnetPoolId")
	if bad != nil {
		return *bad
	}
	n := &r.Cluster.Network
	n.Pools.Delete(p.ID)
	n.Relist()
	n.RemovedPools = append(slices.Clip(n.RemovedPools), p.ID)
	return rest.Done()
}
