#!/usr/bin/env bash
# Prints a token for the gateway from what a job or a person has anyway, so that no key is stored. Needs curl and jq.
#
#   jwt.sh github              of a job of GitHub Actions with the permission id-token: write
#   jwt.sh entra               of a person who has logged in with az
#   jwt.sh atlas COMMAND...    for Atlas's tools, as MONGODB_ATLAS_ACCESS_TOKEN: what the gateway at LINKGATE_URL gives for the JWT
#                              that the command prints, which must live for five minutes at most, as GitHub's do; in a job of
#                              GitLab: jwt.sh atlas printenv LINKGATE_KEY
set -euo pipefail

case ${1:-} in
  github)
    curl -sSf -H @- "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=linkgate" <<<"Authorization: Bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" |
      jq -er .value
    ;;
  entra)
    az account get-access-token --resource api://linkgate --query accessToken --output tsv
    ;;
  atlas)
    type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer
    jwt=$("${@:2}")
    curl -sSf -d @- "$LINKGATE_URL/api/oauth/token" \
      <<<"grant_type=client_credentials&client_assertion_type=$type&client_assertion=$jwt" | jq -er .access_token
    ;;
  *)
    echo "Usage: jwt.sh github|entra|atlas COMMAND..." >&2
    exit 2
    ;;
esac
