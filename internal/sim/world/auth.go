// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// Auth holds AD providers, roles, log-ins and the users and groups that the cluster can name.
// The zero Auth knows nobody; scenarios add what they need.
type Auth struct {
	ads        Table[ADSProvider]
	roles      Table[Role]
	logins     Table[login]
	principals Table[Principal]
}

func (a *Auth) clone() Auth {
	return Auth{ads: a.ads.Clone(), roles: a.roles.Clone(), logins: a.logins.Clone(), principals: a.principals.Clone()}
}
