# The two pools by cluster key, in either order.
terraform import onefs_pool_failover.nas1 dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1
