#!/usr/bin/env bash
# Compares two commits: builds the image's layout of both, and measures them in turns. Prints sizes, classes and bytes a call
# (costs.py), what each room of the newer one takes of a call (rooms.py), the start, its memory and what calls take beside an
# Atlas of its own (start.sh), and calls a second of three kinds with the built-in sandbox: reads that Atlas is asked for,
# reads that callers share, and writes (PUT of an endpoint that is there: intent, lock, read of Atlas, outcome). Takes about
# an hour on a quiet machine.
#
#   docs/benchmarks/compare.sh OLD [NEW]    tags, branches or hashes; NEW is HEAD unless it is given
#
#   JAVA_HOME=...   a JDK 25
#   ROUNDS=5        of each measurement; the medians are shown
#   SECONDS_EACH=8 CONNECTIONS="32 256"    of the calls of three kinds
#   OLD_SETTINGS="" NEW_SETTINGS="--server.tomcat.processor-cache=500"    of those calls, also to compare a commit with itself
#   SMOKE=1         one short round: shows that it works, measures nothing
set -euo pipefail
cd "$(dirname "$0")/../.."

commits=("${1:?an older commit}" "${2:-HEAD}")
read -ra old_settings <<< "${OLD_SETTINGS:-}"
read -ra new_settings <<< "${NEW_SETTINGS:-}"
if [ "${SMOKE:-0}" = 1 ]; then warm_up=1 seconds=1 rounds=1; else warm_up=15 seconds=${SECONDS_EACH:-8} rounds=${ROUNDS:-5}; fi
connections=${CONNECTIONS:-32 256}
[ -x "${JAVA_HOME:-}/bin/jcmd" ] || { echo "JAVA_HOME must name a JDK 25" >&2; exit 1; }
command -v wrk >/dev/null || { echo "wrk is missing: apt-get install wrk" >&2; exit 1; }

work=$PWD/target/compare-work
trees=("$work/old" "$work/new") layouts=("$work/old-layout" "$work/new-layout") pids=()
end() { kill "${pids[@]}" 2>/dev/null || true; wait "${pids[@]}" 2>/dev/null || true; pids=(); }
remove_trees() { for tree in "${trees[@]}"; do git worktree remove --force "$tree" 2>/dev/null || true; done; }
trap 'end; remove_trees' EXIT
trap 'exit 130' INT TERM

remove_trees
rm -rf "$work"
mkdir -p "$work"
for i in 0 1; do
  git worktree add -q --detach "${trees[$i]}" "${commits[$i]}"
  (cd "${trees[$i]}" && ./mvnw -q -B -ntp package -DskipTests && src/main/docker/layout.sh "${layouts[$i]}")
done

# The simulated Atlas and the load are the newer commit's for both.
cd "${trees[1]}"
python3 docs/benchmarks/costs.py "${layouts[1]}" "${layouts[0]}"
python3 docs/benchmarks/rooms.py "${layouts[1]}"
LAYOUT=${layouts[1]} OTHER=${layouts[0]} LAYOUTS=image ROUNDS=$rounds OUT=$work docs/benchmarks/start.sh
sed -n '/^|/p' "$work/start.md"

project=64b7f0c2a91d3e5f60718293
endpoint=/projects/$project/links/64b7f1d8a91d3e5f60718301/endpoints/vpce-0b9c5701325cb15dd

# Usage: gateways NAME MAX-AGE    starts both
gateways() {
  local i port settings
  keys=()
  for i in 0 1; do
    port=$((18200 + 10 * i))
    if [ $i = 0 ]; then settings=("${old_settings[@]}"); else settings=("${new_settings[@]}"); fi
    "${layouts[$i]}/run" --spring.profiles.active=sandbox --server.port=$port --management.server.port=$((port + 1)) \
      --linkgate.data-dir="$work/data-$1-$i" --linkgate.reads.max-age="$2" "${settings[@]}" >"$work/log-$1-$i" 2>&1 &
    pids+=($!)
    until grep -aq 'lgk_' "$work/log-$1-$i"; do kill -0 "${pids[$i]}"; sleep 0.5; done
    keys+=("$(grep -aom 1 'lgk_[A-Za-z0-9_]*' "$work/log-$1-$i")")
  done
}

# Usage: rate GATEWAY METHOD CONNECTIONS SECONDS    calls a second; fails unless all answers were good
rate() {
  printf 'wrk.method = "%s"\n' "$2" >"$work/method.lua"
  wrk -t1 -c"$3" -d"$4" --timeout 10s -s "$work/method.lua" -H "Authorization: Bearer ${keys[$1]}" \
    "http://127.0.0.1:$((18200 + 10 * $1))$endpoint" >"$work/wrk"
  if grep -qE 'Non-2xx|Socket errors' "$work/wrk"; then cat "$work/wrk" >&2; exit 1; fi
  awk '/^Requests\/sec/ { print $2 }' "$work/wrk"
}

median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }

# Usage: compare NAME METHOD    prints a row for each number of connections
compare() {
  local i round which count old new
  for i in 0 1; do rate $i "$2" 32 $warm_up >/dev/null; done
  for count in $connections; do
    for round in $(seq "$rounds"); do
      for i in 0 1; do
        # The one that goes second in a round goes first in the next, so that a slow drift harms both alike.
        which=$(((i + round) % 2))
        rate $which "$2" "$count" "$seconds" >>"$work/$1-$count-$which"
      done
    done
    old=$(median "$work/$1-$count-0") new=$(median "$work/$1-$count-1")
    echo "| $1 | $count | $old | $new | $(awk -v o="$old" -v n="$new" 'BEGIN { printf "%.2f", n / o }') |"
  done
}

printf '\n| calls a second, medians of %s | connections | older | newer | newer / older |\n|---|--:|--:|--:|--:|\n' "$rounds"
gateways own 0s
compare reads GET
compare writes PUT
end
gateways shared 1s
compare 'shared reads' GET
