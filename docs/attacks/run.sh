#!/usr/bin/env bash
# Attacks the packaged gateway and measures what another team and the administrator notice. Writes
# target/attacks/results.csv, prints a table, and fails if anything did not hold.
#
#   ./mvnw -B package -DskipTests && docs/attacks/run.sh [jar]
#
#   ONLY="IDLE_CONNECTIONS WAITS_HELD"   names of attacks; all unless given
#   SECONDS_EACH=20   of each attack
#   SEED=1            of the random choices
#   OUT=results.csv   elsewhere
#   HEAP=128m         the gateway's largest heap; the image gives it half of the container's memory. 400m unless given
#   JAVA="-Xmn16m"   the gateway's options, as the image's; those of java -jar unless given
#   ADDRESSES=3       from which the attacks come that need several; 2 unless given
#   DATABASE=POSTGRESQL   instead of SQLITE
#   RECORDS=1000000   the length of the audit trail before the attacks; 300000 unless given
#   SLOW_DISK_MS=5    each sync to disk takes so much longer, as on a network's disk
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
. "$here/../measuring.sh"

jar=${1:-target/linkgate.jar}
need_build harness/attack "$jar"

work=$root/target/attacks
new_directory "$work"
mkdir "$work/tmp"
classpath=$(test_classpath)

if [ -n "${SLOW_DISK_MS:-}" ]; then
  need gcc
  gcc -shared -fPIC -O2 -o "$work/slow-disk.so" "$here/slow-disk.c"
  export SLOW_DISK_MS LD_PRELOAD="$work/slow-disk.so"
fi

machine
echo "seed: ${SEED:-1}
"

exec "$java" -Xmx1g --enable-native-access=ALL-UNNAMED -Djava.io.tmpdir="$work/tmp" \
  -Dattack.jar="$jar" -Dattack.work="$work" -Dattack.out="${OUT:-$work/results.csv}" -Dattack.only="${ONLY:-}" \
  -Dattack.seconds="${SECONDS_EACH:-20}" -Dattack.seed="${SEED:-1}" \
  -Dattack.heap="${HEAP:-400m}" ${JAVA:+-Dattack.java="$JAVA"} -Dattack.addresses="${ADDRESSES:-2}" -Dattack.database="${DATABASE:-SQLITE}" -Dattack.records="${RECORDS:-300000}" \
  -cp "$classpath" dev.linkgate.harness.attack.AttackHarness
