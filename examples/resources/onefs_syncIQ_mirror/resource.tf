# The policies of a pool, kept alive in whichever direction they replicate.
resource "onefs_syncIQ_mirror" "nas1" {
  for_each = toset(["nas1", "fin", "proj"])

  policy   = each.key
  clusters = { source = "prod", target = "dr" } # stays as it is when the pool fails over
  schedule = "every 5 minutes"
}

# The recommended wiring: the pool takes its policies from the mirrors, so that a plan that repairs and moves repairs first.
resource "onefs_pool_failover" "nas1" {
  active_cluster = "prod"
  pools          = { prod = "groupnet0.subnet0.nas1", dr = "groupnet0.subnet0.nas1" }
  policies       = [for m in onefs_syncIQ_mirror.nas1 : m.policy]
}

import {
  to = onefs_pool_failover.nas1
  id = "dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1"
}
