// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package network

import (
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var subnetRoutes = []rest.Route{
	rest.Get("/network/subnets", listAllSubnets),
	rest.Get("/network/groupnets/{Groupnet}/subnets", listSubnets),
	rest.Post("/network/groupnets/{Groupnet}/subnets", createSubnet),
	rest.Get("/network/groupnets/{Groupnet}/subnets/{GroupnetSubnetId}", showSubnet),
	rest.Put("/network/groupnets/{Groupnet}/subnets/{GroupnetSubnetId}", changeSubnet),
	rest.Delete("/network/groupnets/{Groupnet}/subnets/{GroupnetSubnetId}", deleteSubnet),
}

func listAllSubnets(r *rest.Request) rest.Answer { return answerSubnets(r, r.Query.Get("groupnet")) }

func listSubnets(r *rest.Request) rest.Answer {
	if _, bad := findGroupnet(r, "Groupnet"); bad != nil {
		return *bad
	}
	return answerSubnets(r, r.Param("Groupnet"))
}

func answerSubnets(r *rest.Request, groupnet string) rest.Answer {
	var items []world.Subnet
	for _, s := range r.Cluster.Network.Subnets.All() {
		if groupnet == "" || s.Groupnet == groupnet {
			items = append(items, s)
		}
	}
	return rest.Listing[world.Subnet]{Key: "subnets", Items: items}.Answer(r)
}

func findSubnet(r *rest.Request, parameter string) (world.Subnet, *rest.Answer) {
	// The id that a POST gave is as good as the name: Dell's Terraform provider reads by it.
	id := r.Param("Groupnet") + "." + strings.TrimPrefix(r.Param(parameter), r.Param("Groupnet")+".")
	s, ok := r.Cluster.Network.Subnets.Get(id)
	if !ok {
		return s, rest.Refuse(rest.NotFound("subnet", "Subnet '%s' does not exist.", id))
	}
	return s, nil
}

func createSubnet(r *rest.Request) rest.Answer {
	if _, bad := findGroupnet(r, "Groupnet"); bad != nil {
		return *bad
	}
	s := world.NewSubnet(r.Param("Groupnet"), "")
	if bad := r.Edit(&s); bad != nil {
		return *bad
	}
	s.ID = s.Groupnet + "." + s.Name
	if r.Cluster.Network.Subnets.Has(s.ID) {
		return rest.Conflict("name", "Subnet '%s' already exists.", s.ID)
	}
	r.Cluster.Network.AddSubnet(s)
	return rest.Created(s.ID)
}

func showSubnet(r *rest.Request) rest.Answer {
	s, bad := findSubnet(r, "GroupnetSubnetId")
	if bad != nil {
		return *bad
	}
	return rest.Item("subnets", s)
}

func changeSubnet(r *rest.Request) rest.Answer {
	s, bad := findSubnet(r, "GroupnetSubnetId")
	if bad != nil {
		return *bad
	}
	name := s.Name
	if bad := r.Edit(&s); bad != nil {
		return *bad
	}
	if s.Name != name {
		return rest.OutOfScope("renaming a subnet is not simulated")
	}
	r.Cluster.Network.AddSubnet(s)
	return rest.Done()
}

func deleteSubnet(r *rest.Request) rest.Answer {
	s, bad := findSubnet(r, "GroupnetSubnetId")
	if bad != nil {
		return *bad
	}
	if len(s.Pools) > 0 {
		return rest.Conflict("subnet", "Subnet '%s' has pools.", s.ID)
	}
	r.Cluster.Network.Subnets.Delete(s.ID)
	r.Cluster.Network.Relist()
	return rest.Done()
}
