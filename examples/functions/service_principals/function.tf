# ["HOST/nas1.example.com", "HOST/nas1", "nfs/nas1.example.com", "nfs/nas1"]
output "principals" {
  value = provider::onefs::service_principals("nas1.example.com", ["HOST", "nfs"])
}
