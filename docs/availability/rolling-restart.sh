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
root=$(cd "$here/../.." && pwd)
cd "$root"

fail() { echo "$*" >&2; exit 1; }

for tool in nginx python3 unzip xz; do
  PATH=$PATH:/usr/sbin command -v "$tool" > /dev/null || fail "$tool is missing: apt-get install nginx-light python3 unzip xz-utils"
done
[ -f target/linkgate.jar ] && [ -d target/test-classes/dev/linkgate/sandbox ] ||
  fail "target/linkgate.jar or target/test-classes is missing: ./mvnw -B package -DskipTests"

# The newest JDK from 21 on: the default Java may be older.
java_home() {
  local candidate version
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    [ -x "$candidate/bin/javac" ] || continue
    version=$("$candidate/bin/java" -version 2>&1 | sed -n '1s/^[^"]*"\([0-9]*\).*/\1/p')
    if [ "${version:-0}" -ge 21 ]; then echo "$version $candidate"; fi
  done | sort -n | tail -1 | cut -d' ' -f2
}
jdk=$(java_home)
[ -n "$jdk" ] || fail "no JDK from 21 on: set JAVA_HOME"

# On a real disk, because durable records are part of each call.
work=$root/target/rolling-restart
rm -rf "$work"
mkdir -p "$work/libraries" "$work/postgresql"

# The simulated Atlas is a test class, and needs the jar's libraries. PostgreSQL is the one of the tests.
unzip -q -j target/linkgate.jar 'BOOT-INF/lib/*' -d "$work/libraries"
./mvnw -B -q dependency:build-classpath -DincludeScope=test -Dmdep.outputFile="$work/classpath"
binaries=$(tr ':' '\n' < "$work/classpath" | grep "embedded-postgres-binaries-linux-$(uname -m | sed 's/x86_64/amd64/;s/aarch64/arm64v8/')-[0-9]" | head -1)
[ -f "$binaries" ] || fail "no PostgreSQL for $(uname -m) among the libraries of the tests"
unzip -q -p "$binaries" '*.txz' | tar -xJ -C "$work/postgresql"

PATH=$PATH:/usr/sbin exec python3 "$here/rolling_restart.py" "$jdk/bin/java" "$work" \
  "${ROUNDS:-5}" "${DELAY:-5}" "${OUTAGE:-10}"
