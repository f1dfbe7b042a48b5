// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package namespace

import (
	"path"
	"strconv"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

// Rights come from owner and mode of a file, or from privileges that every user of this API has (behaviour.md 10). Which of the two
// decides for a user who has the privileges is not known, so it is a dial.

// Bits of a mode, as in "0700".
const (
	mayRead   = 4
	mayWrite  = 2
	maySearch = 1
)

// may refuses what owner and mode do not let the user do with what is at p, nil if they do, or if privileges decide. What is not there is
// no matter of rights. Nobody but root is in a group here.
func may(r *rest.Request, p string, bits int64) *rest.Answer {
	if r.User == "root" || r.World.Dials.Text(dial.NamespaceModes) != dial.ModesHold {
		return nil
	}
	for at := path.Dir(p); ; at = path.Dir(at) {
		if info, err := r.Cluster.FS.Stat(at); err == nil && !grants(info, r.User, maySearch) {
			return rest.Refuse(rest.Forbidden("'%s': Permission denied", p))
		}
		if at == "/" {
			break
		}
	}
	if info, err := r.Cluster.FS.Stat(p); err == nil && !grants(info, r.User, bits) {
		return rest.Refuse(rest.Forbidden("'%s': Permission denied", p))
	}
	return nil
}

func grants(info fs.Info, user string, bits int64) bool {
	mode, err := strconv.ParseInt(info.Mode, 8, 64)
	if err != nil {
		return true
	}
	if info.Owner == user {
		mode >>= 6
	}
	return mode&bits == bits
}

// mayChange refuses a name that is made, removed or moved where the user may not write to the directory: the lowest one above p that is
// there.
func mayChange(r *rest.Request, p string) *rest.Answer {
	directory := path.Dir(p)
	for directory != "/" && !r.Cluster.FS.Exists(directory) {
		directory = path.Dir(directory)
	}
	return may(r, directory, mayWrite|maySearch)
}

// mayPut refuses a file whose content, or which, the user may not write.
func mayPut(r *rest.Request, p string) *rest.Answer {
	if r.Cluster.FS.Exists(p) {
		return may(r, p, mayWrite)
	}
	return mayChange(r, p)
}
