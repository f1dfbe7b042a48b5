# A module of a platform team: a pool that follows one variable, and the rules of the house about it. tests/ holds what is tested without
# a cluster, in a second, before a review: terraform test
terraform {
  required_providers {
    onefs = {
      source = "onefs-dr/onefs"
    }
  }
}

variable "active_cluster" {
  description = "Cluster that serves the pool."
  type        = string
  default     = "prod"

  validation {
    condition     = contains(["prod", "dr"], var.active_cluster)
    error_message = "The pool is served by prod or by dr."
  }
}

resource "onefs_pool_failover" "nas1" {
  active_cluster = var.active_cluster
  pools          = { prod = "groupnet0.subnet0.nas1", dr = "groupnet0.subnet0.nas1" }
  policies       = ["nas1", "fin", "proj"]
}

output "serving_cluster" {
  value = onefs_pool_failover.nas1.serving_cluster
}
