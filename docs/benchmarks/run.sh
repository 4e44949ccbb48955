#!/usr/bin/env bash
# Measures the gateway on this machine, all on loopback, and writes results.csv, machine.txt and report.md into
# target/benchmarks. Every process that it starts it ends, by its id.
#
#   ./mvnw -B package -DskipTests && docs/benchmarks/run.sh
#
#   PARTS="a b c"   a: through the gateway and through a plain proxy   b: against a direct digest client   c: shared reads
#   SECONDS_EACH=10 ROUNDS=3    of each measurement
#   WARM_UP=10      seconds, again and again (12 times at most) until the gateway grows no faster
#   SMOKE=1         short rounds: shows that it works, measures nothing
#   OUT=directory   elsewhere
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
. "$here/../measuring.sh"

if [ "${SMOKE:-0}" = 1 ]; then
  settle=${SETTLE:-1} warm_ups=${WARM_UPS:-1} seconds=${SECONDS_EACH:-2} rounds=${ROUNDS:-1} warm_up=${WARM_UP:-2} out=${OUT:-$root/target/benchmarks}
else
  settle=3 warm_ups=12 seconds=${SECONDS_EACH:-10} rounds=${ROUNDS:-3} warm_up=${WARM_UP:-10} out=${OUT:-$root/target/benchmarks}
fi
parts=${PARTS:-a b c}

need wrk nginx curl python3 unzip
need_build sandbox

work=$root/target/benchmark-work
new_directory "$work"
mkdir -p "$out"

pids=()
end_pid() { kill "$1" 2> /dev/null && wait "$1" 2> /dev/null || true; }
cleanup() {
  local pid
  for pid in "${pids[@]}"; do end_pid "$pid"; done
}
trap cleanup EXIT
trap 'exit 130' INT TERM

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

await() { # what, url
  local i
  for i in $(seq 300); do
    curl -s -o /dev/null -f --max-time 2 "$2" && return 0
    sleep 0.2
  done
  fail "$1 does not answer at $2; see $work"
}

# The simulator and the load generator: compiled tests, with the libraries that the jar brings.
mkdir "$work/libraries"
unzip -q -j target/linkgate.jar 'BOOT-INF/lib/*' -d "$work/libraries"
classes="target/test-classes:target/classes:$work/libraries/*"

public_key=benchkey
private_key=7d6f3c1a-0000-4000-8000-benchmark000
admin_token=benchmark-admin-token-$(python3 -c 'import secrets; print(secrets.token_hex(16))')
project=64b7f0c2a91d3e5f60718293
link=64b7f1d8a91d3e5f60718301
endpoint=vpce-0b9c5701325cb15dd
atlas_path=/api/atlas/v2/groups/$project/privateEndpoint/AWS/endpointService/$link/endpoint/$endpoint
gateway_path=/projects/$project/links/$link/endpoints/$endpoint

simulator() { # name, further -D options; sets base_url, control_url, pid
  local name=$1 log=$work/$1.log i
  shift
  "$java" -Xmx256m -Dsandbox.public-key=$public_key -Dsandbox.private-key=$private_key -Dsandbox.timing=instant \
    -Dsandbox.remembered=0 "$@" -cp "$classes" dev.linkgate.sandbox.SimulatedAtlasServer > "$log" 2>&1 &
  pid=$!
  pids+=("$pid")
  for i in $(seq 150); do
    grep -q '^control-url ' "$log" && break
    sleep 0.2
  done
  base_url=$(sed -n 's/^base-url //p' "$log")
  control_url=$(sed -n 's/^control-url //p' "$log")
  [ -n "$control_url" ] || fail "the simulator does not start; see $log"
}

gateway() { # name, base url of Atlas, max age of reads; sets gateway_url, team_key, pid
  local name=$1 base=$2 max_age=$3 port management
  port=$(free_port)
  management=$(free_port)
  LINKGATE_ADMIN_TOKEN=$admin_token "$java" -XX:+ExitOnOutOfMemoryError -jar target/linkgate.jar \
    --server.port="$port" --server.address=127.0.0.1 --management.server.port="$management" \
    --management.server.address=127.0.0.1 --linkgate.data-dir="$work/$name-data" --linkgate.atlas.base-url="$base" \
    --linkgate.reads.max-age="$max_age" > "$work/$name.log" 2>&1 &
  pid=$!
  pids+=("$pid")
  gateway_url=http://127.0.0.1:$port
  await "the gateway" "$gateway_url/readyz"
  admin() {
    curl -s -S -f --max-time 30 -X "$1" -H "Authorization: Bearer $admin_token" -H 'Content-Type: application/json' \
      ${3:+-d "$3"} "$gateway_url$2"
  }
  admin PUT /admin/credentials/default \
    "{\"kind\":\"digest\",\"publicKey\":\"$public_key\",\"privateKey\":\"$private_key\"}" > /dev/null
  admin PUT "/admin/projects/$project" '{"name":"benchmark"}' > /dev/null
  admin PUT /admin/teams/benchmark '{"description":"measures"}' > /dev/null
  admin PUT "/admin/teams/benchmark/grants/$project" '{"role":"viewer"}' > /dev/null
  team_key=$(admin POST /admin/teams/benchmark/keys '{"label":"benchmark"}' |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["key"])')
  curl -s -S -f -o /dev/null --max-time 30 -H "Authorization: Bearer $team_key" "$gateway_url$gateway_path" ||
    fail "the gateway does not answer as it should"
}

# Figures of a gateway that does not record, or records wrongly, are worth nothing.
check_audit() { # at least so many records
  local answer
  answer=$(curl -s -S -f --max-time 300 -X POST -H "Authorization: Bearer $admin_token" "$gateway_url/admin/audit/verification")
  python3 - "$answer" "$1" << 'PY'
import json, sys
answer, least = json.loads(sys.argv[1]), int(sys.argv[2])
if not answer["valid"] or answer["records"] < least:
    sys.exit(f"the audit trail does not hold the calls that were measured: {answer}, expected {least} records")
print(f"audit trail valid: {answer['records']} records for {least} measured calls")
PY
}

proxy() { # name, upstream url, cache or plain; sets proxy_url, pid
  local name=$1 upstream=${2#http://} directory=$work/$1 port caching=
  port=$(free_port)
  mkdir -p "$directory"
  if [ "$3" = cache ]; then
    caching="proxy_cache shared; proxy_cache_valid 200 1s; proxy_cache_lock on; proxy_cache_use_stale updating;"
  fi
  cat > "$directory/nginx.conf" << CONF
$([ "$(id -u)" = 0 ] && echo 'user root;')
worker_processes 1;
daemon off;
pid $directory/pid;
error_log $directory/error.log;
events { worker_connections 2048; }
http {
  access_log off;
  keepalive_requests 1000000000;
  client_body_temp_path $directory/body;
  proxy_temp_path $directory/proxy;
  fastcgi_temp_path $directory/fastcgi;
  uwsgi_temp_path $directory/uwsgi;
  scgi_temp_path $directory/scgi;
  proxy_cache_path $directory/cache keys_zone=shared:1m;
  upstream atlas { server $upstream; keepalive 256; keepalive_requests 1000000000; }
  server {
    listen 127.0.0.1:$port backlog=1024;
    location / { proxy_pass http://atlas; proxy_http_version 1.1; proxy_set_header Connection ""; $caching }
  }
}
CONF
  PATH=$PATH:/usr/sbin nginx -p "$directory" -e "$directory/error.log" -c "$directory/nginx.conf" > "$directory/output" 2>&1 &
  pid=$!
  pids+=("$pid")
  proxy_url=http://127.0.0.1:$port
  local i
  for i in $(seq 50); do
    curl -s -f -o /dev/null --max-time 2 -H "$atlas_accept" "$proxy_url$atlas_path" && return 0
    sleep 0.2
  done
  fail "nginx does not answer; see $directory"
}

atlas_accept='Accept: application/vnd.atlas.2023-01-01+json'

csv=$out/results.csv
echo 'part,what,connections,delay_ms,round,calls,errors,calls_per_second,p50_us,p99_us,trips_per_call' > "$csv"

requests_seen() { curl -s -S -f --max-time 10 "$1/tally" | sed -n 's/^requests //p'; }

note() { # part, what, connections, delay, round, calls,errors,rate,p50,p99, trips
  echo "$1,$2,$3,$4,$5,$6,$7" >> "$csv"
  printf '%s %-16s %4s connections %3s ms delay: %s trips %s\n' "$1" "$2" "$3" "$4" "$6" "$7"
  [ "$(cut -d, -f2 <<< "$6")" = 0 ] || echo "  with errors, see the errors in $csv" >&2
}

# One thread: two would starve each other where two processors have everything else to do, too.
wrk_once() { # url, header, connections, seconds; prints the result
  wrk -t1 -c"$3" -d"$4"s --timeout 10s -H "$2" -s "$here/wrk.lua" "$1" | sed -n 's/^RESULT //p'
}

measure_wrk() { # part, what, connections, round, url, header, control url
  local before after line calls
  before=$(requests_seen "$7")
  line=$(wrk_once "$5" "$6" "$3" "$seconds")
  after=$(requests_seen "$7")
  calls=${line%%,*}
  measured=$((measured + calls))
  note "$1" "$2" "$3" 0 "$4" "$line" "$(python3 -c "print(round(($after - $before) / max(1, $calls), 3))")"
}

measure_generator() { # what, delay, round, control url, secret, arguments of the generator
  local what=$1 delay=$2 round=$3 control=$4 secret=$5 before after line calls
  shift 5
  before=$(requests_seen "$control")
  line=$(LOAD_SECRET=$secret "$java" -Xmx256m -Dload.callers=32 -Dload.seconds="$seconds" -Dload.warm-up-seconds="$settle" \
    -cp "$classes" dev.linkgate.sandbox.LoadGenerator "$@")
  after=$(requests_seen "$control")
  calls=${line##*,} # those of the warming up too, which the simulator has seen as well
  note b "$what" 32 "$delay" "$round" "${line%,*}" "$(python3 -c "print(round(($after - $before) / max(1, $calls), 3))")"
}

# A JVM compiles what it runs often: go on until two rounds in a row are hardly faster than the best before them.
warm_up_gateway() {
  local i rate best=0 slower=0
  for i in $(seq "$warm_ups"); do
    rate=$(wrk_once "$gateway_url$gateway_path" "$(bearer)" 64 "$warm_up" | cut -d, -f3)
    echo "  warming up: $rate calls/s"
    if python3 -c "import sys; sys.exit($rate > 1.05 * $best)"; then
      slower=$((slower + 1))
      [ "$slower" -lt 2 ] || break
    else
      best=$rate slower=0
    fi
  done
}

bearer() { echo "Authorization: Bearer $team_key"; }

measured=0
{
  machine
  echo "nginx: $(PATH=$PATH:/usr/sbin nginx -v 2>&1 | sed 's/.*: //')"
  echo "wrk: $(dpkg-query -W -f '${Version}' wrk 2> /dev/null || echo unknown)"
  echo "rounds: $rounds of $seconds s, after up to $warm_ups times $warm_up s of warming up"
  echo "smoke: ${SMOKE:-0}"
} > "$out/machine.txt"

if [[ $parts == *[ac]* ]]; then
  simulator open -Dsandbox.access=open
  open_pid=$pid open_url=$base_url open_control=$control_url
  simulator strict
  strict_pid=$pid strict_url=$base_url strict_control=$control_url
  proxy plain "$open_url" plain
  plain_pid=$pid plain_url=$proxy_url
fi

if [[ $parts == *a* ]]; then
  gateway own "$strict_url" 0s
  gateway_pid=$pid measured=0
  warm_up_gateway
  wrk_once "$plain_url$atlas_path" "$atlas_accept" 32 "$warm_up" > /dev/null
  through_gateway=0
  for round in $(seq "$rounds"); do
    for connections in 32 256; do
      measure_wrk a nginx "$connections" "$round" "$plain_url$atlas_path" "$atlas_accept" "$open_control"
      measured=0
      measure_wrk a gateway "$connections" "$round" "$gateway_url$gateway_path" "$(bearer)" "$strict_control"
      through_gateway=$((through_gateway + measured))
    done
  done
  check_audit "$through_gateway"
  end_pid "$gateway_pid"
fi

if [[ $parts == *c* ]]; then
  proxy cache "$open_url" cache
  cache_pid=$pid cache_url=$proxy_url
  gateway shared "$strict_url" 1s
  gateway_pid=$pid measured=0
  warm_up_gateway
  through_gateway=0
  for round in $(seq "$rounds"); do
    for connections in 32 256; do
      measure_wrk c nginx "$connections" "$round" "$plain_url$atlas_path" "$atlas_accept" "$open_control"
      measure_wrk c nginx-cache "$connections" "$round" "$cache_url$atlas_path" "$atlas_accept" "$open_control"
      measured=0
      measure_wrk c gateway-shared "$connections" "$round" "$gateway_url$gateway_path" "$(bearer)" "$strict_control"
      through_gateway=$((through_gateway + measured))
    done
  done
  check_audit "$through_gateway"
  end_pid "$gateway_pid"
  end_pid "$cache_pid"
fi

if [[ $parts == *[ac]* ]]; then
  end_pid "$plain_pid"
  end_pid "$open_pid"
  end_pid "$strict_pid"
fi

if [[ $parts == *b* ]]; then
  for delay in 0 20 80; do
    simulator "delay-$delay" "-Dsandbox.delay=PT0.0${delay}S"
    delayed_pid=$pid delayed_url=$base_url delayed_control=$control_url
    gateway "behind-$delay" "$delayed_url" 0s
    gateway_pid=$pid
    warm_up_gateway
    for round in $(seq "$rounds"); do
      measure_generator direct "$delay" "$round" "$delayed_control" "$private_key" \
        digest "$delayed_url$atlas_path" "$public_key"
      measure_generator gateway "$delay" "$round" "$delayed_control" "$team_key" bearer "$gateway_url$gateway_path"
    done
    end_pid "$gateway_pid"
    end_pid "$delayed_pid"
  done
fi

python3 "$here/report.py" "$out"
echo "written: $out/report.md"
