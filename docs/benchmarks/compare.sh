#!/usr/bin/env bash
# Compares two builds of the gateway side by side, each with its own sandbox, in turns: calls a second of reads that Atlas is
# asked for, and of writes (PUT of an endpoint that is there: intent, lock, read of Atlas, outcome). For a quiet machine.
#
#   docs/benchmarks/compare.sh OLD.jar NEW.jar      prints a table; the ratio is of the pairs' medians
#
#   SECONDS_EACH=8 ROUNDS=5 CONNECTIONS=32 JAVA_OPTIONS="-Xmx512m"
#   OLD_SETTINGS="" NEW_SETTINGS="--server.tomcat.processor-cache=500"    of one of them, also to compare a jar with itself
set -euo pipefail

read -ra old_settings <<< "${OLD_SETTINGS:-}"
read -ra new_settings <<< "${NEW_SETTINGS:-}"
jars=("${1:?an older jar}" "${2:?a newer jar}")
seconds=${SECONDS_EACH:-8} rounds=${ROUNDS:-5} connections=${CONNECTIONS:-32}
read -ra options <<< "${JAVA_OPTIONS:--Xmx512m}"
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; wait; rm -rf "$work"' EXIT

project=64b7f0c2a91d3e5f60718293
endpoint=/projects/$project/links/64b7f1d8a91d3e5f60718301/endpoints/vpce-0b9c5701325cb15dd
keys=()
for i in 0 1; do
  port=$((18200 + 10 * i))
  if [ $i = 0 ]; then settings=("${old_settings[@]}"); else settings=("${new_settings[@]}"); fi
  "$java" "${options[@]}" --enable-native-access=ALL-UNNAMED -jar "${jars[$i]}" --spring.profiles.active=sandbox --server.port=$port \
    --management.server.port=$((port + 1)) --linkgate.data-dir="$work/data-$i" --linkgate.reads.max-age=0 "${settings[@]}" >"$work/log-$i" 2>&1 &
  pids+=($!)
  until grep -aq 'lgk_' "$work/log-$i"; do kill -0 "${pids[$i]}"; sleep 0.5; done
  keys+=("$(grep -aom 1 'lgk_[A-Za-z0-9_]*' "$work/log-$i")")
done
printf 'wrk.method = "PUT"\n' >"$work/put.lua"
printf 'wrk.method = "GET"\n' >"$work/get.lua"

# Usage: rate GATEWAY METHOD SECONDS    calls a second; fails unless all answers were good
rate() {
  wrk -t1 -c"$connections" -d"$3" -s "$work/$2.lua" -H "Authorization: Bearer ${keys[$1]}" \
    "http://127.0.0.1:$((18200 + 10 * $1))$endpoint" >"$work/wrk"
  if grep -q 'Non-2xx' "$work/wrk"; then cat "$work/wrk" >&2; exit 1; fi
  awk '/^Requests\/sec/ { print $2 }' "$work/wrk"
}

for i in 0 1; do for method in get put; do rate $i $method 15 >/dev/null; done; done
for method in get put; do
  for round in $(seq "$rounds"); do
    for i in 0 1; do
      # The one that goes second in a round goes first in the next, so that a slow drift harms both alike.
      which=$(((i + round) % 2))
      rate $which $method "$seconds" >>"$work/$method-$which"
    done
  done
done
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }
echo "| calls a second, $connections connections, medians of $rounds | older | newer | newer / older |"
echo "|---|---|---|---|"
for method in get put; do
  old=$(median "$work/$method-0") new=$(median "$work/$method-1")
  echo "| ${method^^} | $old | $new | $(awk -v o="$old" -v n="$new" 'BEGIN { printf "%.2f", n / o }') |"
done
