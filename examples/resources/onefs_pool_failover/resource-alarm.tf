# An alarm in every plan: somebody else moved the pool, or its data is not protected.
check "nas1" {
  assert {
    condition     = onefs_pool_failover.nas1.serving_cluster == onefs_pool_failover.nas1.active_cluster
    error_message = "Pool nas1 is served by ${coalesce(onefs_pool_failover.nas1.serving_cluster, "no or both clusters")}."
  }
  assert {
    condition     = onefs_pool_failover.nas1.protected
    error_message = "The data of pool nas1 is not protected: look at the policies and their schedules."
  }
}

resource "onefs_pool_failover" "nas1" {
  active_cluster = "prod"
  pools          = { prod = "groupnet0.subnet0.nas1", dr = "groupnet0.subnet0.nas1" }
  policies       = ["nas1", "fin", "proj"]
}

import {
  to = onefs_pool_failover.nas1
  id = "dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1"
}
