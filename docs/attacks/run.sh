#!/usr/bin/env bash
# Attacks the packaged gateway and measures what another team and the administrator notice. Writes results.csv beside this
# script, prints a table, and fails if anything did not hold.
#
#   ./mvnw -B package -DskipTests && docs/attacks/run.sh [jar]
#
#   ONLY="IDLE_CONNECTIONS WAITS_HELD"   names of attacks; all unless given
#   SECONDS_EACH=20   of each attack
#   SEED=1            of the random choices
#   OUT=results.csv   elsewhere
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root"

fail() { echo "$*" >&2; exit 1; }

jar=${1:-target/linkgate.jar}
[ -f "$jar" ] && [ -d target/test-classes/dev/linkgate/attack ] ||
  fail "$jar or target/test-classes is missing: ./mvnw -B package -DskipTests"

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

# On a real disk: durable records are part of what is measured.
work=$root/target/attacks
rm -rf "$work"
mkdir -p "$work/tmp"

# The harness needs what tests need; the gateway runs on nothing but its jar.
./mvnw -B -q dependency:build-classpath -DincludeScope=test -Dmdep.outputFile="$work/classpath"

echo "date: $(date -u +%Y-%m-%d)
commit: $(git describe --always --dirty --exclude '*' 2> /dev/null || echo unknown)
cores: $(nproc)
processor: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)
memory: $(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)
kernel: $(uname -sr)
java: $("$jdk/bin/java" -version 2>&1 | sed -n 2p)
load average before: $(cut -d' ' -f1 /proc/loadavg)
seed: ${SEED:-1}
"

exec "$jdk/bin/java" -Xmx1g --enable-native-access=ALL-UNNAMED -Djava.io.tmpdir="$work/tmp" \
  -Dattack.jar="$jar" -Dattack.work="$work" -Dattack.out="${OUT:-$here/results.csv}" -Dattack.only="${ONLY:-}" \
  -Dattack.seconds="${SECONDS_EACH:-20}" -Dattack.seed="${SEED:-1}" \
  -cp "target/test-classes:target/classes:$(cat "$work/classpath")" dev.linkgate.attack.AttackHarness
