# One policy, its live schedule left as it is, and an alarm in every plan when it does not replicate.
resource "onefs_syncIQ_mirror" "fin" {
  policy   = "fin"
  clusters = { source = "prod", target = "dr" }
}

check "fin" {
  assert {
    condition     = onefs_syncIQ_mirror.fin.position == "replicating"
    error_message = "Policy fin does not replicate: ${coalesce(onefs_syncIQ_mirror.fin.position, "not known")}."
  }
}
