#!/usr/bin/env bash
# Uses the curl of Atlas's page "Add One Interface Endpoint to a Private Endpoint Connection", word for word but for the host, the key and
# the ids, against the sandbox whose address is in G; and the other requests of the classic API around it, as its pages have them. Prints a
# line for each step: client, cloud, step, and what it saw.
set -euo pipefail

connections=$G/api/atlas/v1.0/groups/64b7f0c2a91d3e5f60718293/privateEndpoint
endpoint_id=vpce-0a1b2c3d4e5f609$TAG

say() {
  printf "Atlas's page\tAWS\t%s\t%s\n" "$1" "$2"
}

# Usage: see STEP EXPECTED ACTUAL
see() {
  say "$1" "$3"
  [ "$2" = "$3" ] && return
  echo "Atlas's page: $1: $3 instead of $2" >&2
  exit 1
}

# Usage: ask CURL_ARGUMENT...    sets status, body, and outcome: the status, and the code of an error in Atlas's shape
ask() {
  local answer
  answer=$(curl -sS --user "$ID:$KEY" --digest --header 'Accept: application/json' --header 'Content-Type: application/json' \
    --write-out '\n%{http_code}' "$@")
  status=${answer##*$'\n'}
  body=${answer%$'\n'*}
  outcome=$status
  [ "$status" -lt 300 ] || outcome="$status $(jq -er .errorCode <<<"$body")"
}

# Usage: poll STEP PATTERN URL    asks every second until the end is seen; any other refusal is a failure
poll() {
  local seen= state
  for _ in $(seq 120); do
    ask "$3"
    state=$outcome
    [ "$status" != 200 ] || state=$(jq -r '.connectionStatus // .status' <<<"$body")
    [ "${seen##*, }" = "$state" ] || seen=${seen:+$seen, }$state
    # shellcheck disable=SC2053
    if [[ $state == $2 ]]; then
      say "$1" "$seen"
      return
    fi
    [ "$status" = 200 ] || break
    sleep 1
  done
  see "$1" "$2" "$seen"
}

create() {
  ask --request POST "$connections" --data "{\"providerName\":\"AWS\",\"region\":\"$AWS_REGION\"}"
  see 'create service' '201 INITIATING' "$outcome $(jq -r .status <<<"$body")"
  connection=$connections/$(jq -r .id <<<"$body")
}

create
poll 'service is ready' WAITING_FOR_USER "$connection"

added=$(
curl --user "$ID:$KEY" --digest \
  --header "Accept: application/json" \
  --header "Content-Type: application/json" \
  --request POST "$connection/interfaceEndpoints?pretty=true" \
  --data '
    {
      "interfaceEndpointId":"'"$endpoint_id"'"
    }' 2>/dev/null
)
see 'add endpoint' '{
  "connectionStatus" : "PENDING_ACCEPTANCE",
  "deleteRequested" : false,
  "errorMessage" : null,
  "interfaceEndpointId" : "'"$endpoint_id"'"
}' "$added" >/dev/null
say 'add endpoint' "$(jq -r .connectionStatus <<<"$added")"

endpoint=$connection/interfaceEndpoints/$endpoint_id
poll 'endpoint is ready' AVAILABLE "$endpoint"
ask --request DELETE "$connection"
see 'remove service with its endpoint' '409 CANNOT_DELETE_PRIVATELINK_WITH_ENDPOINTS' "$outcome"
ask --request DELETE "$endpoint" --user "$VIEWER_ID:$VIEWER_KEY"
see 'viewer removes' '403 USER_UNAUTHORIZED' "$outcome"
ask "$connection" --user "$ID:$VIEWER_KEY"
see 'wrong key' '401 UNEXPECTED_ERROR' "$outcome"
ask --request DELETE "$endpoint"
see 'remove endpoint' '202 {}' "$outcome $body"
poll 'endpoint is gone' '404 PRIVATELINK_*NOT_FOUND' "$endpoint"
poll 'service goes with its last endpoint' '404 PRIVATELINK_NOT_FOUND' "$connection"

create
ask --request DELETE "$connection"
see 'remove service' '202 {}' "$outcome $body"
poll 'service is gone' '404 PRIVATELINK_NOT_FOUND' "$connection"
ask --request DELETE "$connection"
see 'remove it again' '404 PRIVATELINK_NOT_FOUND' "$outcome"
