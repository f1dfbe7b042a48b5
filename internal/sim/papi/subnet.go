// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var subnetRoutes = []Route{
	{"GET", "/network/subnets", listAllSubnets},
	{"GET", "/network/groupnets/{Groupnet}/subnets", listSubnets},
	{"POST", "/network/groupnets/{Groupnet}/subnets", createSubnet},
	{"GET", "/network/groupnets/{Groupnet}/subnets/{GroupnetSubnetId}", showSubnet},
	{"PUT", "/network/groupnets/{Groupnet}/subnets/{GroupnetSubnetId}", changeSubnet},
	{"DELETE", "/network/groupnets/{Groupnet}/subnets/{GroupnetSubnetId}", deleteSubnet},
}

func listAllSubnets(r *Request) Answer { return answerSubnets(r, r.Query.Get("groupnet")) }

func listSubnets(r *Request) Answer {
	if _, bad := r.groupnet("Groupnet"); bad != nil {
		return *bad
	}
	return answerSubnets(r, r.Param("Groupnet"))
}

func answerSubnets(r *Request, groupnet string) Answer {
	var items []world.Subnet
	for _, s := range r.Cluster.Network.Subnets.All() {
		if groupnet == "" || s.Groupnet == groupnet {
			items = append(items, s)
		}
	}
	return Listing[world.Subnet]{Key: "subnets", Items: items}.Answer(r)
}

func (r *Request) subnet(parameter string) (world.Subnet, *Answer) {
	id := r.Param("Groupnet") + "." + r.Param(parameter)
	s, ok := r.Cluster.Network.Subnets.Get(id)
	if !ok {
		return s, refuse(NotFound("subnet", "Subnet '%s' does not exist.", id))
	}
	return s, nil
}

func createSubnet(r *Request) Answer {
	if _, bad := r.groupnet("Groupnet"); bad != nil {
		return *bad
	}
	s := world.NewSubnet(r.Param("Groupnet"), "")
	if bad := r.Edit(&s); bad != nil {
		return *bad
	}
	s.ID = s.Groupnet + "." + s.Name
	if r.Cluster.Network.Subnets.Has(s.ID) {
		return Conflict("name", "Subnet '%s' already exists.", s.ID)
	}
	r.Cluster.Network.AddSubnet(s)
	return Created(s.ID)
}

func showSubnet(r *Request) Answer {
	s, bad := r.subnet("GroupnetSubnetId")
	if bad != nil {
		return *bad
	}
	return Item("subnets", s)
}

func changeSubnet(r *Request) Answer {
	s, bad := r.subnet("GroupnetSubnetId")
	if bad != nil {
		return *bad
	}
	name := s.Name
	if bad := r.Edit(&s); bad != nil {
		return *bad
	}
	if s.Name != name {
		return OutOfScope("renaming a subnet is not simulated")
	}
	r.Cluster.Network.AddSubnet(s)
	return Done()
}

func deleteSubnet(r *Request) Answer {
	s, bad := r.subnet("GroupnetSubnetId")
	if bad != nil {
		return *bad
	}
	if len(s.Pools) > 0 {
		return Conflict("subnet", "Subnet '%s' has pools.", s.ID)
	}
	r.Cluster.Network.Subnets.Delete(s.ID)
	r.Cluster.Network.Relist()
	return Done()
}
