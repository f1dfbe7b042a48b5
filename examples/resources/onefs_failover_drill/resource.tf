variable "drill_open" {
  description = "true opens the drill, false closes it."
  type        = bool
  default     = false
}

# Stays in the configuration all year. The pipeline of the quarter sets drill_open.
resource "onefs_failover_drill" "nas1" {
  open     = var.drill_open
  pools    = { prod = "groupnet0.subnet0.nas1", dr = "groupnet0.subnet0.nas1" }
  policies = ["nas1", "fin", "proj"]

  names        = ["rehearsal-nas1.demo.local"] # exists nowhere else
  max_duration = "8h"
}
