# Alarms in every plan. Each assertion that fails is a warning of the plan; a pipeline finds it in `terraform show -json`, under checks.
check "nas1_ready" {
  data "onefs_pool_failover_readiness" "nas1" {
    pools    = { prod = "groupnet0.subnet0.nas1", dr = "groupnet0.subnet0.nas1" }
    policies = ["nas1", "fin", "proj"]
  }

  assert {
    condition     = data.onefs_pool_failover_readiness.nas1.ready
    error_message = "Pool nas1 could not fail over: ${join(", ", [for f in data.onefs_pool_failover_readiness.nas1.findings : f.id if f.severity != "risk"])}."
  }
  assert {
    condition     = coalesce(data.onefs_pool_failover_readiness.nas1.data_age_seconds, 1e9) < 900
    error_message = "The copy of pool nas1 is more than 15 minutes old."
  }
  assert {
    condition     = alltrue(values(data.onefs_pool_failover_readiness.nas1.delegated))
    error_message = "Not delegated to both clusters: ${join(", ", [for name, yes in data.onefs_pool_failover_readiness.nas1.delegated : name if !yes])}."
  }
  assert {
    condition     = coalesce(data.onefs_pool_failover_readiness.nas1.certificate_days_left, 999) > 30
    error_message = "A certificate of SyncIQ ends within 30 days."
  }
  assert {
    condition     = coalesce(data.onefs_pool_failover_readiness.nas1.inventory_age_seconds, 1e9) < 30 * 24 * 3600
    error_message = "The inventory of pool nas1 on the clusters is more than 30 days old."
  }
}
