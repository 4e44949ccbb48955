#!/usr/bin/env bash
# Ensures or removes an endpoint of a link, and waits until that is done. Needs curl and jq.
#
#   endpoint.sh ensure PROJECT LINK ENDPOINT    for AWS; adds the endpoint, leaves it, or replaces it when it has failed
#   endpoint.sh remove PROJECT LINK ENDPOINT
#
# LINKGATE_URL is the gateway's address, LINKGATE_KEY the team's API key or a JWT, LINKGATE_KEY_COMMAND in its place what prints
# one, and LINKGATE_WAIT the longest time in seconds (900).
# Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 the time was up.
set -euo pipefail

if [ $# -ne 4 ]; then
  echo "Usage: endpoint.sh ensure|remove PROJECT LINK ENDPOINT" >&2
  exit 2
fi
action=$1
endpoint=/projects/$2/links/$3/endpoints/$4
deadline=$((SECONDS + ${LINKGATE_WAIT:-900}))

# Usage: request METHOD PATH    sets status and body. The gateway holds its answer until there is something to tell.
# The key comes on standard input, because other users of the machine can see arguments.
request() {
  local left=$((deadline - SECONDS)) answer key
  if [ "$left" -le 0 ]; then
    echo "The time is up: $body" >&2
    exit 3
  fi
  key=$(${LINKGATE_KEY_COMMAND:-printenv LINKGATE_KEY})
  answer=$(curl -sS --max-time $((left + 30)) -X "$1" -H @- -H "Prefer: wait=$((left < 60 ? left : 60))" \
    -w '\n%{http_code}' "$LINKGATE_URL$2" <<<"Authorization: Bearer $key") || exit 1
  status=${answer##*$'\n'}
  body=${answer%$'\n'*}
}

# Usage: field NAME    a field of the last answer
field() {
  jq -r ".$1 // empty" <<<"$body"
}

refused() {
  echo "$body" >&2
  exit 1
}

# Usage: change METHOD    sends a write, again while the gateway says that it may succeed later; no write is applied twice
change() {
  request "$1" "$endpoint"
  while [ "$status" -ge 400 ] && [ "$(field retryable)" = true ]; do
    sleep 5
    request "$1" "$endpoint"
  done
}

ensure() {
  change PUT
  [ "$status" -lt 400 ] || refused
  local operation
  if [ "$status" = 202 ]; then
    operation=/operations/$(field id)
    while [ "$(field state)" != SUCCEEDED ]; do
      [ "$(field state)" != FAILED ] || refused
      request GET "$operation"
      [ "$status" = 200 ] || refused
    done
    request GET "$endpoint"
  fi
  while [ "$(field connectionStatus)" != AVAILABLE ]; do
    [ "$status" -lt 400 ] && [ "$(field failed)" != true ] || refused
    request GET "$endpoint"
  done
  echo "$body"
}

remove() {
  change DELETE
  while [ "$status" -lt 400 ]; do
    request GET "$endpoint"
  done
  case $(field code) in
    endpoint-not-found | link-not-found) ;;
    *) refused ;;
  esac
}

body=
case $action in
  ensure | remove) "$action" ;;
  *) echo "endpoint.sh does not know $action" >&2 && exit 2 ;;
esac
