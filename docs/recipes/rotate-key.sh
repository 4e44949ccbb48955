#!/usr/bin/env bash
# Replaces the API key in a file by a new one, if it is about to end. Needs curl and jq. Run it daily, or before each use of the key.
#
#   rotate-key.sh FILE [DAYS]    rotates the key if it ends within as many days (14)
#   rotate-key.sh FILE now       rotates it in any case
#
# LINKGATE_URL is the gateway's address, LINKGATE_OVERLAP how long the old key stays valid (PT1H), for jobs that have read it already.
# After a failure it can be run again: a key whose answer was lost is revoked, and another one made.
# Exit codes: 0 the key in the file is good, 1 refused or failed, 2 wrong usage.
set -euo pipefail

file=${1:-}
within=${2:-14}
if [ $# -gt 2 ] || [ ! -f "$file" ] || ! [[ $within =~ ^([0-9]+|now)$ ]]; then
  echo "Usage: rotate-key.sh FILE [DAYS|now]" >&2
  exit 2
fi

# Usage: request METHOD PATH [BODY]    sets status and body. Neither the key nor the answer is ever an argument, which others could see.
request() {
  local answer
  answer=$(curl -sS --max-time 60 -X "$1" -H @- -H 'Content-Type: application/json' ${3:+-d "$3"} \
    -w '\n%{http_code}' "$LINKGATE_URL$2" <<<"Authorization: Bearer $(<"$file")") || exit 1
  status=${answer##*$'\n'}
  body=${answer%$'\n'*}
}

# Usage: field FILTER    something of the last answer
field() {
  jq -r "$1 // empty" <<<"$body"
}

# Usage: expect STATUS    the last answer has it, or the recipe ends. Only problems are shown, because they have no secret.
expect() {
  [ "$status" = "$1" ] && return
  echo "The gateway refused: $(field '"\(.code): \(.detail)"')" >&2
  exit 1
}

request GET /keys/current
expect 200
if [ -n "$(field .replacedById)" ]; then
  # An earlier run got no answer. It is in no file, so nobody can have used the new key.
  request DELETE /keys/rotation
  expect 204
  request GET /keys/current
  expect 200
fi
if [ "$within" != now ]; then
  left=$(field '(.expiresAt | strings | sub("\\.[0-9]+"; "") | fromdate) - now | floor')
  if [ -z "$left" ] || [ "$left" -gt $((within * 86400)) ]; then
    exit
  fi
fi

# The place for the new key, with as much in it, so that storing it cannot fail for want of space or rights.
umask 077
new=$(mktemp "$file.XXXXXX")
trap 'rm -f "$new"' EXIT
cat "$file" >"$new"

request POST /keys/rotation "{\"overlap\":\"${LINKGATE_OVERLAP:-PT1H}\"}"
expect 201
field .key >"$new"
sync "$new"
mv "$new" "$file"
request GET /keys/current
expect 200
echo "The new key $(field .id) ends: $(field '.expiresAt // "never"')"
