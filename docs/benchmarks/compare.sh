#!/usr/bin/env bash
# Compares two commits: builds the image's layout of both, and measures them in turns. Prints sizes, classes and bytes a call
# (costs.py), what each room of the newer one takes of a call (rooms.py), and start, memory and what calls take at fixed rates and at
# full load (beside.py). Takes about an hour on a quiet machine.
#
#   docs/benchmarks/compare.sh OLD [NEW]    tags, branches or hashes; NEW is HEAD unless it is given
#
#   JAVA_HOME=...   a JDK 25
#   ROUNDS=5 ...    as beside.py says
#   SMOKE=1         one short round: shows that it works, measures nothing
set -euo pipefail
cd "$(dirname "$0")/../.."

commits=("${1:?an older commit}" "${2:-HEAD}")
[ "${SMOKE:-0}" != 1 ] || export ROUNDS=1 SECONDS_EACH=1 WARM_UP=1
[ -x "${JAVA_HOME:-}/bin/jcmd" ] || { echo "JAVA_HOME must name a JDK 25" >&2; exit 1; }
command -v wrk >/dev/null || { echo "wrk is missing: apt-get install wrk" >&2; exit 1; }

work=$PWD/target/compare-work
trees=("$work/old" "$work/new") layouts=("$work/old-layout" "$work/new-layout")
remove_trees() { for tree in "${trees[@]}"; do git worktree remove --force "$tree" 2>/dev/null || true; done; }
trap remove_trees EXIT
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
python3 docs/benchmarks/beside.py older="${layouts[0]}" newer="${layouts[1]}"
