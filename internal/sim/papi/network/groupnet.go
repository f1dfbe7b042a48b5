// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package network

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var groupnetRoutes = []rest.Route{
	rest.Get("/network/groupnets", listGroupnets),
	rest.Post("/network/groupnets", createGroupnet),
	rest.Get("/network/groupnets/{NetworkGroupnetId}", showGroupnet),
	rest.Put("/network/groupnets/{NetworkGroupnetId}", changeGroupnet),
	rest.Delete("/network/groupnets/{NetworkGroupnetId}", deleteGroupnet),
}

func listGroupnets(r *rest.Request) rest.Answer {
	return rest.Listing[world.Groupnet]{Key: "groupnets", Items: r.Cluster.Network.Groupnets.Values()}.Answer(r)
}

func findGroupnet(r *rest.Request, parameter string) (world.Groupnet, *rest.Answer) {
	g, ok := r.Cluster.Network.Groupnets.Get(r.Param(parameter))
	if !ok {
		return g, rest.Refuse(rest.NotFound("groupnet", "Groupnet '%s' does not exist.", r.Param(parameter)))
	}
	return g, nil
}

func createGroupnet(r *rest.Request) rest.Answer {
	g := world.NewGroupnet("")
	if bad := r.Edit(&g); bad != nil {
		return *bad
	}
	if r.Cluster.Network.Groupnets.Has(g.Name) {
		return rest.Conflict("name", "Groupnet '%s' already exists.", g.Name)
	}
	g.ID = g.Name
	r.Cluster.Network.AddGroupnet(g)
	return rest.Created(g.ID)
}

func showGroupnet(r *rest.Request) rest.Answer {
	g, bad := findGroupnet(r, "NetworkGroupnetId")
	if bad != nil {
		return *bad
	}
	return rest.Item("groupnets", g)
}

func changeGroupnet(r *rest.Request) rest.Answer {
	g, bad := findGroupnet(r, "NetworkGroupnetId")
	if bad != nil {
		return *bad
	}
	name := g.Name
	if bad := r.Edit(&g); bad != nil {
		return *bad
	}
	if g.Name != name {
		return rest.OutOfScope("renaming a groupnet is not simulated")
	}
	r.Cluster.Network.Groupnets.Put(name, g)
	return rest.Done()
}

func deleteGroupnet(r *rest.Request) rest.Answer {
	g, bad := findGroupnet(r, "NetworkGroupnetId")
	if bad != nil {
		return *bad
	}
	inZone := slices.ContainsFunc(r.Cluster.Zones.Values(), func(z world.Zone) bool { return z.Groupnet == g.Name })
	if len(g.Subnets) > 0 || inZone || g.Name == r.Cluster.Network.External().DefaultGroupnet {
		return rest.Conflict("groupnet", "Groupnet '%s' is in use.", g.Name)
	}
	r.Cluster.Network.Groupnets.Delete(g.Name)
	return rest.Done()
}
