// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var groupnetRoutes = []Route{
	{"GET", "/network/groupnets", listGroupnets},
	{"POST", "/network/groupnets", createGroupnet},
	{"GET", "/network/groupnets/{NetworkGroupnetId}", showGroupnet},
	{"PUT", "/network/groupnets/{NetworkGroupnetId}", changeGroupnet},
	{"DELETE", "/network/groupnets/{NetworkGroupnetId}", deleteGroupnet},
}

func listGroupnets(r *Request) Answer {
	return Listing[world.Groupnet]{Key: "groupnets", Items: r.Cluster.Network.Groupnets.Values()}.Answer(r)
}

func (r *Request) groupnet(parameter string) (world.Groupnet, *Answer) {
	g, ok := r.Cluster.Network.Groupnets.Get(r.Param(parameter))
	if !ok {
		return g, refuse(NotFound("groupnet", "Groupnet '%s' does not exist.", r.Param(parameter)))
	}
	return g, nil
}

func createGroupnet(r *Request) Answer {
	g := world.NewGroupnet("")
	if bad := r.Edit(&g); bad != nil {
		return *bad
	}
	if r.Cluster.Network.Groupnets.Has(g.Name) {
		return Conflict("name", "Groupnet '%s' already exists.", g.Name)
	}
	g.ID = g.Name
	r.Cluster.Network.AddGroupnet(g)
	return Created(g.ID)
}

func showGroupnet(r *Request) Answer {
	g, bad := r.groupnet("NetworkGroupnetId")
	if bad != nil {
		return *bad
	}
	return Item("groupnets", g)
}

func changeGroupnet(r *Request) Answer {
	g, bad := r.groupnet("NetworkGroupnetId")
	if bad != nil {
		return *bad
	}
	name := g.Name
	if bad := r.Edit(&g); bad != nil {
		return *bad
	}
	if g.Name != name {
		return OutOfScope("renaming a groupnet is not simulated")
	}
	r.Cluster.Network.Groupnets.Put(name, g)
	return Done()
}

func deleteGroupnet(r *Request) Answer {
	g, bad := r.groupnet("NetworkGroupnetId")
	if bad != nil {
		return *bad
	}
	inZone := slices.ContainsFunc(r.Cluster.Zones.Values(), func(z world.Zone) bool { return z.Groupnet == g.Name })
	if len(g.Subnets) > 0 || inZone || g.Name == r.Cluster.Network.External().DefaultGroupnet {
		return Conflict("groupnet", "Groupnet '%s' is in use.", g.Name)
	}
	r.Cluster.Network.Groupnets.Delete(g.Name)
	return Done()
}
