// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package session

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// viewer is what a look at the connected clients asks of a cluster.
type viewer interface {
	cluster
	ClientStatistics(ctx context.Context, protocols ...string) ([]onefs.ClientStatistic, error)
}

// Seen looks who is connected to the cluster of a survey, whose pools are given: how many the closing will meet, and who may be using a
// share or an export that reaches beyond a policy's directory, and which the fence leaves alone. It is nil where no client can have to do
// with it. What cannot be read is said, and makes nothing else unread.
func Seen(ctx context.Context, c *onefs.Client, s *survey.Survey, key string, pools []onefs.Pool) *survey.ClientsView {
	if !slices.ContainsFunc(s.Clusters[key].Objects, func(o survey.Object) bool { return o.Kind == survey.KindShare || exportAbove(o) }) {
		return nil
	}
	below := func(path string) bool {
		return slices.ContainsFunc(s.Pairs, func(p survey.Pair) bool { return survey.Within(p.Paths[key], path) })
	}
	return seen(ctx, c, s.Clusters[key].Objects, below, pools)
}

func exportAbove(o survey.Object) bool { return o.Kind == survey.KindExport && o.Above }

func seen(ctx context.Context, c viewer, objects []survey.Object, below func(string) bool, pools []onefs.Pool) *survey.ClientsView {
	out := &survey.ClientsView{Above: map[string]string{}}
	var shares, wide, exports []survey.Object
	for _, o := range objects {
		switch {
		case o.Kind == survey.KindShare && o.Above:
			wide = append(wide, o)
			fallthrough
		case o.Kind == survey.KindShare:
			shares = append(shares, o)
		case exportAbove(o):
			exports = append(exports, o)
		}
	}
	if len(shares) > 0 {
		all, err := c.SMBSessions(ctx)
		if err != nil {
			out.Unread = err.Error()
		}
		count(out, all)
		for _, o := range wide {
			if who := throughShare(all, err, o); who != "" {
				out.Above[o.Address()] = who
			}
		}
		if len(wide) > 0 && len(out.Above) == 0 {
			if who := orphans(ctx, c, below); who != "" {
				for _, o := range wide {
					out.Above[o.Address()] = who
				}
			}
		}
	}
	if len(exports) > 0 {
		rows, err := c.ClientStatistics(ctx, "nfs3", "nfs4")
		for _, o := range exports {
			if who := throughExport(rows, err, o, pools); who != "" {
				out.Above[o.Address()] = who
			}
		}
	}
	return out
}

func count(out *survey.ClientsView, all []onefs.SMBSession) {
	users := map[string]bool{}
	for _, s := range all {
		users[strings.ToLower(s.User)] = true
	}
	out.Sessions, out.Users = len(all), len(users)
}

// throughShare tells who may have come through a share: a session does not say.
func throughShare(all []onefs.SMBSession, unread error, o survey.Object) string {
	if unread != nil {
		return "the SMB sessions cannot be listed: " + unread.Error()
	}
	w := writersThrough([]survey.Object{o})
	var who []string
	for _, s := range all {
		if w.may(s) {
			who = append(who, fmt.Sprintf("%s from %s on node %d", s.User, s.Computer, s.LNN))
		}
	}
	return named(who)
}

// orphans are files that are open for writing although no session is left: persistent handles, whose clients may come back.
func orphans(ctx context.Context, c cluster, below func(string) bool) string {
	table, err := c.Nodes(ctx)
	if err != nil {
		return "the nodes cannot be asked for open files: " + err.Error()
	}
	d := &closing{ender: ender{cluster: c, asked: table.Asked}, below: below}
	files, err := d.writing(ctx)
	if err != nil {
		return err.Error()
	}
	var who []string
	for _, f := range files {
		who = append(who, fmt.Sprintf("%s with %s open on node %d", f.User, unixPath(f.File), f.node))
	}
	return named(who)
}

// throughExport tells whom the statistics have seen over NFS at the addresses of the export's access zone. They list who was active lately;
// who is mounted and idle shows nowhere.
func throughExport(rows []onefs.ClientStatistic, unread error, o survey.Object, pools []onefs.Pool) string {
	if unread != nil {
		return "the client statistics cannot be read: " + unread.Error()
	}
	var who []string
	for _, row := range rows {
		if row.RemoteAddr == "" {
			continue
		}
		if slices.ContainsFunc(pools, func(p onefs.Pool) bool {
			return strings.EqualFold(p.AccessZone, o.Zone) && onefs.InRanges(p.Ranges, row.LocalAddr)
		}) {
			who = append(who, row.RemoteAddr+" over NFS")
		}
	}
	return named(who)
}

// named is a list for people, each once.
func named(who []string) string {
	slices.Sort(who)
	who = slices.Compact(who)
	text := strings.Join(who[:min(len(who), 3)], ", ")
	if more := len(who) - 3; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
