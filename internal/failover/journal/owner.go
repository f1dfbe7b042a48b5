// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package journal

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/printable"
)

// Who can write the files of this tool can tell it what a share had before a fence. So they belong to the provider's user, to the
// account that the journal directory was given to, or to root, and nobody else may write them.

// othersMayWrite are the bits of a mode that let a group or everybody write.
const othersMayWrite = 0o022

// Strangers says which files and directories of this tool another account than the provider's user and the owner of the journal directory
// owns or may write, and who that owner is if it is neither the user nor root. What the cluster does not tell is left out, and so is a
// directory that cannot be read: that is told where the journal is read.
func Strangers(ctx context.Context, e *clusters.Set, cluster string) (list []string, owner string) {
	c, top := e.Client(cluster), e.Options.JournalDirectory
	places := []string{survey.Parent(top), top, top + "/journals", top + "/inventories"}
	found := make([][]onefs.Entry, len(places))
	var g errgroup.Group
	for i, directory := range places {
		g.Go(func() (err error) { found[i], err = c.ListDirectory(ctx, directory); return err })
	}
	_ = g.Wait() // what could be read is looked at
	found[0] = slices.DeleteFunc(found[0], func(x onefs.Entry) bool { return places[0]+"/"+x.Name != top })
	found[1] = slices.DeleteFunc(found[1], func(x onefs.Entry) bool { return !slices.Contains(places, top+"/"+x.Name) })
	trusted := []string{c.Username()}
	for _, x := range found[0] {
		if owner = Stranger(x.Owner, c.Username()); owner != "" {
			trusted = append(trusted, owner)
		}
	}
	for i, directory := range places {
		for _, x := range found[i] {
			if why := strange(x, trusted...); why != "" {
				list = append(list, directory+"/"+printable.Short(x.Name, 100)+" "+why)
			}
		}
	}
	return list, owner
}

func strange(x onefs.Entry, trusted ...string) string {
	if owner := Stranger(x.Owner, trusted...); owner != "" {
		return "belongs to the account " + owner
	}
	if mode, err := strconv.ParseUint(x.Mode, 8, 32); err == nil && mode&othersMayWrite != 0 {
		return fmt.Sprintf("can be written by others than its owner (mode %s)", printable.Short(x.Mode, 10))
	}
	return ""
}

// Stranger is the owner of a file if that is none of the trusted accounts and not root, "" if it is. The domain of an account is not
// compared, because a cluster writes it in several ways, and a number is the account of nobody who is known.
func Stranger(owner string, trusted ...string) string {
	plain := func(s string) string {
		if i := strings.LastIndexByte(s, '\\'); i >= 0 {
			s = s[i+1:]
		}
		s, _, _ = strings.Cut(s, "@")
		return strings.ToLower(s)
	}
	for _, account := range append(trusted, "root") {
		if plain(account) == plain(owner) {
			return ""
		}
	}
	if _, err := strconv.ParseUint(owner, 10, 64); owner == "" || err == nil {
		return ""
	}
	return printable.Short(owner, 100)
}

// Account is the account that a file belongs to, if that is neither the provider's user nor root; "" also where the cluster does not tell.
func Account(ctx context.Context, e *clusters.Set, cluster, path string) string {
	i := strings.LastIndexByte(path, '/')
	entries, err := e.Client(cluster).ListDirectory(ctx, path[:i])
	if err != nil {
		return ""
	}
	for _, x := range entries {
		if x.Name == path[i+1:] {
			return Stranger(x.Owner, e.Client(cluster).Username())
		}
	}
	return ""
}
