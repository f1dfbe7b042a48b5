#!/usr/bin/env bash
# Copyright (c) The terraform-provider-onefs authors
# SPDX-License-Identifier: MPL-2.0
#
# A failover and the way back, by hand: nothing but curl, jq and dig against two simulated clusters.
#
#   onefs-sim -scenario lab -dir DIR -speed 60   in one terminal
#   ./walkthrough.sh DIR/site.json               in another
#
# Every step proves what it did by reading it back; the script ends with an error at the first thing that is not as it should be.
set -euo pipefail

site=${1:?usage: walkthrough.sh DIR/site.json}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ca=$(jq -r '.clusters[0].ca_file' "$site")
pool=$(jq -r '.clusters[0].pools[0]' "$site")
pool_path="/platform/16/network/groupnets/${pool%%.*}/subnets/$(cut -d. -f2 <<<"$pool")/pools/${pool##*.}"

say() { printf '== %s\n' "$*"; }
die() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
field() { jq -r --arg name "$1" ".clusters[] | select(.name == \$name) | .$2" "$site"; }

# login CLUSTER: a session; the cookie goes to a file, the CSRF token to another.
login() {
  local endpoint; endpoint=$(field "$1" endpoint)
  jq -n --arg u "$(field "$1" username)" --arg p "$(field "$1" password)" \
    '{username: $u, password: $p, services: ["platform", "namespace"]}' |
    curl -sS --fail --cacert "$ca" -c "$work/$1.cookies" -H 'Content-Type: application/json' --data @- \
      "$endpoint/session/1/session" >/dev/null
  awk '$6 == "isicsrf" {print $7}' "$work/$1.cookies" >"$work/$1.csrf"
  [ -s "$work/$1.csrf" ] || die "$1 gave no CSRF token"
}

# once CLUSTER METHOD PATH [BODY] [CURL OPTIONS]: the answer in $work/body, the status on standard output.
once() {
  local cluster=$1 method=$2 path=$3 body=${4:-} endpoint; endpoint=$(field "$1" endpoint)
  shift $(($# < 4 ? $# : 4))
  curl -sS --cacert "$ca" -b "$work/$cluster.cookies" -c "$work/$cluster.cookies" -X "$method" -o "$work/body" -w '%{http_code}' \
    -H "X-CSRF-Token: $(cat "$work/$cluster.csrf")" -H "Referer: $endpoint" \
    ${body:+-H 'Content-Type: application/json' --data "$body"} "$@" "$endpoint$path"
}

# raw is once, with a new session if the old one has ended: simulated time makes that happen soon.
raw() {
  local status; status=$(once "$@")
  if [ "$status" = 401 ]; then
    login "$1"
    status=$(once "$@")
  fi
  echo "$status"
}

# api CLUSTER METHOD PATH [BODY]: the answer on standard output; anything but 2xx ends the script.
api() {
  local status; status=$(raw "$@")
  [[ $status == 2* ]] || die "$2 $3 on $1: $status $(cat "$work/body")"
  cat "$work/body"
}

# until_true WHAT COMMAND…: again and again, until the command prints true.
until_true() {
  local what=$1; shift
  local got
  for _ in $(seq 3000); do
    got=$("$@") || exit 1
    [ "$got" = true ] && return 0
    sleep 0.1
  done
  die "$what did not come true"
}

policy() { api "$1" GET "/platform/14/sync/policies/$2"; }
target() { api "$1" GET "/platform/1/sync/target/policies/$2"; }
target_is() { target "$1" "$2" | jq --arg s "$3" '.policies[0].failover_failback_state == $s'; }
enabled_is() { policy "$1" "$2" | jq --argjson e "$3" '.policies[0].enabled == $e'; }

# report CLUSTER received|own POLICY ACTION: the newest report of that action. Job numbers of two clusters cannot be compared, and the
# target has reports of both: so only jobs of the same action, which run on the same cluster, are looked at.
report() {
  local where=reports; [ "$2" = received ] && where=target/reports
  api "$1" GET "/platform/15/sync/$where?policy_name=$3&reports_per_policy=20" |
    jq -c --arg a "${4:-run}" '[.reports[] | select(.action == $a)] | max_by(.job_id)
      | {job_id, state, action, files_new, files_changed, errors}'
}

# idle CLUSTER POLICY: true when no job of the policy is there: a job that is gone answers 404.
idle() { [ "$(raw "$1" GET "/platform/15/sync/jobs/$2")" = 404 ] && echo true || echo false; }

# job CLUSTER own|received POLICY [ACTION]: start, wait until it is gone, and prove by a new report that it finished.
job() {
  local cluster=$1 where=$2 name=$3 action=${4:-} before after
  before=$(report "$cluster" "$where" "$name" "$action" | jq '.job_id // 0')
  api "$cluster" POST /platform/15/sync/jobs \
    "$(jq -nc --arg id "$name" --arg a "$action" 'if $a == "" then {id: $id} else {id: $id, action: $a} end')" >/dev/null
  newer() { report "$cluster" "$where" "$name" "$action" | jq --argjson b "$before" '(.job_id // 0) > $b'; }
  until_true "a report of ${action:-run} $name" newer
  until_true "$name idle again" idle "$cluster" "$name"
  after=$(report "$cluster" "$where" "$name" "$action")
  [ "$(jq -r .state <<<"$after")" = finished ] || die "${action:-run} $name: $after"
  say "$cluster: ${action:-run} $name: $after"
}

# Answers of SmartConnect: which cluster answers for a name.
ask() { dig +short +tries=1 +time=2 "@${2%:*}" -p "${2##*:}" "$1" A | grep -E '^[0-9.]+$' || true; }
answering() {
  local c
  for c in ps1 ps2; do
    [ -n "$(ask "$1" "$(field "$c" dns)")" ] && echo "$c"
  done | paste -sd ' '
}
expect_names() {
  local n
  for n in nas1.demo.local fin.demo.local; do
    [ "$(answering "$n")" = "$1" ] || die "$n is answered by '$(answering "$n")', not by $1"
  done
  say "DNS: nas1.demo.local and fin.demo.local lead to $1 ($(ask nas1.demo.local "$(field "$1" dns)"))"
}

# rename CLUSTER JQ: changes the pool's names, keeping every other name and the order.
rename() {
  local body
  body=$(api "$1" GET "$pool_path" | jq -c ".pools[0] | {sc_dns_zone, sc_dns_zone_aliases} | $2")
  api "$1" PUT "$pool_path" "$body" >/dev/null
}
park='def park: if . == "nas1.demo.local" or . == "fin.demo.local" then "igls-original-" + . else . end;
      .sc_dns_zone |= park | .sc_dns_zone_aliases |= map(park)'
publish='def publish: if . == "igls-original-nas1.demo.local" or . == "igls-original-fin.demo.local"
         then ltrimstr("igls-original-") else . end;
         .sc_dns_zone |= publish | .sc_dns_zone_aliases |= map(publish)
         | if any(.sc_dns_zone_aliases[]; . == "fin.demo.local") then . else .sc_dns_zone_aliases += ["fin.demo.local"] end'
move_names() { rename "$1" "$park"; rename "$2" "$publish"; }

# move_spns FROM TO: off the one account, then onto the other, both at the same domain controller.
ads=/platform/14/auth/providers/ads/DEMO.LOCAL
moved='["host/nas1", "host/nas1.demo.local", "host/fin", "host/fin.demo.local"]'
spns() { api "$1" GET "$ads" | jq -c '.ads[0].spns'; }
move_spns() {
  local keep add
  keep=$(spns "$1" | jq -c --argjson m "$moved" 'map(select(ascii_downcase as $s | $m | index($s) | not))')
  add=$(spns "$2" | jq -c '. + ["HOST/nas1", "HOST/nas1.demo.local", "HOST/fin", "HOST/fin.demo.local"]')
  api "$1" PUT "$ads" "{\"domain_controller\": \"dc1.demo.local\", \"spns\": $keep}" >/dev/null
  api "$2" PUT "$ads" "{\"domain_controller\": \"dc1.demo.local\", \"spns\": $add}" >/dev/null
  [ "$(spns "$1" | jq 'any(.[]; ascii_downcase == "host/nas1.demo.local")')" = false ] || die "$1 still has HOST/nas1.demo.local"
  [ "$(spns "$2" | jq 'any(.[]; ascii_downcase == "host/nas1.demo.local")')" = true ] || die "$2 does not have HOST/nas1.demo.local"
  say "AD: HOST/nas1.demo.local stands on $2's account only"
}

# write CLUSTER FILE: the status of writing a file into the policy's path.
write() {
  raw "$1" PUT "/namespace/ifs/data/nas1/$2" '' -H 'x-isi-ifs-target-type: object' -H 'X-Sim-Bad-On-Purpose: 1' --data-binary "$2"
}
expect_write() {
  local status; status=$(write "$1" "$2")
  [ "$status" = "$3" ] || die "writing on $1: $status $(cat "$work/body"), not $3"
  say "$1: writing /ifs/data/nas1/$2: $status"
}
all_policies() { local p; for p in nas1 fin proj; do "$@" "$p"; done; }

say "what is refused"
login ps1; login ps2
status=$(curl -sS --cacert "$ca" -b "$work/ps1.cookies" -o "$work/body" -w '%{http_code}' -H 'X-Sim-Bad-On-Purpose: 1' \
  "$(field ps1 endpoint)/platform/14/sync/policies/nas1")
[ "$status" = 401 ] || die "without a CSRF header: $status"
[ "$(jq -c .errors "$work/body")" = '[{"message":"authorization required"}]' ] || die "the 401 says $(cat "$work/body")"
say "without a CSRF header: 401 $(jq -c . "$work/body")"
status=$(raw ps1 PUT /platform/14/sync/policies/nas1 '{"shedule": ""}' -H 'X-Sim-Bad-On-Purpose: 1')
[ "$status" = 400 ] || die "an unknown property: $status"
[ "$(jq -r '.errors[0].field' "$work/body")" = shedule ] || die "the 400 does not name the property: $(cat "$work/body")"
say "an unknown property: 400 $(jq -c . "$work/body")"

say "ps1 serves"
expect_names ps1
expect_write ps1 before-failover 200
expect_write ps2 on-the-copy 403
say "policy nas1: $(policy ps1 nas1 | jq -c '.policies[0] | {enabled, schedule, source_root_path, target_host, target_path}')"

# schedule CLUSTER POLICY TEXT: a policy with an active job cannot be modified, and schedules fire when they like: tried until it is idle.
schedule() { until_true "the schedule of $2" schedule_once "$@"; }
schedule_once() {
  local status; status=$(raw "$1" PUT "/platform/14/sync/policies/$2" "$(jq -nc --arg s "$3" '{schedule: $s}')")
  case $status in
    2*) echo true ;;
    409) echo false ;;
    *) die "the schedule of $2 on $1: $status $(cat "$work/body")" ;;
  esac
}
unschedule() { schedule ps1 "$1" ''; }
last_sync() { job ps1 own "$1"; }
open_copy() { job ps2 received "$1" allow_write; until_true "$1 writable" target_is ps2 "$1" writes_enabled; }
turn() {
  job ps1 own "$1" resync_prep
  until_true "$1 turned" target_is ps2 "$1" resync_policy_created
  until_true "$1 disabled" enabled_is ps1 "$1" false
  until_true "${1}_mirror enabled" enabled_is ps2 "${1}_mirror" true
}
mirror_run() { job ps2 own "${1}_mirror"; }

say "failover: ps1 to ps2"
all_policies unschedule
all_policies last_sync
move_names ps1 ps2
expect_names ps2
move_spns ps1 ps2
all_policies open_copy
expect_write ps2 after-failover 200
all_policies turn
expect_write ps1 on-the-old-side 403
mirror_unschedule() { schedule ps2 "${1}_mirror" ''; }
all_policies mirror_unschedule
all_policies mirror_run
api ps1 GET /namespace/ifs/data/nas1/after-failover >/dev/null
say "ps1: the mirror has brought after-failover over"

say "failback: ps2 to ps1"
all_policies mirror_run
move_names ps2 ps1
expect_names ps1
move_spns ps2 ps1
open_original() { job ps1 received "${1}_mirror" allow_write; until_true "${1}_mirror writable" target_is ps1 "${1}_mirror" writes_enabled; }
turn_back() {
  job ps2 own "${1}_mirror" resync_prep
  until_true "${1}_mirror turned" target_is ps1 "${1}_mirror" resync_policy_created
  until_true "$1 protected" target_is ps2 "$1" writes_disabled
  until_true "$1 enabled" enabled_is ps1 "$1" true
}
reschedule() { schedule ps1 "$1" 'every 5 minutes'; }
all_policies open_original
expect_write ps1 after-failback 200
all_policies turn_back
expect_write ps2 on-the-copy-again 403
all_policies last_sync
all_policies reschedule
api ps1 GET /namespace/ifs/data/nas1/after-failover >/dev/null
say "ps1: what was written on ps2 is there"

for c in ps1 ps2; do
  status=$(raw "$c" DELETE /session/1/session)
  [ "$status" = 204 ] || die "logging out of $c: $status"
done
say "done: there and back"
