#!/usr/bin/env bash
# Kills the packaged gateway again and again under load and looks whether what it promised still holds. Writes README.md
# and kills.csv beside this script, and fails if a promise was broken.
#
#   ./mvnw -B package -DskipTests && docs/crashes/run.sh
#
#   ROUNDS=150      kills for each database
#   DATABASE="sqlite postgresql"
#   SEED=1          of the random choices
#   CALLERS=4       that replace endpoints; as many add and remove, half as many race for removals, write links,
#                   and lose links
#   OUT=directory   elsewhere
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root"

fail() { echo "$*" >&2; exit 1; }

[ -f target/linkgate.jar ] && [ -d target/test-classes/dev/linkgate/crash ] ||
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

# On a real disk: what is durable is what this is about.
work=$root/target/crashes
rm -rf "$work"
mkdir -p "$work/tmp"

# The harness needs what tests need; the gateway runs on nothing but its jar.
./mvnw -B -q dependency:build-classpath -DincludeScope=test -Dmdep.outputFile="$work/classpath"

machine="date: $(date -u +%Y-%m-%d)
commit: $(git describe --always --dirty --exclude '*' 2> /dev/null || echo unknown)
cores: $(nproc)
processor: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)
memory: $(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)
kernel: $(uname -sr)
java: $("$jdk/bin/java" -version 2>&1 | sed -n 2p)
seed: ${SEED:-1}"

exec "$jdk/bin/java" -Xmx1g --enable-native-access=ALL-UNNAMED -Djava.io.tmpdir="$work/tmp" \
  -Dcrash.jar="$root/target/linkgate.jar" -Dcrash.work="$work" -Dcrash.out="${OUT:-$here}" \
  -Dcrash.databases="$(tr ' ' ',' <<< "${DATABASE:-sqlite postgresql}")" -Dcrash.kills="${ROUNDS:-150}" \
  -Dcrash.callers="${CALLERS:-4}" -Dcrash.seed="${SEED:-1}" -Dcrash.machine="$machine" \
  -cp "target/test-classes:target/classes:$(cat "$work/classpath")" dev.linkgate.crash.CrashHarness
