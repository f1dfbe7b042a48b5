// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

const poolPath = "/network/groupnets/{Groupnet}/subnets/{Subnet}/pools/"

var poolRoutes = []Route{
	{"GET", "/network/pools", listAllPools},
	{"GET", "/network/groupnets/{Groupnet}/subnets/{Subnet}/pools", listPools},
	{"POST", "/network/groupnets/{Groupnet}/subnets/{Subnet}/pools", createPool},
	{"GET", poolPath + "{SubnetsSubnetPoolId}", showPool},
	{"PUT", poolPath + "{SubnetsSubnetPoolId}", changePool},
	{"DELETE", poolPath + "{SubnetsSubnetPoolId}", deletePool},
}

func listAllPools(r *Request) Answer {
	return answerPools(r, r.Query.Get("groupnet"), r.Query.Get("subnet"))
}

func listPools(r *Request) Answer {
	if _, bad := r.subnet("Subnet"); bad != nil {
		return *bad
	}
	return answerPools(r, r.Param("Groupnet"), r.Param("Subnet"))
}

func answerPools(r *Request, groupnet, subnet string) Answer {
	zone, method := r.Query.Get("access_zone"), r.Query.Get("alloc_method")
	if method != "" && method != "static" && method != "dynamic" {
		return BadRequest("alloc_method", "'%s' is not one of static, dynamic", method).Because(RuleBadValue)
	}
	var items []world.Pool
	for _, p := range r.Cluster.Network.Pools.All() {
		if (groupnet == "" || p.Groupnet == groupnet) && (subnet == "" || p.Subnet == subnet) &&
			(zone == "" || p.AccessZone == zone) && (method == "" || p.AllocMethod == method) {
			items = append(items, p)
		}
	}
	return Listing[world.Pool]{Key: "pools", Items: items}.Answer(r)
}

func (r *Request) pool(parameter string) (world.Pool, *Answer) {
	id := strings.Join([]string{r.Param("Groupnet"), r.Param("Subnet"), r.Param(parameter)}, ".")
	p, ok := r.Cluster.Network.Pools.Get(id)
	if !ok {
		return p, refuse(NotFound("pool", "Pool '%s' does not exist.", id))
	}
	return p, nil
}

func createPool(r *Request) Answer {
	s, bad := r.subnet("Subnet")
	if bad != nil {
		return *bad
	}
	p := world.NewPool(s.Groupnet, s.Name, "")
	p.AddrFamily = s.AddrFamily
	if bad := r.Edit(&p); bad != nil {
		return *bad
	}
	p.ID = s.ID + "." + p.Name
	if r.Cluster.Network.Pools.Has(p.ID) {
		return Conflict("name", "Pool '%s' already exists.", p.ID)
	}
	if bad := r.checkPool(world.Pool{}, p); bad != nil {
		return *bad
	}
	r.Cluster.Network.AddPool(p)
	return Created(p.ID)
}

func showPool(r *Request) Answer {
	p, bad := r.pool("SubnetsSubnetPoolId")
	if bad != nil {
		return *bad
	}
	return Item("pools", p)
}

// changePool replaces the properties that the body gives. Lists are replaced whole (behaviour.md 7).
func changePool(r *Request) Answer {
	old, bad := r.pool("SubnetsSubnetPoolId")
	if bad != nil {
		return *bad
	}
	changed := old
	if bad := r.Edit(&changed); bad != nil {
		return *bad
	}
	if changed.Name != old.Name {
		return OutOfScope("renaming a pool is not simulated")
	}
	if !r.World.Dials.Is(dial.DNSNameCase, dial.Given) {
		changed.SCDNSZone = inCaseOf(old.Names(), changed.SCDNSZone)[0]
		changed.SCDNSZoneAliases = inCaseOf(old.Names(), changed.SCDNSZoneAliases...)
	}
	if !r.World.Dials.Is(dial.ZoneNameCase, dial.Given) {
		changed.AccessZone = inCaseOf([]string{old.AccessZone}, changed.AccessZone)[0]
	}
	if bad := r.checkPool(old, changed); bad != nil {
		return *bad
	}
	r.Cluster.ChangePool(old, changed)
	return Done()
}

// deletePool is noted, so that an invariant can say that it must never happen.
func deletePool(r *Request) Answer {
	p, bad := r.pool("SubnetsSubnetPoolId")
	if bad != nil {
		return *bad
	}
	n := &r.Cluster.Network
	n.Pools.Delete(p.ID)
	n.Relist()
	n.RemovedPools = append(slices.Clip(n.RemovedPools), p.ID)
	return Done()
}
