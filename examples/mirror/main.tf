# A pool whose policies are kept alive, in whichever direction they replicate.
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

resource "onefs_syncIQ_mirror" "nas1" {
  for_each = toset(["nas1", "fin", "proj"])

  policy   = each.key
  clusters = { source = "prod", target = "dr" } # stays as it is when the pool fails over
  schedule = "every 5 minutes"
}

resource "onefs_pool_failover" "nas1" {
  active_cluster = "prod"
  pools          = { prod = "groupnet0.subnet0.nas1", dr = "groupnet0.subnet0.nas1" }
  policies       = [for m in onefs_syncIQ_mirror.nas1 : m.policy] # a plan that repairs and moves repairs first
}

import {
  to = onefs_pool_failover.nas1
  id = "dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1"
}
