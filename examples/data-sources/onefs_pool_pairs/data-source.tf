# Finds the pairs by their hints and prints what to paste into a configuration: terraform output -raw configuration
data "onefs_pool_pairs" "all" {
  clusters = ["prod", "dr"]
}

output "configuration" {
  value = data.onefs_pool_pairs.all.configuration
}

output "unpaired" {
  value = data.onefs_pool_pairs.all.unpaired
}
