# The pair of pools, as in onefs_pool_failover. What the journals on the clusters tell of an open drill is read.
terraform import onefs_failover_drill.nas1 dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1
