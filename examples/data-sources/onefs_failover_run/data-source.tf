# What the last run did, for the file of the auditors.
resource "onefs_pool_failover" "nas1" {
  active_cluster = "prod"
  pools          = { prod = "groupnet0.subnet0.nas1", dr = "groupnet0.subnet0.nas1" }
  policies       = ["nas1", "fin", "proj"]
}

import {
  to = onefs_pool_failover.nas1
  id = "dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1"
}

data "onefs_failover_run" "last" {
  count = onefs_pool_failover.nas1.last_run == null ? 0 : 1
  id    = onefs_pool_failover.nas1.last_run
}

output "last_run" {
  value = one(data.onefs_failover_run.last)
}
