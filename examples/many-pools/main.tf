# Many pools in one table, moved together or one by one: terraform apply -var 'serving={nas1="dr"}'.
terraform {
  required_version = ">= 1.8"
  required_providers {
    onefs = {
      source  = "onefs-dr/onefs"
      version = ">= 0.1.0"
    }
  }
}

variable "prod_password" {
  type      = string
  sensitive = true
}

variable "dr_password" {
  type      = string
  sensitive = true
}

provider "onefs" {
  clusters = {
    prod = { endpoint = "https://prod-mgmt.example.com:8080", username = "failover", password = var.prod_password }
    dr   = { endpoint = "https://dr-mgmt.example.com:8080", username = "failover", password = var.dr_password }
  }
}

variable "serving" {
  description = "The cluster that serves a pool, by pool; prod where nothing is said."
  type        = map(string)
  default     = {}
}

locals {
  pools = { # one line a pool
    nas1 = { id = "groupnet0.subnet0.nas1", policies = ["nas1", "fin", "proj"] }
  }
}

resource "onefs_pool_failover" "pool" {
  for_each = local.pools

  active_cluster = lookup(var.serving, each.key, "prod")
  pools          = { prod = each.value.id, dr = each.value.id }
  policies       = each.value.policies
}

import {
  for_each = local.pools

  to = onefs_pool_failover.pool[each.key]
  id = "dr=${each.value.id},prod=${each.value.id}"
}

output "serving" {
  value = { for k, p in onefs_pool_failover.pool : k => p.serving_cluster }
}
