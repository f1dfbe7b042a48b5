// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"slices"
	"strconv"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var nfsLockRoutes = []Route{
	{"GET", "/protocols/nfs/nlm/locks", func(r *Request) Answer { return listNLM(r, "locks", false) }},
	{"GET", "/protocols/nfs/nlm/waiters", func(r *Request) Answer { return listNLM(r, "waiters", true) }},
	{"GET", "/protocols/nfs/nlm/sessions", listNLMSessions},
	{"GET", "/protocols/nfs/nlm/sessions/{NfsNlmSessionId}", showNLMSession},
	{"DELETE", "/protocols/nfs/nlm/sessions/{NfsNlmSessionId}", deleteNLMSession},
	{"POST", "/protocols/nfs/nlm/sessions-check", checkNLMSessions},
	{"GET", "/protocols/nfs/locks", func(r *Request) Answer { return listNFSLocks(r, "locks", false) }},
	{"GET", "/protocols/nfs/waiters", func(r *Request) Answer { return listNFSLocks(r, "waiters", true) }},
}

// wantedLocks are the locks that the request's filters let through.
func (r *Request) wantedLocks(waiting bool) []world.NFSLock {
	fits := func(name, value string) bool { return !r.Query.Has(name) || r.Query.Get(name) == value }
	return slices.DeleteFunc(r.Cluster.NFS.Locks(waiting), func(l world.NFSLock) bool {
		return !fits("client", l.Client) || !fits("client_id", strconv.FormatInt(l.ClientID, 10)) ||
			!fits("created", strconv.FormatInt(l.Created.Unix(), 10)) || !fits("lin", strconv.FormatInt(l.LIN, 10)) ||
			!fits("path", l.Path) || !fits("version", l.Version)
	})
}

// listNLM lists the locks of NFSv3 clients, with the ids as texts.
func listNLM(r *Request, key string, waiting bool) Answer {
	locks := slices.DeleteFunc(r.wantedLocks(waiting), func(l world.NFSLock) bool { return l.Version != "v3" })
	return Listing[world.NFSLock]{Key: key, Items: locks, Show: func(l world.NFSLock) any {
		return map[string]any{
			"client": l.Client, "client_id": strconv.FormatInt(l.ClientID, 10), "created": l.Created.Unix(), "id": l.ID,
			"lin": strconv.FormatInt(l.LIN, 10), "lock_type": l.Kind, "path": l.Path, "range": l.Range,
		}
	}}.Answer(r)
}

// listNFSLocks lists the locks of all NFS clients, v4 included.
func listNFSLocks(r *Request, key string, waiting bool) Answer {
	return withoutResume(Listing[world.NFSLock]{
		Key: key, Items: r.wantedLocks(waiting), More: map[string]any{"errors": []any{}},
		Show: func(l world.NFSLock) any {
			return map[string]any{
				"client": l.Client, "client_id": l.ClientID, "created": l.Created.Unix(), "id": l.ID, "lin": l.LIN,
				"lock_type": l.Kind, "path": l.Path, "range": l.Range, "version": l.Version,
			}
		},
	}.Answer(r))
}

// withoutResume is for lists that have a limit but no pages.
func withoutResume(a Answer) Answer {
	if body, ok := a.Body.(map[string]any); ok {
		delete(body, "resume")
	}
	return a
}

func shownNLMSession(s world.NLMSession) any {
	return map[string]any{
		"cluster_ip": s.ClusterIP, "delegates": []int{}, "host_type": s.HostType, "hostname": s.Hostname, "id": s.ID,
		"is_active": s.Active, "last_modified": s.LastModified.Unix(), "notify_attempts_remaining": 0, "notify_error": "",
		"notify_last_attempt": 0, "zone": s.Zone,
	}
}

func listNLMSessions(r *Request) Answer {
	found := slices.DeleteFunc(r.Cluster.NFS.NLMSessions(r.Zone()), func(s world.NLMSession) bool {
		return r.Query.Has("ip") && r.Query.Get("ip") != s.ClusterIP
	})
	return withoutResume(Listing[world.NLMSession]{Key: "clients", Items: found, Show: shownNLMSession}.Answer(r))
}

func (r *Request) nlmSession() (world.NLMSession, *Answer) {
	for _, s := range r.Cluster.NFS.NLMSessions(r.Zone()) {
		if s.ID == r.Param("NfsNlmSessionId") && (!r.Query.Has("cluster_ip") || r.Query.Get("cluster_ip") == s.ClusterIP) {
			return s, nil
		}
	}
	return world.NLMSession{}, refuse(NotFound("id", "NLM session '%s' not found.", r.Param("NfsNlmSessionId")))
}

func showNLMSession(r *Request) Answer {
	s, bad := r.nlmSession()
	if bad != nil {
		return *bad
	}
	return Item("sessions", shownNLMSession(s))
}

// deleteNLMSession takes the client's locks away; with refresh the client may claim them again, which nobody does here.
func deleteNLMSession(r *Request) Answer {
	s, bad := r.nlmSession()
	if bad != nil {
		return *bad
	}
	r.Cluster.NFS.DropNLMSession(s.Zone, s.ID)
	return Done()
}

// checkNLMSessions asks every lock client whether it still lives and counts them.
func checkNLMSessions(r *Request) Answer {
	count := 0
	for _, s := range r.Cluster.NFS.NLMSessions(r.Zone()) {
		if !r.Query.Has("cluster_ip") || r.Query.Get("cluster_ip") == s.ClusterIP {
			count++
		}
	}
	return OK(map[string]any{"count": count})
}
