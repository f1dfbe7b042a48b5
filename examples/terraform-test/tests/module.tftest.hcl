# Nothing is asked of a cluster: the mock invents what the provider would compute. It tests the module's own rules, not a failover.
mock_provider "onefs" {}

run "serves_where_it_is_told" {
  command = plan

  variables {
    active_cluster = "dr"
  }

  assert {
    condition     = onefs_pool_failover.nas1.active_cluster == "dr"
    error_message = "active_cluster does not reach the resource."
  }
  assert {
    condition     = toset(keys(onefs_pool_failover.nas1.pools)) == toset(["prod", "dr"])
    error_message = "The module names other clusters than the rest of the house."
  }
}

run "refuses_an_unknown_cluster" {
  command = plan

  variables {
    active_cluster = "test"
  }

  expect_failures = [var.active_cluster]
}

run "tells_who_serves" {
  override_resource {
    target = onefs_pool_failover.nas1
    values = { serving_cluster = "prod" }
  }

  assert {
    condition     = output.serving_cluster == "prod"
    error_message = "The output is not the serving cluster."
  }
}
