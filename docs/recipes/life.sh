#!/usr/bin/env bash
# The whole life of an endpoint by the command line, whose exit codes decide the next step. Needs `linkgate`.
#
#   life.sh begin CLOUD REGION ENDPOINT [OPTION...]    creates the link if there is none, ensures the endpoint, and lists its
#                                                      connection strings when there are some. Options are those of `linkgate endpoints ensure`
#   life.sh end CLOUD REGION ENDPOINT                  removes the endpoint, and with the last one its link
#
# LINKGATE_URL, LINKGATE_KEY and LINKGATE_PROJECT are the command line's; LINKGATE_WAIT is the longest time of a step (15m).
# May be repeated at will. Exit codes: 0 done, else those of the command that did not do it.
set -euo pipefail

if [ $# -lt 4 ]; then
  echo "Usage: life.sh begin|end CLOUD REGION ENDPOINT [OPTION...]" >&2
  exit 2
fi
link=$2:$3
wait=${LINKGATE_WAIT:-15m}

# Usage: attempt ARGUMENT...    runs a command, again while no gateway answers (4), as when it restarts. Sets code
attempt() {
  for _ in 1 2 3; do
    code=0
    linkgate "$@" || code=$?
    [ "$code" = 4 ] || return 0
    sleep 2
  done
}

begin() {
  attempt links get "$link" --wait "$wait"
  if [ "$code" = 6 ]; then
    attempt links create --provider "$cloud" --region "$region" --wait "$wait"
  fi
  [ "$code" = 0 ] || exit "$code"
  attempt endpoints ensure "$link" "$endpoint" --wait "$wait" "$@"
  case $code in
    0) ;;
    3) echo "It still works on it: run this again." >&2 && exit 3 ;;
    5) echo "Ask an owner of the project for the role editor." >&2 && exit 5 ;;
    7) echo "If the link may go with its last endpoint, repeat this with --allow-link-removal." >&2 && exit 7 ;;
    *) exit "$code" ;;
  esac
  # Atlas writes them some time after the endpoint is available; before that nobody can connect through it.
  attempt endpoints strings "$link" "$endpoint" --wait "$wait"
  if [ "$code" = 3 ]; then
    echo "The endpoint is available, and no cluster has a connection string through it: is there one in its region?" >&2
  fi
  exit "$code"
}

end() {
  attempt endpoints rm "$link" "$endpoint" --wait "$wait"
  if [ "$code" = 7 ]; then
    # The last endpoint: the link goes, too.
    attempt endpoints rm "$link" "$endpoint" --allow-link-removal --wait "$wait"
  fi
  [ "$code" = 0 ] || [ "$code" = 6 ] || exit "$code"
  attempt links rm "$link" --wait "$wait"
  case $code in
    0 | 6) ;;
    7) echo "The link has other endpoints, and stays." >&2 ;;
    *) exit "$code" ;;
  esac
}

cloud=$2 region=$3 endpoint=$4
case $1 in
  begin) begin "${@:5}" ;;
  end) end ;;
  *) echo "life.sh does not know $1" >&2 && exit 2 ;;
esac
