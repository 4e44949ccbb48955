# Sourced by the checks that need a gateway.
#   start_sandbox JAVA PORT [OPTION...]    starts target/linkgate.jar with the sandbox on a new data directory
#   start_gateway JAVA PORT [OPTION...]    then starts another one without it, on the new data directory $temp/own/data
#   stop_sandbox                           stops them; the end of the script does so, too
# Sets temp (a directory of its own, which the script may use, too), and exports G (the address of the last one), and of the
# sandbox KEY (the demo team's) and ADMIN.

gateways=()
temp=

stop_sandbox() {
  for gateway in "${gateways[@]}"; do
    kill "$gateway" 2>/dev/null || true
    wait "$gateway" || true
  done
  gateways=()
  [ -z "$temp" ] || rm -rf "$temp"
}
trap stop_sandbox EXIT

# Usage: start NAME DIRECTORY JAVA PORT OPTION...    its log is $temp/NAME
start() {
  local log=$temp/$1 data=$2 java=$3 port=$4 product=(-jar target/linkgate.jar) unpacked=target/packaged-gateway
  shift 4
  # The harness may have unpacked this jar already, with a cache of its classes: a start takes a third of the processor time.
  if [ "$(cat $unpacked/build 2>/dev/null)" = "$(md5sum target/linkgate.jar | cut -d ' ' -f 1)" ]; then
    product=(-XX:+IgnoreUnrecognizedVMOptions -XX:AOTCache=$unpacked/classes.aot --enable-native-access=ALL-UNNAMED
      -jar $unpacked/unpacked/linkgate.jar)
  fi
  # A short program starts faster with less of the compiler.
  # Other checks run beside it, and on a busy machine a record may become durable late.
  "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError "${product[@]}" \
    --server.port="$port" --management.server.port=$((port + 1)) --linkgate.data-dir="$data" \
    --linkgate.audit.timeout=60s "$@" >"$log" 2>&1 &
  gateways+=($!)
  G=http://localhost:$port
  export G
}

# Usage: await NAME COMMAND...    waits until the command succeeds
await() {
  local log=$temp/$1 gateway=${gateways[-1]}
  shift
  for _ in $(seq 1200); do
    "$@" >"$temp/awaited" 2>/dev/null && return
    kill -0 "$gateway" 2>/dev/null || break
    sleep 0.25
  done
  echo "A gateway did not get ready:" >&2
  cat "$log" >&2
  exit 1
}

start_sandbox() {
  local java=$1 port=$2
  shift 2
  temp=$(mktemp -d)
  start log "$temp/data" "$java" "$port" --spring.profiles.active=sandbox "$@"
  # The key is printed when the demo team is there, which is after the gateway got ready.
  await log grep -aom 1 'lgk_[A-Za-z0-9_]*' "$temp/log"
  KEY=$(cat "$temp/awaited")
  ADMIN=$(cat "$temp/data/admin-token")
  export KEY ADMIN
}

start_gateway() {
  local java=$1 port=$2
  shift 2
  mkdir "$temp/own"
  start own.log "$temp/own/data" "$java" "$port" "$@"
  await own.log curl -sf "$G/readyz"
}
