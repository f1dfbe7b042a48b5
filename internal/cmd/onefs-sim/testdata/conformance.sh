#!/usr/bin/env bash
# Copyright (c) The terraform-provider-onefs authors
# SPDX-License-Identifier: MPL-2.0
#
# What clients of the OneFS platform API rely on, claim by claim, asked of any cluster or simulator with nothing but curl and jq.
#
#   ./conformance.sh DIR/site.json [CLUSTER]            a simulator, by the file that onefs-sim writes
#   ONEFS_USERNAME=… ONEFS_PASSWORD=… ./conformance.sh https://cluster.example.com:8080
#
# ONEFS_CA is a certificate file, ONEFS_INSECURE=1 looks at no certificate.
# It only reads. It opens sessions and ends them, and one log-in is wrong on purpose. With WRITE=1 it also makes, in /ifs/data, a directory
# onefs-conformance-<number>, a quota and an export on it, and removes all three. A claim that the user has no privilege to see is skipped.
set -uo pipefail

site=${1:?usage: conformance.sh DIR/site.json [CLUSTER], or an https:// address}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [[ $site == https://* ]]; then
  endpoint=${site%/} username=${ONEFS_USERNAME:?} password=${ONEFS_PASSWORD:?} ca=${ONEFS_CA:-}
else
  of=".clusters[] | select(.name == \"${2:-$(jq -r '.clusters[0].name' "$site")}\")"
  endpoint=$(jq -r "$of.endpoint" "$site") ca=$(jq -r "$of.ca_file" "$site")
  username=$(jq -r "$of.username" "$site") password=$(jq -r "$of.password" "$site")
fi
trust=()
[ -n "$ca" ] && trust=(--cacert "$ca")
[ -n "${ONEFS_INSECURE:-}" ] && trust=(--insecure)

total=0 good=0 skipped=0
verdict() { # CLAIM yes|no|skip [WHAT]
  case $2 in
    yes) total=$((total + 1)) good=$((good + 1)); printf 'ok      %s\n' "$1" ;;
    skip) skipped=$((skipped + 1)); printf 'skipped %s (no privilege)\n' "$1" ;;
    *) total=$((total + 1)); printf 'NOT     %s: %s\n' "$1" "${3:-}" ;;
  esac
}

# send METHOD PATH [CURL OPTIONS]: status into $status, answer into $work/body, headers into $work/head.
send() {
  local method=$1 path=$2; shift 2
  status=$(curl -sS "${trust[@]}" -X "$method" -o "$work/body" -D "$work/head" -w '%{http_code}' -g "$@" "$endpoint$path")
}
basic=(-u "$username:$password")

# claim TEXT STATUS JQ METHOD PATH [CURL OPTIONS]: the request has that status and its answer makes the jq expression true.
claim() {
  local text=$1 want=$2 test=$3; shift 3
  send "$@" "${basic[@]}"
  if [ "$status" = 403 ] && [ "$want" != 403 ]; then verdict "$text" skip; return; fi
  if [ "$status" != "$want" ]; then verdict "$text" no "status $status"; return; fi
  if [ -z "$test" ] || jq -e "$test" "$work/body" >/dev/null 2>&1; then verdict "$text" yes; else verdict "$text" no "$(head -c 200 "$work/body")"; fi
}
get() { claim "$1" 200 "$2" GET "$3"; }
refused() { claim "$1" "$2" '.errors | length > 0 and (.[0].message | type == "string")' GET "$3"; }

# -- sessions
login=(-H 'Content-Type: application/json' --data "$(jq -n --arg u "$username" --arg p "$password" '{username: $u, password: $p, services: ["platform", "namespace"]}')")
send POST /session/1/session/ "${login[@]}" -c "$work/cookies"
[ "$status" = 201 ] && verdict 'a log-in at a URL with a slash at its end' yes || verdict 'a log-in at a URL with a slash at its end' no "status $status"
token=$(awk '$6 == "isicsrf" {print $7}' "$work/cookies")
[ -n "$token" ] && grep -q isisessid "$work/cookies" && r=yes || r=no
verdict 'a log-in gives the cookies isisessid and isicsrf' $r
grep -qi "^x-csrf-token: $token" "$work/head" && [ -n "$token" ] && r=yes || r=no
verdict 'a log-in gives the token in a header too' $r
send GET /session/1/session -b "$work/cookies" -H "X-CSRF-Token: $token" -H "Referer: $endpoint"
[ "$status" = 200 ] && jq -e '.timeout_absolute > 0' "$work/body" >/dev/null && r=yes || r=no
verdict 'a session tells how long it lasts' $r "status $status"
send GET /platform/latest -b "$work/cookies" -H "X-CSRF-Token: $token" -H "Referer: $endpoint"
[ "$status" = 200 ] && r=yes || r=no
verdict 'a session with cookie, token and Referer is let in' $r "status $status"
send PUT /platform/3/network/external -b "$work/cookies" -H 'Content-Type: application/json' --data '{}'
[ "$status" = 401 ] && r=yes || r=no
verdict 'a write with the cookie alone is refused' $r "status $status"
send DELETE /session/1/session -b "$work/cookies"
[ "$status" = 204 ] && r=yes || r=no
verdict 'a log-out with the cookie alone' $r "status $status"
send GET /session/1/session -b "$work/cookies" -H "X-CSRF-Token: $token" -H "Referer: $endpoint"
[ "$status" = 401 ] && r=yes || r=no
verdict 'a session has ended after the log-out' $r "status $status"
send POST /session/1/session -H 'Content-Type: application/json' --data "$(jq -n --arg u "$username" '{username: $u, password: "wrong on purpose", services: ["platform"]}')"
[ "$status" = 401 ] && r=yes || r=no
verdict 'a wrong password is refused with 401' $r "status $status"
send GET /platform/latest
[ "$status" = 401 ] && r=yes || r=no
verdict 'nobody is let in without a log-in' $r "status $status"

# -- versions
get 'the newest version is told as text' '.latest | type == "string" and test("^[0-9.]+$")' /platform/latest
send GET /platform/latest "${basic[@]}"
latest=$(jq -r '.latest | split(".")[0]' "$work/body" 2>/dev/null)
get 'a path without a version is the newest' '.policies | type == "array"' /platform/sync/policies
wrong=
for v in $(seq 1 "${latest:-1}"); do
  send GET "/platform/$v/sync/policies" "${basic[@]}"
  [ "$status" = 200 ] || wrong="$wrong $v:$status"
done
[ -z "$wrong" ] && r=yes || r=no
[[ $wrong =~ ^(\ [0-9]+:403)+$ ]] && r=skip
verdict 'SyncIQ policies answer under every version since 1' $r "$wrong"
while read -r path key; do
  get "an older version of a resource answers: $path" ".$key | type == \"array\"" "/platform/$path"
done <<'OLD'
11/sync/policies policies
1/sync/jobs jobs
1/sync/reports reports
12/quota/quotas quotas
7/protocols/smb/shares shares
2/protocols/nfs/exports exports
12/network/pools pools
7/network/subnets subnets
3/cluster/nodes nodes
1/zones zones
1/license/licenses licenses
1/auth/roles roles
OLD
get 'quotas of version 1 tell their logical usage' '.quotas | all(.usage | has("logical"))' /platform/1/quota/quotas

# -- how requests may be written
get 'a slash at the end of a collection' '.policies | type == "array"' /platform/14/sync/policies/
get 'a truth value written True' '.quotas | type == "array"' '/platform/15/quota/quotas?resolve_names=True'
get 'a truth value written False' '.quotas | type == "array"' '/platform/15/quota/quotas?resolve_names=False'
get 'a zone in small letters' '.shares | type == "array"' '/platform/12/protocols/smb/shares?zone=system'
refused 'a zone of no name is refused' 404 '/platform/12/protocols/smb/shares?zone=no-such-zone'
refused 'a query argument of no name is refused' 400 '/platform/12/protocols/smb/shares?colour=red'
refused 'a snapshot of no name is refused' 404 /platform/1/snapshot/snapshots/no-such-snapshot
get 'a directory is listed with all depths' '.children | type == "array"' '/namespace/ifs?max-depth=-1&detail=size&limit=10'

# -- pages
send GET '/platform/16/network/pools?limit=1' "${basic[@]}"
resume=$(jq -r '.resume // empty' "$work/body") first=$(jq -r '.pools[0].id // empty' "$work/body")
if [ -n "$resume" ]; then
  get 'a list goes on with resume alone, and shows another object' ".pools[0].id != \"$first\"" "/platform/16/network/pools?resume=$resume"
fi
get 'a list ends with resume null' '.resume == null' /platform/16/network/pools

# -- objects
send GET /platform/16/network/pools "${basic[@]}"
pool=$(jq -r '.pools[0] | "/platform/16/network/groupnets/\(.groupnet)/subnets/\(.subnet)/pools/\(.name)"' "$work/body")
subnet=$(jq -r '.pools[0] | "/platform/16/network/groupnets/\(.groupnet)/subnets/\(.groupnet).\(.subnet)"' "$work/body")
get 'one object comes inside an array' '.pools | length == 1' "$pool"
get 'select=* shows the whole pool' '.pools[0] | has("sc_dns_zone")' "$pool?select=*"
get 'a subnet is found by its id' '.subnets | length == 1' "$subnet"
get 'privileges of roles have names' '[.roles[].privileges[]] | all(.name | type == "string")' /platform/14/auth/roles
get 'the role SystemAdmin is built in' '.roles | any(.name == "SystemAdmin")' /platform/14/auth/roles
get 'the System zone has a local provider' '.zones[0].auth_providers | any(startswith("lsa-local-provider:"))' /platform/3/zones/System
get 'the zone is found in small letters' '.zones[0].name == "System"' /platform/3/zones/system
get 'licences have a status of the list' '.licenses | all(.status | IN("Unlicensed", "Licensed", "Expired", "Evaluation", "Evaluation Expired"))' /platform/5/license/licenses
get 'SyncIQ tells of its licence' '.id == "SYNCIQ"' /platform/5/sync/license
get 'exports show map_all only once it is set' '.exports | all(.map_all == null or .map_all.enabled)' /platform/4/protocols/nfs/exports
get 'a provider without an instance name shows null, nothing or an empty text' '.ads | all((.instance // "") | type == "string")' /platform/14/auth/providers/ads
get 'policies tell whether they are conflicted' '.policies | all(.conflicted | type == "boolean")' /platform/14/sync/policies
get 'settings come under one key' '.settings | type == "object"' /platform/16/sync/settings

# -- what it makes and removes, only if asked to
if [ -n "${WRITE:-}" ]; then
  name=onefs-conformance-$$ path=/ifs/data/onefs-conformance-$$
  json=(-H 'Content-Type: application/json')
  claim 'a directory is made' 200 '' PUT "/namespace$path" -H 'x-isi-ifs-target-type: container' -H 'x-isi-ifs-access-control: 0755'
  claim 'a quota is made' 201 '.id' POST /platform/15/quota/quotas "${json[@]}" \
    --data "{\"path\":\"$path\",\"type\":\"directory\",\"include_snapshots\":false,\"enforced\":false}"
  quota=$(jq -r '.id // empty' "$work/body")
  get 'a quota is found by its path with a slash' '.quotas | length == 1' "/platform/15/quota/quotas?path=$path/"
  claim 'an export is made' 201 '.id' POST /platform/4/protocols/nfs/exports "${json[@]}" --data "{\"paths\":[\"$path\"]}"
  export=$(jq -r '.id // empty' "$work/body")
  get 'a new export has no map_all' '.exports[0].map_all == null' "/platform/4/protocols/nfs/exports/$export"
  claim 'the id of a user may be written in small letters' 204 '' PUT "/platform/4/protocols/nfs/exports/$export" "${json[@]}" \
    --data '{"map_root":{"enabled":true,"user":{"id":"user:nobody"}}}'
  [ -n "$export" ] && claim 'the export is removed' 204 '' DELETE "/platform/4/protocols/nfs/exports/$export"
  [ -n "$quota" ] && claim 'the quota is removed' 204 '' DELETE "/platform/15/quota/quotas/$quota"
  claim 'the directory is removed' 204 '' DELETE "/namespace$path"
  printf 'made and removed: %s, a quota and an export on it\n' "$path"
fi

printf 'conformance: %d of %d claims, %d skipped\n' "$good" "$total" "$skipped"
[ "$good" = "$total" ]
