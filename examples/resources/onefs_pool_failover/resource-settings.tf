# Every setting, with values other than the defaults.
resource "onefs_pool_failover" "nas1" {
  active_cluster = "prod"
  pools          = { prod = "groupnet0.subnet0.nas1", dr = "groupnet0.subnet0.nas1" }
  policies       = ["nas1", "fin", "proj"]

  names               = ["nas1.demo.local", "fin.demo.local"] # exactly these, whatever else is on the pools
  fence               = "none"                                # no writers are expected: clients are shut down first
  drain               = "2m"                                  # for the day on which there is a fence again
  copy_configuration  = false                                 # shares and exports are managed elsewhere
  move_quotas         = false
  spn_service_classes = ["HOST", "nfs"]
  cutover_order       = "writes_first"
  max_data_loss       = "15m"
  on_drift            = "error"
  ignore_findings     = ["spn_right_missing"] # an administrator of the domain moves the SPNs

  timeouts = {
    update = "8h"
  }
}

import {
  to = onefs_pool_failover.nas1
  id = "dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1"
}
