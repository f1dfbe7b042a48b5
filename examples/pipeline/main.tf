# What pipeline.sh plans and applies. Where the state lies and who may approve is yours to add.
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

resource "onefs_pool_failover" "nas1" {
  active_cluster = "prod"
  pools          = { prod = "groupnet0.subnet0.nas1", dr = "groupnet0.subnet0.nas1" }
  policies       = ["nas1", "fin", "proj"]
}

import {
  to = onefs_pool_failover.nas1
  id = "dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1"
}
