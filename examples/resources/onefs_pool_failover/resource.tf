# Change "prod" to "dr" to fail over, and back to fail back. The plan shows every move.
resource "onefs_pool_failover" "nas1" {
  active_cluster = "prod"
  pools          = { prod = "groupnet0.subnet0.nas1", dr = "groupnet0.subnet0.nas1" }
  policies       = ["nas1", "fin", "proj"]
}

# Adopts the pool as it is, whichever cluster serves it. Harmless once the pool is in state.
import {
  to = onefs_pool_failover.nas1
  id = "dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1"
}
