#!/usr/bin/env bash
# Adds or removes an endpoint of a link to AWS with Atlas's own requests, as its pages show them, and waits until that is done.
# Needs curl and jq.
#
#   atlas-curl.sh token|digest add|remove PROJECT LINK ENDPOINT
#
# LINKGATE_URL is the gateway's address, LINKGATE_ID the key's id, and LINKGATE_KEY the team's API key; for Digest one that was made with
# "digest": true. Exit codes: 0 done, 1 refused or failed, 2 wrong usage.
set -euo pipefail

if [ $# -ne 5 ]; then
  echo "Usage: atlas-curl.sh token|digest add|remove PROJECT LINK ENDPOINT" >&2
  exit 2
fi
endpoints=$LINKGATE_URL/api/atlas/v2/groups/$3/privateEndpoint/AWS/endpointService/$4/endpoint
version='application/vnd.atlas.2023-01-01+json'

# Usage: atlas CURL_ARGUMENT...    sets status and body. What authenticates comes on standard input, because other users of the machine can
# see arguments. After 503 nothing was done, so it is tried again for a while.
atlas() {
  local answer tries
  for tries in {1..10}; do
    answer=$(curl -sS -K - -H "Accept: $version" -H "Content-Type: $version" -w '\n%{http_code}' "$@" <<<"$credentials") || exit 1
    status=${answer##*$'\n'}
    body=${answer%$'\n'*}
    [ "$status" = 503 ] || return 0
    sleep 1
  done
}

refused() {
  echo "$body" >&2
  exit 1
}

case $1 in
  digest) credentials="digest
user = \"$LINKGATE_ID:$LINKGATE_KEY\"" ;;
  token)
    body=$(curl -sS -K - -d grant_type=client_credentials "$LINKGATE_URL/api/oauth/token" <<<"user = \"$LINKGATE_ID:$LINKGATE_KEY\"") || exit 1
    token=$(jq -er .access_token <<<"$body") || refused
    credentials="header = \"Authorization: Bearer $token\"" ;;
  *) exit 2 ;;
esac

if [ "$2" = remove ]; then
  atlas -X DELETE "$endpoints/$5"
  [ "$status" = 202 ] || refused
else
  atlas -d "{\"id\":\"$5\"}" "$endpoints"
  [ "$status" = 201 ] || refused
fi
while true; do
  atlas "$endpoints/$5"
  [ "$2 $status" = 'remove 404' ] && exit
  [ "$status" = 200 ] || refused
  case "$2 $(jq -r .connectionStatus <<<"$body")" in
    'add AVAILABLE') exit ;;
    'add REJECTED') refused ;;
  esac
  sleep 2
done
