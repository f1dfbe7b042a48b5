#!/bin/sh
# Plans, and ends with 1 and the reasons if a check fails. It needs jq. Nothing is applied.
set -eu

terraform plan -input=false -no-color -lock=false -out=nightly.tfplan >nightly.log
terraform show -json nightly.tfplan |
  jq -r '[.checks[]? | select(.status != "pass") | .instances[]?.problems[]?.message] | .[]' >nightly.alarms
if [ -s nightly.alarms ]; then
  cat nightly.alarms
  exit 1
fi
