// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package namespace

import (
	"net/http"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

// pageSize is the server's page of a directory listing (behaviour.md 4).
const pageSize = 1000

// kind is what the namespace calls a directory or a file.
func kind(i fs.Info) string {
	if i.Dir {
		return "container"
	}
	return "object"
}

// entryHeader describes an entry, for HEAD and for files.
func entryHeader(i fs.Info) http.Header {
	h := http.Header{}
	h.Set("X-Isi-Ifs-Target-Type", kind(i))
	h.Set("Last-Modified", i.Modified.UTC().Format(http.TimeFormat))
	return h
}

func headEntry(r *rest.Request) rest.Answer {
	p, bad := entry(r)
	if bad != nil {
		return *bad
	}
	if bad := may(r, p, 0); bad != nil {
		return *bad
	}
	info, err := r.Cluster.FS.Stat(p)
	if err != nil {
		return refusedBy(r, err)
	}
	return rest.Answer{Status: http.StatusOK, Header: entryHeader(info)}
}

func getEntry(r *rest.Request) rest.Answer {
	p, bad := entry(r)
	if bad != nil {
		return *bad
	}
	if bad := may(r, p, mayRead); bad != nil {
		return *bad
	}
	info, err := r.Cluster.FS.Stat(p)
	if err != nil {
		return refusedBy(r, err)
	}
	if info.Dir {
		return listDirectory(r, p)
	}
	for _, name := range []string{"Range", "If-Modified-Since", "If-Unmodified-Since"} {
		if r.Header.Get(name) != "" {
			return rest.OutOfScope("the header %s is not simulated", name)
		}
	}
	file, err := r.Cluster.FS.Read(p)
	if err != nil {
		return refusedBy(r, err)
	}
	return rest.Answer{Status: http.StatusOK, Raw: file.Content, ContentType: "application/octet-stream", Header: entryHeader(info)}
}

// listDirectory leaves out what begins with a dot unless hidden is asked for. It lists names only, and the usual attributes with
// detail=default; other lists of attributes are a subset of them.
func listDirectory(r *rest.Request, p string) rest.Answer {
	depth, given := r.Number("max-depth")
	if !given {
		depth = 0
	}
	items, err := descendants(r, p, depth)
	if err != nil {
		return refusedBy(r, err)
	}
	wanted, bad := attributes(r.Query.Get("detail"))
	if bad != nil {
		return *bad
	}
	show := func(i fs.Info) any {
		all := map[string]any{
			"name": i.Name, "size": i.Size, "owner": i.Owner, "group": i.Group, "mode": i.Mode, "type": kind(i),
			"last_modified": i.Modified.UTC().Format(http.TimeFormat), "mtime_val": i.Modified.Unix(),
		}
		out := map[string]any{}
		for _, name := range wanted {
			out[name] = all[name]
		}
		return out
	}
	return rest.Listing[fs.Info]{Key: "children", Items: items, Show: show, NoTotal: true, Size: pageSize}.Answer(r)
}

// descendants lists what lies in a directory, and below that as many levels as depth says; all of them if it is negative, as gopowerscale
// asks to add up the size of a volume.
func descendants(r *rest.Request, p string, depth int) ([]fs.Info, error) {
	children, err := r.Cluster.FS.List(p)
	if err != nil {
		return nil, err
	}
	var out []fs.Info
	for _, c := range children {
		if !r.Flag("hidden", false) && strings.HasPrefix(c.Name, ".") {
			continue
		}
		out = append(out, c)
		if c.Dir && depth != 0 {
			more, err := descendants(r, p+"/"+c.Name, depth-1)
			if err != nil {
				return nil, err
			}
			out = append(out, more...)
		}
	}
	return out, nil
}

// attributes reads the query detail.
func attributes(detail string) ([]string, *rest.Answer) {
	known := []string{"name", "size", "owner", "group", "mode", "type", "last_modified", "mtime_val"}
	switch detail {
	case "":
		return []string{"name"}, nil
	case "default", "yes":
		return known[:len(known)-1], nil
	}
	out := []string{"name"}
	for name := range strings.SplitSeq(detail, ",") {
		if !slices.Contains(known, name) {
			return nil, rest.Refuse(rest.OutOfScope("the attribute %s is not simulated", name))
		}
		out = append(out, name)
	}
	return out, nil
}
