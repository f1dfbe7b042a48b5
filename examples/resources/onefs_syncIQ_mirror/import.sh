# Home of the policy, its name there, and its target.
terraform import onefs_syncIQ_mirror.fin prod/fin/dr
