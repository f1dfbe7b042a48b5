// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package invariant

import (
	"fmt"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// lostWrites finds acknowledged writes that are not in the file on the cluster that answers for the name through which they were written,
// once clients can write to the file there: that is what they would find. After a disaster, only writes from before the last
// finished run are expected.
func lostWrites(w *world.World, m *Memory) []string {
	files, places := map[string]map[string]bool{}, map[string]*place{}
	var out []string
	for _, a := range clients.Acks(w) {
		if m.ofDrill(a.Name) {
			continue // it is to be thrown away
		}
		key := a.Name + "\x00" + a.Cluster + "\x00" + a.Path
		at, known := places[key]
		if !known {
			at = placeOf(w, a)
			places[key] = at
		}
		if at == nil || m.doomed && !a.At.Before(replicated(w, a)) {
			continue
		}
		if !holds(files, at.cluster, at.path, a.ID) {
			out = append(out, fmt.Sprintf("write %s of %s, acknowledged by %s, is not in %s on %s", a.ID, a.Client, a.Cluster, at.path,
				at.cluster.Name))
		}
	}
	return out
}

// lostAnywhere finds acknowledged writes below a policy's directory that are not on the cluster that serves the names, whatever share,
// export or name they came through: an administrator's mount of all of /ifs counts like anybody's. Those that came through the names
// themselves are lostWrites'.
func lostAnywhere(w *world.World, m *Memory) []string {
	serving := m.servingAll(w)
	if serving == "" {
		return nil
	}
	ours, files := m.origins(w), map[string]map[string]bool{}
	var out []string
	for _, a := range clients.Acks(w) {
		if servedBy(w, a.Name) == serving || m.practised(a.Cluster, a.At) || m.doomed && !a.At.Before(replicated(w, a)) {
			continue
		}
		if _, moves := ours.home(a.Cluster, a.Path); !moves {
			continue
		}
		c, at := w.Cluster(serving), a.Path
		if serving != a.Cluster {
			at = m.translate(w, a.Cluster, serving, a.Path)
		}
		if _, closed := c.FS.ProtectedBy(at); closed {
			continue
		}
		if !holds(files, c, at, a.ID) {
			out = append(out, fmt.Sprintf("write %s of %s, acknowledged by %s through %s, is not in %s on %s",
				a.ID, a.Client, a.Cluster, a.Name, at, c.Name))
		}
	}
	return out
}

// servingAll is the cluster that alone answers for every name that clients have used; "" while there is none.
func (m *Memory) servingAll(w *world.World) string {
	serving := ""
	for name := range m.names {
		by := servedBy(w, name)
		if by == "" || serving != "" && by != serving {
			return ""
		}
		serving = by
	}
	return serving
}

// place is a file on the cluster that answers for a name.
type place struct {
	cluster *world.Cluster
	path    string
}

// placeOf is where clients would look for a write now, nil when nobody answers for the name there or the file is closed.
func placeOf(w *world.World, a clients.Ack) *place {
	c := w.Cluster(servedBy(w, a.Name))
	if c == nil {
		return nil
	}
	at := a.Path
	if c.Name != a.Cluster {
		other, ok := clients.Counterpart(w, a.Cluster, a.Path)
		if !ok || other.Cluster != c.Name {
			return nil
		}
		at = other.Path
	}
	if _, closed := c.FS.ProtectedBy(at); closed {
		return nil
	}
	return &place{c, at}
}

// servedBy is the one cluster that answers for a name; "" if none or more than one.
func servedBy(w *world.World, name string) string {
	r, ok := clients.Peek(w, name)
	if !ok || len(r) != 1 {
		return ""
	}
	return r[0]
}

// replicated is when the newest finished run of the policy began that brought a write's side over.
func replicated(w *world.World, a clients.Ack) time.Time {
	other, ok := clients.Counterpart(w, a.Cluster, a.Path)
	if !ok {
		return time.Time{}
	}
	for _, c := range w.Clusters() {
		if p, found := synciq.Of(c).Policy(other.Policy); found && c.Name == a.Cluster {
			return p.LastSuccess
		}
	}
	return time.Time{}
}

func holds(files map[string]map[string]bool, c *world.Cluster, p, id string) bool {
	key := c.Name + ":" + p
	ids, known := files[key]
	if !known {
		ids = map[string]bool{}
		if f, err := c.FS.Read(p); err == nil {
			for _, each := range f.Writes {
				ids[each] = true
			}
		}
		files[key] = ids
	}
	return ids[id]
}

// writtenOnBoth finds writes to the side that people had left.
func writtenOnBoth(w *world.World, m *Memory) []string {
	var out []string
	for _, a := range clients.WrittenOnBoth(w) {
		if m.practised("", a.At) {
			continue // a drill is meant to be written to, and production goes on beside it
		}
		what := fmt.Sprintf("write %s of %s went to %s on %s", a.ID, a.Client, a.Path, a.Cluster)
		out = append(out, what+" after people had moved to the other side")
	}
	return out
}
