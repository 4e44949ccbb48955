#!/usr/bin/env bash
# Adds an endpoint to a link to AWS with the Atlas CLI through the gateway, and shows it.
#
#   atlas-cli.sh PROJECT LINK ENDPOINT
#
# LINKGATE_URL is the gateway's address, LINKGATE_ID the key's id, and LINKGATE_KEY the team's API key.
set -euo pipefail

# Some commands need the slash at its end.
export MONGODB_ATLAS_OPS_MANAGER_URL=${LINKGATE_URL%/}/
export MONGODB_ATLAS_CLIENT_ID=$LINKGATE_ID
export MONGODB_ATLAS_CLIENT_SECRET=$LINKGATE_KEY
export MONGODB_ATLAS_PROJECT_ID=$1
# The CLI would send its telemetry to the gateway, which does not take it.
export DO_NOT_TRACK=1

# A profile for this key alone: the CLI prefers an access token that it finds in a profile, whatever the variables say, so it would send
# that of a person who is logged in to Atlas to the gateway.
atlas() {
  command atlas "$@" --profile "linkgate-$LINKGATE_ID"
}

atlas privateEndpoints aws interfaces create "$2" --privateEndpointId "$3"
# `watch` waits for the link; the CLI has no command that waits for an endpoint.
atlas privateEndpoints aws watch "$2"
atlas privateEndpoints aws interfaces describe "$3" --endpointServiceId "$2" --output json
