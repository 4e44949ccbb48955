#!/usr/bin/env bash
# Uses curl --digest against the sandbox whose address is in URL: the whole life of an endpoint service and its endpoint on each cloud.
# Prints a line for each step: client, cloud, step, and what it saw.
#   curl.sh NAME
set -euo pipefail

name=$1
project=64b7f0c2a91d3e5f60718293
groups=$URL/api/atlas/v2/groups/$project
not_found='404 PRIVATE_ENDPOINT_SERVICE_NOT_FOUND'
v2=application/vnd.atlas.2023-01-01+json
azure=/subscriptions/19265c27-b60e-4c3b-9426-ae3f507300b5/resourceGroups/shop/providers/Microsoft.Network/privateEndpoints/curl$TAG
rule=curl-rule-$TAG

say() {
  printf '%s\t%s\t%s\t%s\n' "$name" "$cloud" "$1" "$2"
}

# Usage: same WHAT EXPECTED ACTUAL
same() {
  [ "$2" = "$3" ] && return
  echo "$name: $cloud, $1: $3 instead of $2" >&2
  exit 1
}

# Usage: see STEP EXPECTED ACTUAL
see() {
  same "$@"
  say "$1" "$3"
}

# Usage: ask METHOD URL [CURL_ARGUMENT...]    sets status, body, and outcome: the status, and the code of an error in Atlas's shape
ask() {
  local answer
  answer=$(curl -sS --digest --user "${user:-$ID:$KEY}" -H "Accept: ${accept:-$v2}" -H "Content-Type: $v2" -w '\n%{http_code}' -X "$@")
  status=${answer##*$'\n'}
  body=${answer%$'\n'*}
  outcome=$status
  [ "$status" -lt 300 ] || outcome="$status $(jq -er .errorCode <<<"$body")"
}

# Usage: poll STEP END URL    asks every second until the end is seen; any other refusal is a failure
poll() {
  local seen= state
  for _ in $(seq 120); do
    ask GET "$3"
    state=$outcome
    [ "$status" != 200 ] || state=$(jq -r '.connectionStatus // .status' <<<"$body")
    [ "${seen##*, }" = "$state" ] || seen=${seen:+$seen, }$state
    if [ "$state" = "$2" ]; then
      say "$1" "$seen"
      return
    fi
    [ "$status" = 200 ] || break
    sleep 1
  done
  same "$1" "$2" "$seen"
}

create() {
  local region=${cloud}_REGION body_of_gcp=
  [ "$cloud" != GCP ] || body_of_gcp=,\"portMappingEnabled\":true
  ask POST "$groups/privateEndpoint/endpointService" -d "{\"providerName\":\"$cloud\",\"region\":\"${!region}\"$body_of_gcp}"
  see 'create service' '201 INITIATING' "$outcome $(jq -r .status <<<"$body")"
  service=$groups/privateEndpoint/$cloud/endpointService/$(jq -r .id <<<"$body")
}

# Usage: live ID ADDITION
live() {
  create
  poll 'service is ready' AVAILABLE "$service"
  ask POST "$service/endpoint" -d "$2"
  see 'add endpoint' 201 "$outcome"
  same "endpoint's own id" "$1" "$(jq -r '.interfaceEndpointId // .privateEndpointResourceId // .endpointGroupName' <<<"$body")"
  local endpoint
  endpoint=$service/endpoint/$(jq -rn --arg id "$1" '$id | @uri')
  poll 'endpoint is ready' AVAILABLE "$endpoint"

  until accept=application/vnd.atlas.2024-08-05+json ask GET "$groups/clusters?includeCount=true&itemsPerPage=100&pageNum=1" &&
    same 'clusters' 200 "$outcome" && jq -e '.results | length > 0 and all(.stateName == "IDLE")' <<<"$body" >/dev/null; do
    sleep 1
  done
  say 'clusters are idle' "$(jq -r '[.results[].stateName] | join(", ")' <<<"$body")"
  ask GET "$groups/privateEndpoint/regionalMode"
  see 'regional mode' true "$(jq -r .enabled <<<"$body")"

  user=$VIEWER_ID:$VIEWER_KEY ask DELETE "$endpoint"
  see 'viewer removes' '403 USER_UNAUTHORIZED' "$outcome"
  user=$ID:$VIEWER_KEY ask GET "$service"
  see 'wrong key' '401 UNEXPECTED_ERROR' "$outcome"

  ask DELETE "$endpoint"
  see 'remove endpoint' 202 "$outcome"
  poll 'endpoint is gone' "$not_found" "$endpoint"
  poll 'service goes with its last endpoint' "$not_found" "$service"

  create
  ask DELETE "$service"
  see 'remove service' 202 "$outcome"
  poll 'service is gone' "$not_found" "$service"
  ask DELETE "$service"
  see 'remove it again' "$not_found" "$outcome"
}

rules="[{\"endpointName\":\"$rule\",\"ipAddress\":\"10.0.0.4\"}]"
(cloud=AWS live "vpce-0a1b2c3d4e5f609$TAG" "{\"id\":\"vpce-0a1b2c3d4e5f609$TAG\"}") & lives=($!)
(cloud=AZURE live "$azure" "{\"id\":\"$azure\",\"privateEndpointIPAddress\":\"10.0.0.4\"}") & lives+=($!)
(cloud=GCP live "$rule" "{\"endpointGroupName\":\"$rule\",\"gcpProjectId\":\"p-fdeeb3e43b8e733e5ab627b1\",\"endpoints\":$rules}") & lives+=($!)
for life in "${lives[@]}"; do
  wait "$life" || failed=yes
done
[ -z "${failed:-}" ]
