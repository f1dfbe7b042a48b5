# An import block alone. `terraform plan -generate-config-out=nas1.tf` reads both clusters and writes the resource, with all its policies, into
# nas1.tf; look at it, then apply. Where several pools share the access zone it leaves policies for you to write.
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

import {
  to = onefs_pool_failover.nas1
  id = "dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1"
}
