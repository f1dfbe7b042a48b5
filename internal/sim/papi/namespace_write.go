// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
)

// octal is the form of the header x-isi-ifs-access-control that is simulated; ACL texts are not.
var octal = regexp.MustCompile(`^[0-7]{3,4}$`)

func putEntry(r *Request) Answer {
	if r.Header.Get("x-isi-ifs-copy-source") != "" {
		return OutOfScope("copying is not simulated")
	}
	p, bad := r.entry()
	if bad != nil {
		return *bad
	}
	switch target := r.Header.Get("x-isi-ifs-target-type"); target {
	case "object":
		return putObject(r, p)
	case "container":
		return putContainer(r, p)
	case "":
		return Fail(http.StatusBadRequest, "AEC_ARG_REQUIRED", "", "the header x-isi-ifs-target-type is required").Because(RuleBadValue)
	default:
		return BadRequest("", "x-isi-ifs-target-type '%s' is neither container nor object", target).Because(RuleBadValue)
	}
}

// change is the file system's view of this request's write.
func (r *Request) change(mode string) (fs.Write, *Answer) {
	given := r.Header.Get("x-isi-ifs-access-control")
	if given != "" && !octal.MatchString(given) {
		return fs.Write{}, refuse(OutOfScope("x-isi-ifs-access-control '%s' is not simulated", given))
	}
	return fs.Write{
		By: fs.Clients, At: r.World.Now(),
		Attr: fs.Attr{Mode: cmp.Or(given, mode), Owner: r.User, Group: "wheel"},
	}, nil
}

// putContainer makes a directory. One that exists stays as it is, unless overwrite is false.
func putContainer(r *Request, p string) Answer {
	w, bad := r.change("0700")
	if bad != nil {
		return *bad
	}
	err := r.Cluster.FS.Mkdir(p, r.Flag("recursive", false), w)
	if errors.Is(err, fs.ErrExist) && r.Flag("overwrite", true) {
		info, _ := r.Cluster.FS.Stat(p)
		if !info.Dir {
			return r.refusedBy(err)
		}
		err = nil
	}
	if err != nil {
		return r.refusedBy(err)
	}
	return Answer{Status: http.StatusOK}
}

// putObject writes a whole file or nothing (behaviour.md 10).
func putObject(r *Request, p string) Answer {
	w, bad := r.change("0600")
	if bad != nil {
		return *bad
	}
	w.Content = append([]byte{}, r.Body()...)
	if !r.Flag("overwrite", true) && r.Cluster.FS.Exists(p) {
		return r.refusedBy(&fs.PathError{Op: "write", Path: p, Err: fs.ErrExist})
	}
	if err := r.Cluster.FS.Write(p, w); err != nil {
		return r.refusedBy(err)
	}
	return Answer{Status: http.StatusOK}
}

// moveEntry renames to the path in the header x-isi-ifs-set-location, "/namespace/ifs/…". It never replaces what is there.
func moveEntry(r *Request) Answer {
	from, bad := r.entry()
	if bad != nil {
		return *bad
	}
	location, ok := strings.CutPrefix(r.Header.Get("x-isi-ifs-set-location"), namespaceRoot)
	decoded, err := url.PathUnescape(location)
	if !ok || err != nil {
		return Fail(http.StatusBadRequest, "AEC_ARG_REQUIRED", "", "the header x-isi-ifs-set-location must name a path below /namespace").
			Because(RuleBadValue)
	}
	to, bad := r.inStore(decoded)
	if bad != nil {
		return *bad
	}
	if err := r.Cluster.FS.Rename(fs.Clients, from, to, false); err != nil {
		return r.refusedBy(err)
	}
	return Answer{Status: http.StatusOK}
}

func deleteEntry(r *Request) Answer {
	p, bad := r.entry()
	if bad != nil {
		return *bad
	}
	if err := r.Cluster.FS.Remove(fs.Clients, p, r.Flag("recursive", false)); err != nil {
		return r.refusedBy(err)
	}
	return Answer{Status: http.StatusNoContent}
}
