#!/usr/bin/env bash
# Restarts three replicas behind nginx again and again under load, then kills PostgreSQL and brings it back, and counts
# the calls that failed. Prints its figures, and ends with an error if a call failed during the restarts. Every process
# that it starts it ends, by its id.
#
#   ./mvnw -B package -DskipTests && docs/availability/rolling-restart.sh
#
#   ROUNDS=5      each replica is restarted once a round
#   DELAY=5       linkgate.shutdown.delay of the replicas, in seconds
#   OUTAGE=10     seconds without PostgreSQL
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
. "$here/../measuring.sh"

need nginx python3 unzip
command -v xz > /dev/null || fail "xz is missing: apt-get install xz-utils"
need_build sandbox

work=$root/target/rolling-restart
new_directory "$work"
new_directory "$work/libraries"
new_directory "$work/postgresql"

# The simulated Atlas is a test class, and needs the jar's libraries. PostgreSQL is the one of the tests.
unzip -q -j target/linkgate.jar 'BOOT-INF/lib/*' -d "$work/libraries"
classpath=$(test_classpath)
binaries=$(tr ':' '\n' <<< "$classpath" | grep "embedded-postgres-binaries-linux-$(uname -m | sed 's/x86_64/amd64/;s/aarch64/arm64v8/')-[0-9]" | head -1)
[ -f "$binaries" ] || fail "no PostgreSQL for $(uname -m) among the libraries of the tests"
unzip -q -p "$binaries" '*.txz' | tar -xJ -C "$work/postgresql"

PATH=$PATH:/usr/sbin exec python3 "$here/rolling_restart.py" "$java" "$work" \
  "${ROUNDS:-5}" "${DELAY:-5}" "${OUTAGE:-10}"
