# For the day on which a cluster is gone, and with it Terraform's state, the repository and the way to the registry: the state lies in this
# folder, the provider comes from a folder beside it, and the pool is taken in as it is. README.md says how to prepare and use it.

terraform {
  required_version = ">= 1.8"
  backend "local" {
    path = "break-glass.tfstate"
  }
  required_providers {
    onefs = {
      source  = "onefs-dr/onefs"
      version = ">= 0.1.0"
    }
  }
}

variable "lost_since" {
  description = "Since when prod is lost, such as 2026-05-02T09:11:00Z."
  type        = string
}

variable "max_data_loss" {
  description = "The loss that is accepted. Leave it out at first: the plan computes it and prints the value."
  type        = string
  default     = null
}

variable "names" {
  description = "The names that clients use. Only where dr has no inventory of prod: the plan says so."
  type        = set(string)
  default     = null
}

variable "dr_password" {
  type      = string
  sensitive = true
}

provider "onefs" {
  clusters = {
    prod = { endpoint = "https://prod-mgmt.example.com:8080", lost_since = var.lost_since }
    dr   = { endpoint = "https://dr-mgmt.example.com:8080", username = "failover", password = var.dr_password }
  }
}

resource "onefs_pool_failover" "nas1" {
  active_cluster = "dr"
  pools          = { prod = "groupnet0.subnet0.nas1", dr = "groupnet0.subnet0.nas1" }
  policies       = ["nas1", "fin", "proj"]
  names          = var.names
  max_data_loss  = var.max_data_loss
}

import {
  to = onefs_pool_failover.nas1
  id = "dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1"
}

output "serving" {
  value = onefs_pool_failover.nas1.serving_cluster
}

output "manual_steps" {
  value = onefs_pool_failover.nas1.manual_steps
}
