data "onefs_replication_policies" "prod" {
  cluster = "prod"
}

output "cannot_fail_back" {
  value = [for p in data.onefs_replication_policies.prod.policies : p.name if !p.fails_back]
}
