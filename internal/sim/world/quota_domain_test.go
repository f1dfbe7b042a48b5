// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world_test

import (
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

func TestQuotaEnforcement(t *testing.T) {
	t.Parallel()
	c := office(t)
	for _, dir := range []string{"/ifs/data/a", "/ifs/data/b"} {
		if err := c.FS.Mkdir(dir, true, fs.Write{}); err != nil {
			t.Fatal(err)
		}
	}
	attr := fs.Attr{Mode: "0644", Owner: "alice", Group: "staff"}
	if err := c.FS.Write("/ifs/data/a/x", fs.Write{Bytes: 60, Attr: attr}); err != nil {
		t.Fatal(err)
	}
	limit := int64(100)
	quota := func(path, kind, who string, enforced bool) {
		d := world.NewQuota(path, kind)
		d.Thresholds.Hard, d.Enforced = &limit, enforced
		if who != "" {
			d.Persona = &world.Persona{ID: "X:" + who, Name: who}
		}
		c.SeedQuota(d)
	}
	quota("/ifs/data/a", "directory", "", true)
	quota("/ifs/data/b", "directory", "", false)
	quota("/ifs/data", "user", "alice", true)
	quota("/ifs/data", "default-group", "", true)
	for name, test := range map[string]struct {
		at, user string
		adds     int64
		denied   string
	}{
		"fits":               {"/ifs/data/a/x", "bob", 40, ""},
		"one byte too many":  {"/ifs/data/a/x", "bob", 41, "directory"},
		"not enforced":       {"/ifs/data/b/y", "bob", 5000, ""},
		"outside":            {"/ifs/other", "alice", 5000, ""},
		"hers everywhere":    {"/ifs/data/b/y", "alice", 41, "user"},
		"hers, and it fits":  {"/ifs/data/b/y", "alice", 40, ""},
		"a default enforces": {"/ifs/data/c", "bob", 5000, ""},
	} {
		d, denied := c.QuotaDenies(test.at, test.user, "", test.adds)
		if denied != (test.denied != "") || d.Type != test.denied {
			t.Errorf("%s: denied %v by %q", name, denied, d.Type)
		}
	}
}

// TestQuotasOfAClone changes quotas, rules and limits on one side and looks at the other.
func TestQuotasOfAClone(t *testing.T) {
	t.Parallel()
	c := office(t)
	hard := int64(100)
	d := world.NewQuota("/ifs/data", "directory")
	d.Thresholds.Hard = &hard
	d = c.SeedQuota(d)
	c.Quota.SetRules(d.ID, []world.QuotaRule{{ID: "hard-denied"}})
	twin := c.World().Clone().Cluster("ps1")
	more := int64(200)
	d.Thresholds.Hard = &more
	twin.ChangeQuota(d)
	twin.Quota.ClearRules(d.ID)
	made := twin.AddQuota(world.NewQuota("/ifs/data/new", "directory"))
	if here, _ := c.Quota.Get(d.ID); *here.Thresholds.Hard != 100 || c.Quota.Notifications(d.ID) != "custom" || c.Quota.Len() != 1 {
		t.Error("the original noticed the clone's changes")
	}
	if again := c.AddQuota(world.NewQuota("/ifs/data/new", "directory")); again.ID != made.ID {
		t.Errorf("the same call gives id %s here and %s there", again.ID, made.ID)
	}
}
