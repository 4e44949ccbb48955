#!/usr/bin/env bash
# Kills the packaged gateway again and again under load and looks whether what it promised still holds. Writes README.md
# and kills.csv into target/crashes/report, and fails if a promise was broken.
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
. "$here/../measuring.sh"

need_build harness/crash

work=$root/target/crashes
new_directory "$work/tmp"
classpath=$(test_classpath)

exec "$java" -Xmx1g --enable-native-access=ALL-UNNAMED -Djava.io.tmpdir="$work/tmp" \
  -Dcrash.jar="$root/target/linkgate.jar" -Dcrash.work="$work" -Dcrash.out="${OUT:-$work/report}" \
  -Dcrash.databases="$(tr ' ' ',' <<< "${DATABASE:-sqlite postgresql}")" -Dcrash.kills="${ROUNDS:-150}" \
  -Dcrash.callers="${CALLERS:-4}" -Dcrash.seed="${SEED:-1}" -Dcrash.machine="$(machine; echo "seed: ${SEED:-1}")" \
  -cp "$classpath" dev.linkgate.harness.crash.CrashHarness
