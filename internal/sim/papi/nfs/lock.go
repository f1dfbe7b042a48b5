// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package nfs

import (
	"slices"
	"strconv"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var lockRoutes = []rest.Route{
	rest.Get("/protocols/nfs/nlm/locks", func(r *rest.Request) rest.Answer { return listNLM(r, "locks", false) }),
	rest.Get("/protocols/nfs/nlm/waiters", func(r *rest.Request) rest.Answer { return listNLM(r, "waiters", true) }),
	rest.Get("/protocols/nfs/nlm/sessions", listNLMSessions),
	rest.Get("/protocols/nfs/nlm/sessions/{NfsNlmSessionId}", showNLMSession),
	rest.Delete("/protocols/nfs/nlm/sessions/{NfsNlmSessionId}", deleteNLMSession),
	rest.Post("/protocols/nfs/nlm/sessions-check", checkNLMSessions),
	rest.Get("/protocols/nfs/locks", func(r *rest.Request) rest.Answer { return listLocks(r, "locks", false) }),
	rest.Get("/protocols/nfs/waiters", func(r *rest.Request) rest.Answer { return listLocks(r, "waiters", true) }),
}

// wantedLocks are the locks that the request's filters let through.
func wantedLocks(r *rest.Request, waiting bool) []world.NFSLock {
	fits := func(name, value string) bool { return !r.Query.Has(name) || r.Query.Get(name) == value }
	return slices.DeleteFunc(r.Cluster.NFS.Locks(waiting), func(l world.NFSLock) bool {
		return !fits("client", l.Client) || !fits("client_id", strconv.FormatInt(l.ClientID, 10)) ||
			!fits("created", strconv.FormatInt(l.Created.Unix(), 10)) || !fits("lin", strconv.FormatInt(l.LIN, 10)) ||
			!fits("path", l.Path) || !fits("version", l.Version)
	})
}

// listNLM lists the locks of NFSv3 clients, with the ids as texts.
func listNLM(r *rest.Request, key string, waiting bool) rest.Answer {
	locks := slices.DeleteFunc(wantedLocks(r, waiting), func(l world.NFSLock) bool { return l.Version != "v3" })
	return rest.Listing[world.NFSLock]{Key: key, Items: locks, Show: func(l world.NFSLock) any {
		return map[string]any{
			"client": l.Client, "client_id": strconv.FormatInt(l.ClientID, 10), "created": l.Created.Unix(), "id": l.ID,
			"lin": strconv.FormatInt(l.LIN, 10), "lock_type": l.Kind, "path": l.Path, "range": l.Range,
		}
	}}.Answer(r)
}

// listLocks lists the locks of all NFS clients, v4 included.
func listLocks(r *rest.Request, key string, waiting bool) rest.Answer {
	return withoutResume(rest.Listing[world.NFSLock]{
		Key: key, Items: wantedLocks(r, waiting), More: map[string]any{"errors": []any{}},
		Show: func(l world.NFSLock) any {
			return map[string]any{
				"client": l.Client, "client_id": l.ClientID, "created": l.Created.Unix(), "id": l.ID, "lin": l.LIN,
				"lock_type": l.Kind, "path": l.Path, "range": l.Range, "version": l.Version,
			}
		},
	}.Answer(r))
}

// withoutResume is for lists that have a limit but no pages.
func withoutResume(a rest.Answer) rest.Answer {
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

func listNLMSessions(r *rest.Request) rest.Answer {
	found := slices.DeleteFunc(r.Cluster.NFS.NLMSessions(r.Zone()), func(s world.NLMSession) bool {
		return r.Query.Has("ip") && r.Query.Get("ip") != s.ClusterIP
	})
	return withoutResume(rest.Listing[world.NLMSession]{Key: "clients", Items: found, Show: shownNLMSession}.Answer(r))
}

func findNLMSession(r *rest.Request) (world.NLMSession, *rest.Answer) {
	for _, s := range r.Cluster.NFS.NLMSessions(r.Zone()) {
		if s.ID == r.Param("NfsNlmSessionId") && (!r.Query.Has("cluster_ip") || r.Query.Get("cluster_ip") == s.ClusterIP) {
			return s, nil
		}
	}
	return world.NLMSession{}, rest.Refuse(rest.NotFound("id", "NLM session '%s' not found.", r.Param("NfsNlmSessionId")))
}

func showNLMSession(r *rest.Request) rest.Answer {
	s, bad := findNLMSession(r)
	if bad != nil {
		return *bad
	}
	return rest.Item("sessions", shownNLMSession(s))
}

// deleteNLMSession takes the client's locks away; with refresh the client may claim them again, which nobody does here.
func deleteNLMSession(r *rest.Request) rest.Answer {
	s, bad := findNLMSession(r)
	if bad != nil {
		return *bad
	}
	r.Cluster.NFS.DropNLMSession(s.Zone, s.ID)
	return rest.Done()
}

// checkNLMSessions asks every lock client whether it still lives and counts them.
func checkNLMSessions(r *rest.Request) rest.Answer {
	count := 0
	for _, s := range r.Cluster.NFS.NLMSessions(r.Zone()) {
		if !r.Query.Has("cluster_ip") || r.Query.Get("cluster_ip") == s.ClusterIP {
			count++
		}
	}
	return rest.OK(map[string]any{"count": count})
}
