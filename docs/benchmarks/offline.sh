#!/usr/bin/env bash
# Measures `audit verify` of an export that is written without a database, with ten checkpoints: from the start of the process, in
# 64 MiB, as it is and compressed. Prints the seconds of each run.
#   docs/benchmarks/offline.sh [RECORDS] [RUNS]    1,000,000 and 5 without arguments; needs ./mvnw -B package -DskipTests
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../measuring.sh"

records=${1:-1000000}
runs=${2:-5}
need_build gateway/core/trail/audit
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT

machine
"$java" -cp "$(test_classpath)" dev.linkgate.gateway.core.trail.audit.TestExport "$records" "$directory"
gzip --keep "$directory/trail.ndjson"

# Usage: measure FILE OPTION...
measure() {
  local file=$directory/$1 begin
  shift
  cat "$file" > /dev/null # so that no run reads it from the disk
  echo "$(basename "$file"), $(stat --format=%s "$file") bytes, java $*"
  for _ in $(seq "$runs"); do
    begin=$EPOCHREALTIME
    "$java" "$@" -jar target/linkgate.jar audit verify "$file" --checkpoint "$directory" --key "$directory/key" > "$directory/result"
    awk -v begin="$begin" -v end="$EPOCHREALTIME" '{ printf "  %.2f s: %s\n", end - begin, $0 }' "$directory/result"
  done
}

measure trail.ndjson -Xmx64m
measure trail.ndjson.gz -Xmx64m
measure trail.ndjson -Xmx64m -XX:TieredStopAtLevel=1
