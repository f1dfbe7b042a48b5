#!/bin/sh
# Second job, after the approval: applies the very file that was approved, and nothing that was planned since. APPROVED is the first word of
# failover.tfplan.sha256, as the approver has seen it.
set -eu

echo "$APPROVED  failover.tfplan" | sha256sum -c -
terraform apply -input=false -no-color -lock-timeout=5m failover.tfplan
