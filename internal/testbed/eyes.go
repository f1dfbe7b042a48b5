// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/progress"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
)

// sighting is what a newcomer could do at one moment: nothing of it comes from the engine or the API.
type sighting struct {
	at time.Time
	// mounts: everybody found the pool by its name. writes: everybody could write there. cluster is the key of the one that served.
	mounts, writes bool
	cluster        string
	why            string
}

// Eyes are newcomers who mount by name and write, once a second, for as long as somebody watches.
type Eyes struct {
	b    *Bed
	seen []sighting
	stop func()
}

// Watch lets newcomers begin.
func (b *Bed) Watch(t testing.TB) *Eyes {
	t.Helper()
	e := &Eyes{b: b}
	people := b.People()
	keys := []string{Prod, DR}
	paths := map[string]map[string]string{}
	for _, p := range people {
		paths[p.Name] = map[string]string{}
		for _, k := range keys {
			paths[p.Name][k] = b.target(p, k)
		}
		b.World.Do(func() {
			clients.Add(b.World, clients.Client{
				Name: "new-" + p.Name, Address: addresses[p.Name], Protocol: p.Protocol, User: `DEMO\alice`,
			})
		})
	}
	e.stop = b.every(time.Second, func(turn int) {
		s := sighting{at: time.Now(), mounts: true, writes: true}
		for _, p := range people {
			e.visit(&s, p, paths[p.Name], turn)
		}
		e.seen = append(e.seen, s)
	})
	return e
}

// visit is one newcomer. The lock of the world is held.
func (e *Eyes) visit(s *sighting, p Person, target map[string]string, turn int) {
	who, err := "new-"+p.Name, error(nil)
	for _, k := range []string{Prod, DR} {
		if err = clients.Connect(e.b.World, who, p.Through, target[k]); err == nil {
			break
		}
	}
	if err != nil {
		s.mounts, s.writes, s.why = false, false, err.Error()
		return
	}
	if c, ok := clients.Get(e.b.World, who); ok {
		s.cluster = DR
		if c.Mount.Cluster == e.b.Site.From {
			s.cluster = Prod
		}
	}
	if err := clients.Write(e.b.World, who, p.File+".new", fmt.Sprintf("%s-%d", who, turn), 1); err != nil {
		s.writes, s.why = false, err.Error()
	}
	_ = clients.Disconnect(e.b.World, who) // a newcomer leaves again, and holds nobody up
}

// onePoll is how far the bands may be from what clients met: one look of a wait, and the second between two visits.
const onePoll = run.MaxPollBeats*clusters.DefaultPollInterval + time.Second

// Judgement is what a comparison has counted, in seconds of visits.
type Judgement struct {
	Visits, Writable, NoKerberos, ReadOnly, Down, Unknown int
	// Wrong are the visits that met worse than was told, Late those that met better: the run had not proven it yet.
	Wrong, Late []string
}

// count counts a visit by what was told of it.
func (j *Judgement) count(said progress.State) {
	j.Visits++
	switch said {
	case progress.Writable:
		j.Writable++
	case progress.NoKerberos:
		j.NoKerberos++
	case progress.ReadOnly:
		j.ReadOnly++
	case progress.Down:
		j.Down++
	default:
		j.Unknown++
	}
}

// Compare ends the visits and holds them against what the runs have told. A claim does not agree where no visit within one poll before and
// after it met the same.
func (e *Eyes) Compare(events []progress.Event) Judgement {
	e.stop()
	var out Judgement
	for _, one := range runsOf(events) {
		for i, s := range e.seen {
			if s.at.Before(one[0].Time) || s.at.After(one[len(one)-1].Time) {
				continue
			}
			said := saidAt(one, s.at)
			out.count(said.State)
			if e.agrees(i, said) {
				continue
			}
			into := &out.Wrong
			if s.writes && said.State != progress.Writable || s.mounts && said.State == progress.Down {
				into = &out.Late
			}
			*into = append(*into, fmt.Sprintf("%s: told %s on %q since %s; a newcomer mounts: %v, writes: %v, on %q (%s)",
				s.at.Format(time.TimeOnly), said.State, said.Cluster, said.Since.Format(time.TimeOnly), s.mounts, s.writes, s.cluster, s.why))
		}
	}
	return out
}

// agrees tells whether a visit within one poll of the one with an index is as it was told.
func (e *Eyes) agrees(i int, said progress.Clients) bool {
	at := e.seen[i].at
	for _, step := range []int{-1, 1} {
		for j := i; j >= 0 && j < len(e.seen); j += step {
			s := e.seen[j]
			if d := s.at.Sub(at).Abs(); d > onePoll {
				break
			}
			switch said.State {
			case progress.Writable:
				if s.writes && s.cluster == said.Cluster {
					return true
				}
			case progress.ReadOnly:
				if s.mounts && !s.writes {
					return true
				}
			case progress.Down, progress.NoKerberos:
				if !s.writes {
					return true
				}
			default:
				return true
			}
		}
	}
	return false
}

// runsOf are the events by run.
func runsOf(events []progress.Event) [][]progress.Event {
	var out [][]progress.Event
	for _, e := range events {
		if e.Kind == progress.RunBegins {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], e)
	}
	return out
}

// saidAt is what had been told of clients at a moment.
func saidAt(events []progress.Event, at time.Time) progress.Clients {
	said := events[0].Clients
	for _, e := range events {
		if e.Time.After(at) {
			break
		}
		said = e.Clients
	}
	return said
}
