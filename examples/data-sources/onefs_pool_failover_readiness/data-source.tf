# Could pool nas1 fail over now, and what would be lost?
data "onefs_pool_failover_readiness" "nas1" {
  pools    = { prod = "groupnet0.subnet0.nas1", dr = "groupnet0.subnet0.nas1" }
  policies = ["nas1", "fin", "proj"]
}

output "nas1" {
  value = {
    ready    = data.onefs_pool_failover_readiness.nas1.ready
    age      = data.onefs_pool_failover_readiness.nas1.data_age_seconds
    findings = [for f in data.onefs_pool_failover_readiness.nas1.findings : "${f.severity}: ${f.object} ${f.text}"]
  }
}
