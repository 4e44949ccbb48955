#!/usr/bin/env bash
# Replaces API keys, Atlas credentials and master keys of the packaged gateway again and again under load. Writes
# target/rotations/rotations.md, and fails if a call failed.
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
. "$here/../measuring.sh"

need_build harness/rotation

work=$root/target/rotations
new_directory "$work/tmp"
classpath=$(test_classpath)

# The harness ends its own processes; the time limit is for a harness that hangs.
exec timeout --kill-after=30s 30m "$java" -Xmx512m --enable-native-access=ALL-UNNAMED \
  -Djava.io.tmpdir="$work/tmp" -Drotation.jar="$root/target/linkgate.jar" -Drotation.work="$work" \
  -Drotation.out="${OUT:-$work}" -Drotation.databases="$(tr ' ' ',' <<< "${DATABASE:-sqlite postgresql}")" \
  -Drotation.rotations="${ROTATIONS:-100}" -Drotation.restarts="${RESTARTS:-3}" -Drotation.callers="${CALLERS:-8}" \
  -Drotation.machine="$(machine)" -cp "$classpath" \
  dev.linkgate.harness.rotation.RotationHarness
