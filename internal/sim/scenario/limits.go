// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package scenario

import (
	"fmt"
	"path"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

const gib = int64(1) << 30

// limits makes quotas: of every type on the serving cluster, with rules of their own, and some of the other department on both.
func (b *builder) limits() error {
	root := b.source("nas1")
	add := func(q world.QuotaDomain, rules ...world.QuotaRule) {
		made := b.from.SeedQuota(q)
		if rules != nil {
			b.from.Quota.SetRules(made.ID, rules)
		}
	}
	add(advisory(root, 100*gib), alert("advisory"))
	add(hard(path.Join(root, "a"), 10*gib), alert("hard"), alert("advisory"))
	soft := hard(path.Join(root, "b"), 20*gib)
	soft.Thresholds.Soft, soft.Thresholds.SoftGrace, soft.Container = new(15*gib), new(int64(604800)), true
	add(soft)
	alice, finance := b.persona(b.from, "alice"), b.persona(b.from, "finance")
	user := hard(path.Join(root, "home"), 5*gib)
	user.Type, user.Persona = "user", &alice
	add(user)
	group := advisory(path.Join(root, "home"), 50*gib)
	group.Type, group.Persona, group.IncludeSnapshots = "group", &finance, true
	add(group)
	standard := hard(path.Join(root, "home"), 2*gib)
	standard.Type = "default-user"
	add(standard)
	if b.has("fin") {
		add(hard(b.source("fin"), 40*gib))
	}
	b.manyQuotas(add)
	return b.both(func(c *world.Cluster, _ bool) error {
		c.SeedQuota(hard("/ifs/eng/builds", 500*gib))
		c.SeedQuota(advisory("/ifs/home", 200*gib))
		return nil
	})
}

// manyQuotas adds directory quotas, spread over the policies, until there are as many as asked for.
func (b *builder) manyQuotas(add func(world.QuotaDomain, ...world.QuotaRule)) {
	for i := range b.many() {
		add(hard(b.quotaDir(i), gib))
	}
}

// many is how many quotas a site has beyond the few of the other functions here.
func (b *builder) many() int {
	want := b.quotas
	if b.options.Quotas > 0 {
		want = b.options.Quotas
	}
	return max(0, want-few)
}

// few is more or less how many quotas every site has.
const few = 8

func (b *builder) quotaDir(i int) string {
	return path.Join(b.source(b.policies[i%len(b.policies)].name), fmt.Sprintf("q%05d", i))
}

func hard(dir string, bytes int64) world.QuotaDomain {
	q := world.NewQuota(dir, "directory")
	q.Enforced, q.Thresholds.Hard = true, &bytes
	return q
}

func advisory(dir string, bytes int64) world.QuotaDomain {
	q := world.NewQuota(dir, "directory")
	q.Enforced, q.Thresholds.Advisory = true, &bytes
	return q
}

// alert is a rule of a quota's own.
func alert(threshold string) world.QuotaRule {
	return world.QuotaRule{
		ActionAlert: true, ActionEmailOwner: true, Condition: "exceeded", Holdoff: new(int64(3600)),
		ID: world.RuleID(threshold, "exceeded"), Threshold: threshold,
	}
}
