# Many pools, moved together or one by one.
variable "serving" {
  description = "The cluster that serves a pool, by pool; prod where nothing is said."
  type        = map(string)
  default     = {}
}

locals {
  pools = {
    nas1 = { id = "groupnet0.subnet0.nas1", policies = ["nas1", "fin", "proj"] }
  }
}

resource "onefs_pool_failover" "pool" {
  for_each = local.pools

  active_cluster = lookup(var.serving, each.key, "prod")
  pools          = { prod = each.value.id, dr = each.value.id }
  policies       = each.value.policies
}

import {
  for_each = local.pools

  to = onefs_pool_failover.pool[each.key]
  id = "dr=${each.value.id},prod=${each.value.id}"
}
