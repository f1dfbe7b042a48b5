import {
  to = onefs_failover_drill.nas1
  identity = {
    id = "dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1"
  }
}
