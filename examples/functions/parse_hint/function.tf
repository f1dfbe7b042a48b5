# { key = "nas1", tail = "prod" }
output "hint" {
  value = provider::onefs::parse_hint("igls-nas1-prod.example.com")
}
