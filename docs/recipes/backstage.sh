#!/usr/bin/env bash
# Prints an entry of Backstage's catalogue for each endpoint, as YAML, without asking Atlas. LINKGATE_KEY is a key of an
# administrator with the scope auditor.
set -euo pipefail
: "${LINKGATE_URL:?}" "${LINKGATE_KEY:?}"

curl -sS --fail -H @<(echo "Authorization: Bearer $LINKGATE_KEY") -H 'Accept: application/x-ndjson' \
  "$LINKGATE_URL/admin/endpoints" |
  jq -r '"---", ({
    apiVersion: "backstage.io/v1alpha1",
    kind: "Resource",
    metadata: {
      name: (.linkId + "-" + (.interfaceEndpointId | split("/") | last | gsub("[^A-Za-z0-9]+"; "-")))[:63] | sub("-$"; ""),
      title: .interfaceEndpointId,
      description: "\(.provider) \(.region // "") \(.connectionStatus // "UNKNOWN")",
      labels: {"linkgate/project": .projectId}
    },
    spec: {type: "mongodb-atlas-private-endpoint", owner: "group:\(.team // "unknown")"}
  } | tojson)'
