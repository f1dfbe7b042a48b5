// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import (
	"maps"
	"slices"
	"time"
)

// Journal is the small document that lies on both clusters, outside every policy path. It is not a progress record: position is read
// from the clusters. It keeps what a run destroys or cannot tell afterwards: original definitions, schedules, names and baselines.
type Journal struct {
	// Format is JournalFormat. Revision grows with each write; the copy with the higher one holds.
	Format   int    `json:"format"`
	Revision int64  `json:"revision"`
	Resource string `json:"resource"`
	// Run is the open run, nil between runs.
	Run *RunRecord `json:"run"`
	// Takeover is what an uncontrolled move left for the day on which the lost cluster returns.
	Takeover *Takeover `json:"takeover,omitempty"`
	// Drill is the drill that is open, nil without one. A journal with it has DrillFormat.
	Drill *Drill `json:"drill,omitempty"`
	// Unsettled are, by cluster, the originals of what somebody had changed under a fence when the run ended: what it was is kept until
	// somebody has said what holds.
	Unsettled map[string][]Object `json:"unsettled,omitempty"`
	// Local are the names seen live on each pool while it was standby and no run was open.
	Local   map[string][]string `json:"local"`
	LastRun string              `json:"last_run"`
}

// RunRecord is what an open run must not lose.
type RunRecord struct {
	ID      string    `json:"id"`
	From    string    `json:"from"`
	To      string    `json:"to"`
	Started time.Time `json:"started"`
	// Uncontrolled says that the run moves the pool away from a cluster that is lost.
	Uncontrolled bool `json:"uncontrolled,omitempty"`
	// Order is the cutover order that the run began with. Published says that a name was about to be published on to after the copies were
	// opened; where names come first, any copy that is open is open after that.
	Order     string `json:"order,omitempty"`
	Published bool   `json:"published,omitempty"`
	// Names and SPNs are the move list.
	Names []string  `json:"names"`
	SPNs  []SPNMove `json:"spns,omitempty"`
	// Schedules are those of the policy that replicated when the run began, by pair.
	Schedules map[string]Schedule `json:"schedules"`
	// Witnesses are what the run noted before each request for a run of a policy: a report counts as ours only after the baseline.
	Witnesses Witnesses `json:"witnesses"`
	// Accepted are the findings about reports that somebody had accepted by name when the last sync was asked for. They decide what its
	// report proves, also when the configuration has changed since.
	Accepted []string `json:"accepted,omitempty"`
	// Kept are the snapshots that were taken before resync preps.
	Kept []KeptSnapshot `json:"kept,omitempty"`
	// Opening are the policies whose copy was about to be opened: right after such a request neither a job nor the record shows it.
	Opening []string `json:"opening,omitempty"`
	// Proven says that the last sync of every policy in Opening was proven while the fence stood, right before the names were to move. It is
	// taken back before the fence is lifted or another last sync begins.
	Proven bool `json:"proven,omitempty"`
	// Originals are the definitions of fenced objects as they were before the fence, by cluster.
	Originals map[string][]Object `json:"originals,omitempty"`
	// Unknown are, by cluster, the addresses of objects that looked fenced when the run began, though nothing told what they were before.
	Unknown map[string][]string `json:"unknown,omitempty"`
	// NoRevert are the policies of which the copy could not be rolled back, because its directory is a SmartLock one.
	NoRevert []string `json:"no_revert,omitempty"`
	// Remount are the NFS clients seen on from before the names moved: they must remount.
	Remount []string `json:"remount,omitempty"`
}

// Drill is a test of a failover: the copies of one side are writable for a while, and what was written there is thrown away at its end. The
// record is what closing it needs and the clusters cannot tell.
type Drill struct {
	ID string `json:"id"`
	// From is the cluster that serves and goes on serving, To the one whose copies are opened.
	From    string    `json:"from"`
	To      string    `json:"to"`
	Started time.Time `json:"started"`
	// Until is when it should be closed at the latest, by the clock of the runner that opened it.
	Until time.Time `json:"until"`
	// Overdue: by the clock of the runner that looked, that has passed.
	Overdue bool `json:"overdue,omitempty"`
	// Names are those that it publishes on the pool of To, Policies the pairs that it opens.
	Names    []string `json:"names"`
	Policies []string `json:"policies"`
	// Schedules are those of the policies, by pair, from before the drill.
	Schedules map[string]Schedule `json:"schedules"`
}

// Takeover is an uncontrolled move that is not over yet: the other cluster was lost.
type Takeover struct {
	Run string `json:"run"`
	// Lost is the key of the lost cluster, GUID its identity at that time: another one in its place is no return.
	Lost string `json:"lost"`
	GUID string `json:"guid,omitempty"`
	// Fork is the beginning of the newest finished run before the takeover, RFC 3339, UTC, whole seconds: what was written on the lost
	// cluster after it may exist only there.
	Fork      string              `json:"fork"`
	Names     []string            `json:"names"`
	SPNs      []SPNMove           `json:"spns,omitempty"`
	Schedules map[string]Schedule `json:"schedules,omitempty"`
	// Uninventoried are the policies of which nobody knew what the lost cluster had below their directories: of their quotas, only that
	// cluster can tell when it has returned.
	Uninventoried []string `json:"uninventoried,omitempty"`
	// Originals are the definitions of what was fenced on the lost cluster when it had returned.
	Originals map[string][]Object `json:"originals,omitempty"`
}

// Original is the definition of an object before the fence, if the open run or a takeover noted it, or a run before them left it unsettled.
func (s *Survey) Original(cluster, address string) (Object, bool) {
	if o, held := s.Held(cluster, address); held {
		return o, true
	}
	return FindObject(s.Unsettled[cluster], address)
}

// Held is the definition of an object before the fence that the open run or a takeover has set.
func (s *Survey) Held(cluster, address string) (Object, bool) {
	if s.Run != nil {
		if o, ok := FindObject(s.Run.Originals[cluster], address); ok {
			return o, true
		}
	}
	if s.Takeover != nil {
		return FindObject(s.Takeover.Originals[cluster], address)
	}
	return Object{}, false
}

// Settle forgets what an object was that a run before this one left unsettled.
func (s *Survey) Settle(cluster, address string) {
	if _, ok := FindObject(s.Unsettled[cluster], address); !ok {
		return
	}
	s.Unsettled = CloneOriginals(s.Unsettled)
	if s.Unsettled[cluster] = Without(s.Unsettled[cluster], address); len(s.Unsettled[cluster]) == 0 {
		delete(s.Unsettled, cluster)
	}
}

// FindObject finds an object in a list by its address.
func FindObject(list []Object, address string) (Object, bool) {
	for _, o := range list {
		if o.Address() == address {
			return o, true
		}
	}
	return Object{}, false
}

// Parent is the directory that holds an absolute path, "/" for what lies directly below the root.
func Parent(path string) string {
	for i := len(path) - 1; i > 0; i-- {
		if path[i] == '/' {
			return path[:i]
		}
	}
	return "/"
}

// CloneOriginals copies the lists of originals by cluster, so that either copy may be added to. The definitions are shared. It is never
// nil.
func CloneOriginals(in map[string][]Object) map[string][]Object {
	out := map[string][]Object{}
	for k, v := range in {
		out[k] = slices.Clone(v)
	}
	return out
}

// Clone copies the record so far that a note may change the copy: its maps and the list of what was about to be opened.
func (r RunRecord) Clone() *RunRecord {
	r.Schedules = maps.Clone(r.Schedules)
	r.Witnesses = maps.Clone(r.Witnesses)
	r.Originals = maps.Clone(r.Originals)
	r.Opening = slices.Clone(r.Opening)
	r.Kept = slices.Clone(r.Kept)
	return &r
}

// JournalsAbsent tells whether both copies were looked for, and neither is there. One that cannot be read may hold everything.
func (s *Survey) JournalsAbsent() bool {
	for _, c := range s.Clusters {
		if c.Journal != "" {
			return false
		}
	}
	return true
}
