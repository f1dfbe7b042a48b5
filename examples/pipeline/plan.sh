#!/bin/sh
# First job: plans, and leaves failover.tfplan, the artefact that a person approves, with moves.txt beside it. It needs jq.
# It ends with 0 if there is nothing to do, 2 if something is planned, 1 if the plan is refused.
set -u

terraform plan -input=false -no-color -lock-timeout=5m -detailed-exitcode -out=failover.tfplan
result=$?
[ "$result" -eq 2 ] || exit "$result"

terraform show -json failover.tfplan |
  jq -r '.resource_changes[]
    | select(.type == "onefs_pool_failover" and .change.after.moves != null and (.change.actions | index("update")))
    | "\(.address): \(.change.after.moves.kind): \(.change.after.moves.at_a_glance)"' >moves.txt || exit 1
cat moves.txt
sha256sum failover.tfplan | tee failover.tfplan.sha256 # approve this line
exit 2
