// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package namespace

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

// octal is the form of the header x-isi-ifs-access-control that is simulated; ACL texts are not.
var octal = regexp.MustCompile(`^[0-7]{3,4}$`)

func putEntry(r *rest.Request) rest.Answer {
	if r.Header.Get("x-isi-ifs-copy-source") != "" {
		return rest.OutOfScope("copying is not simulated")
	}
	p, bad := entry(r)
	if bad != nil {
		return *bad
	}
	switch target := r.Header.Get("x-isi-ifs-target-type"); target {
	case "object":
		return putObject(r, p)
	case "container":
		return putContainer(r, p)
	case "":
		return rest.Fail(http.StatusBadRequest, "AEC_ARG_REQUIRED", "", "the header x-isi-ifs-target-type is required").Because(rest.RuleBadValue)
	default:
		return rest.BadRequest("", "x-isi-ifs-target-type '%s' is neither container nor object", target).Because(rest.RuleBadValue)
	}
}

// change is the file system's view of this request's write.
func change(r *rest.Request, mode string) (fs.Write, *rest.Answer) {
	given := r.Header.Get("x-isi-ifs-access-control")
	if given != "" && !octal.MatchString(given) {
		return fs.Write{}, rest.Refuse(rest.OutOfScope("x-isi-ifs-access-control '%s' is not simulated", given))
	}
	return fs.Write{
		By: fs.Clients, At: r.World.Now(),
		Attr: fs.Attr{Mode: cmp.Or(given, mode), Owner: r.User, Group: "wheel"},
	}, nil
}

// putContainer makes a directory. One that exists stays as it is, unless overwrite is false.
func putContainer(r *rest.Request, p string) rest.Answer {
	w, bad := change(r, "0700")
	if bad != nil {
		return *bad
	}
	if !r.Cluster.FS.Exists(p) {
		if bad := mayChange(r, p); bad != nil {
			return *bad
		}
	}
	err := r.Cluster.FS.Mkdir(p, r.Flag("recursive", false), w)
	if err == nil {
		r.Cluster.DirectoryMade(p)
	}
	if errors.Is(err, fs.ErrExist) && r.Flag("overwrite", true) {
		info, _ := r.Cluster.FS.Stat(p)
		if !info.Dir {
			return refusedBy(r, err)
		}
		err = nil
	}
	if err != nil {
		return refusedBy(r, err)
	}
	return rest.Answer{Status: http.StatusOK}
}

// putObject writes a whole file or nothing (behaviour.md 10).
func putObject(r *rest.Request, p string) rest.Answer {
	w, bad := change(r, "0600")
	if bad != nil {
		return *bad
	}
	if bad := mayPut(r, p); bad != nil {
		return *bad
	}
	w.Content = append([]byte{}, r.Body()...)
	if !r.Flag("overwrite", true) && r.Cluster.FS.Exists(p) {
		return refusedBy(r, &fs.PathError{Op: "write", Path: p, Err: fs.ErrExist})
	}
	if err := r.Cluster.FS.Write(p, w); err != nil {
		return refusedBy(r, err)
	}
	return rest.Answer{Status: http.StatusOK}
}

// moveEntry renames to the path in the header x-isi-ifs-set-location, "/namespace/ifs/…". It never replaces what is there.
func moveEntry(r *rest.Request) rest.Answer {
	from, bad := entry(r)
	if bad != nil {
		return *bad
	}
	location, ok := strings.CutPrefix(r.Header.Get("x-isi-ifs-set-location"), root)
	decoded, err := url.PathUnescape(location)
	if !ok || err != nil {
		return rest.Fail(http.StatusBadRequest, "AEC_ARG_REQUIRED", "", "the header x-isi-ifs-set-location must name a path below /namespace").
			Because(rest.RuleBadValue)
	}
	to, bad := inStore(decoded)
	if bad != nil {
		return *bad
	}
	for _, name := range []string{from, to} {
		if bad := mayChange(r, name); bad != nil {
			return *bad
		}
	}
	if err := r.Cluster.FS.Rename(fs.Clients, from, to, false); err != nil {
		return refusedBy(r, err)
	}
	return rest.Answer{Status: http.StatusOK}
}

func deleteEntry(r *rest.Request) rest.Answer {
	p, bad := entry(r)
	if bad != nil {
		return *bad
	}
	if bad := mayChange(r, p); bad != nil {
		return *bad
	}
	if err := r.Cluster.FS.Remove(fs.Clients, p, r.Flag("recursive", false)); err != nil {
		return refusedBy(r, err)
	}
	return rest.Answer{Status: http.StatusNoContent}
}
