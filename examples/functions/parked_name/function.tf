# "igls-original-nas1.example.com"
output "parked" {
  value = provider::onefs::parked_name("nas1.example.com")
}
