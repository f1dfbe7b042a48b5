// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import "strings"

// SMBRights is what a share's permissions give to a user.
type SMBRights struct {
	Read, Write bool
	Root        bool // acts as root, whatever the other entries say
}

// SMBRights works out what a share gives to a user of the cluster, by name. A denied level takes away what it names, whichever
// entry comes first: that is how Windows orders share permissions. A user on run_as_root has everything.
func (c *Cluster) SMBRights(share SMBShare, user string) SMBRights {
	for _, p := range share.RunAsRoot {
		if c.isMember(p, user) {
			return SMBRights{Read: true, Write: true, Root: true}
		}
	}
	var allowed, denied SMBRights
	for _, p := range share.Permissions {
		if !c.isMember(p.Trustee, user) {
			continue
		}
		if p.Type == "deny" {
			denied.Read = denied.Read || p.Permission != "change"
			denied.Write = denied.Write || p.Permission != "read"
			continue
		}
		allowed.Read = true
		allowed.Write = allowed.Write || p.Permission != "read"
	}
	return SMBRights{Read: allowed.Read && !denied.Read, Write: allowed.Write && !denied.Write}
}

// isMember tells whether a trustee means the user, directly, through a group or as everyone.
func (c *Cluster) isMember(trustee Persona, user string) bool {
	if trustee.ID == Everyone().ID || strings.EqualFold(trustee.Name, "Everyone") {
		return true
	}
	names := []string{user}
	known, ok := c.Auth.Principal(user)
	if ok {
		names = append(names, known.Groups...)
	}
	for _, name := range names {
		if trustee.Name != "" && strings.EqualFold(trustee.Name, name) {
			return true
		}
		if p, ok := c.Auth.Principal(name); ok && trustee.ID != "" && p.hasID(trustee.ID) {
			return true
		}
	}
	return false
}
