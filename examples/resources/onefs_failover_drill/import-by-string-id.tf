import {
  to = onefs_failover_drill.nas1
  id = "dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1"
}
