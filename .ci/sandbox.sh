# Sourced by the checks that need a gateway.
#   start_sandbox JAVA PORT    starts target/linkgate.jar with the sandbox on a new data directory
#   stop_sandbox               stops it; the end of the script does so, too
# Sets temp (a directory of its own, which the script may use, too), and exports G (the address), KEY (the demo team's) and ADMIN.

gateway=

stop_sandbox() {
  [ -n "$gateway" ] || return 0
  kill "$gateway" 2>/dev/null || true
  wait "$gateway" || true
  gateway=
  rm -rf "$temp"
}
trap stop_sandbox EXIT

start_sandbox() {
  local java=$1 port=$2
  temp=$(mktemp -d)
  "$java" -XX:+ExitOnOutOfMemoryError -jar target/linkgate.jar --spring.profiles.active=sandbox \
    --server.port="$port" --management.server.port=$((port + 1)) --linkgate.data-dir="$temp/data" >"$temp/log" 2>&1 &
  gateway=$!
  for _ in $(seq 1200); do
    # The key is printed when the demo team is there, which is after the gateway got ready.
    KEY=$(grep -aom 1 'lgk_[A-Za-z0-9_]*' "$temp/log") && break
    kill -0 "$gateway" 2>/dev/null || break
    sleep 0.25
  done
  if [ -z "$KEY" ]; then
    echo "The sandbox did not get ready:" >&2
    cat "$temp/log" >&2
    exit 1
  fi
  G=http://localhost:$port
  ADMIN=$(cat "$temp/data/admin-token")
  export G KEY ADMIN
}
