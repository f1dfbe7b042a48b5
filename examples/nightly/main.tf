# Planned every night by nightly.sh: nothing is changed, and the night shift hears of what would keep a failover from succeeding.
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

locals {
  pools = {
    nas1 = { id = "groupnet0.subnet0.nas1", policies = ["nas1", "fin", "proj"] }
  }
  oldest_copy_seconds = 900
}

data "onefs_pool_failover_readiness" "pool" {
  for_each = local.pools

  pools    = { prod = each.value.id, dr = each.value.id }
  policies = each.value.policies
}

check "ready" {
  assert {
    condition     = alltrue([for p in data.onefs_pool_failover_readiness.pool : p.ready])
    error_message = "Could not fail over: ${join(", ", [for k, p in data.onefs_pool_failover_readiness.pool : k if !p.ready])}."
  }
}

check "read" {
  assert {
    condition     = alltrue([for p in data.onefs_pool_failover_readiness.pool : length(p.unread) == 0])
    error_message = "Not read: ${join("; ", distinct(flatten([for p in data.onefs_pool_failover_readiness.pool : [for c, why in p.unread : "${c}: ${why}"]])))}"
  }
}

check "data_age" {
  assert {
    condition     = alltrue([for p in data.onefs_pool_failover_readiness.pool : length(p.unread) > 0 || coalesce(p.data_age_seconds, 1e9) < local.oldest_copy_seconds])
    error_message = "Copies are too old: ${join(", ", [for k, p in data.onefs_pool_failover_readiness.pool : k if length(p.unread) == 0 && coalesce(p.data_age_seconds, 1e9) >= local.oldest_copy_seconds])}."
  }
}

check "delegation" {
  assert {
    condition     = alltrue(flatten([for p in data.onefs_pool_failover_readiness.pool : values(p.delegated)]))
    error_message = "Not delegated to both clusters: ${join(", ", flatten([for p in data.onefs_pool_failover_readiness.pool : [for n, yes in p.delegated : n if !yes]]))}."
  }
}

check "certificates" {
  assert {
    condition     = alltrue([for p in data.onefs_pool_failover_readiness.pool : coalesce(p.certificate_days_left, 999) > 30])
    error_message = "Certificates of SyncIQ end within 30 days."
  }
}

check "inventory" {
  assert {
    condition     = alltrue([for p in data.onefs_pool_failover_readiness.pool : length(p.unread) > 0 || coalesce(p.inventory_age_seconds, 1e9) < 30 * 24 * 3600])
    error_message = "The inventory on the clusters is more than 30 days old, or missing."
  }
}
