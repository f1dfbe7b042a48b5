data "onefs_pools" "dr" {
  cluster = "dr"
}

output "parked_on_dr" {
  value = { for p in data.onefs_pools.dr.pools : p.id => p.parked_names if !p.ignored }
}
