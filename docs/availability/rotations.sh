#!/usr/bin/env bash
# Replaces API keys, Atlas credentials and master keys of the packaged gateway again and again under load. Writes
# rotations.md beside this script, and fails if a call failed.
#
#   ./mvnw -B package -DskipTests && docs/availability/rotations.sh
#
#   ROTATIONS=100   for each database
#   RESTARTS=3      further rotations of the master key by rolling restarts
#   DATABASE="sqlite postgresql"
#   CALLERS=8       at work at the same time
#   OUT=directory   elsewhere
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root"

fail() { echo "$*" >&2; exit 1; }

[ -f target/linkgate.jar ] && [ -d target/test-classes/dev/linkgate/rotation ] ||
  fail "target/linkgate.jar or target/test-classes is missing: ./mvnw -B package -DskipTests"

# The newest JDK from 25 on: the default Java may be older.
java_home() {
  local candidate version
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    [ -x "$candidate/bin/javac" ] || continue
    version=$("$candidate/bin/java" -version 2>&1 | sed -n '1s/^[^"]*"\([0-9]*\).*/\1/p')
    if [ "${version:-0}" -ge 25 ]; then echo "$version $candidate"; fi
  done | sort -n | tail -1 | cut -d' ' -f2
}
jdk=$(java_home)
[ -n "$jdk" ] || fail "no JDK from 25 on: set JAVA_HOME"

work=$root/target/rotations
rm -rf "$work"
mkdir -p "$work/tmp"

# The harness needs what tests need; the gateway runs on nothing but its jar.
./mvnw -B -q dependency:build-classpath -DincludeScope=test -Dmdep.outputFile="$work/classpath"

machine="date: $(date -u +%Y-%m-%d)
commit: $(git describe --always --dirty --exclude '*' 2> /dev/null || echo unknown)
cores: $(nproc)
processor: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)
load before: $(cut -d" " -f1-3 /proc/loadavg)
java: $("$jdk/bin/java" -version 2>&1 | sed -n 2p)"

# The harness ends its own processes; the time limit is for a harness that hangs.
exec timeout --kill-after=30s 30m "$jdk/bin/java" -Xmx512m --enable-native-access=ALL-UNNAMED \
  -Djava.io.tmpdir="$work/tmp" -Drotation.jar="$root/target/linkgate.jar" -Drotation.work="$work" \
  -Drotation.out="${OUT:-$here}" -Drotation.databases="$(tr ' ' ',' <<< "${DATABASE:-sqlite postgresql}")" \
  -Drotation.rotations="${ROTATIONS:-100}" -Drotation.restarts="${RESTARTS:-3}" -Drotation.callers="${CALLERS:-8}" \
  -Drotation.machine="$machine" -cp "target/test-classes:target/classes:$(cat "$work/classpath")" \
  dev.linkgate.rotation.RotationHarness
