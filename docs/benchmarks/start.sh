#!/usr/bin/env bash
# Measures how a gateway starts and what it takes, in four layouts, and what their options cost at full load. Writes
# start.csv and start.md into target/benchmarks. Every process that it starts it ends, by its id.
#
#   ./mvnw -B package -DskipTests && docs/benchmarks/start.sh
#
#   ROUNDS=5        of which the medians are shown
#   FULL_ROUNDS=5   rounds in which they are also measured at full load
#   LAYOUTS="fat extracted image image-c2"
#   SMOKE=1         one short round: shows that it works, measures nothing
#   LAYOUT=DIR      a directory of src/main/docker/layout.sh that is there already
#   OUT=directory   elsewhere
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root"

if [ "${SMOKE:-0}" = 1 ]; then
  rounds=${ROUNDS:-1} paced=3 warm_up=3 full=3 out=${OUT:-$root/target/benchmarks}
else
  rounds=${ROUNDS:-5} paced=20 warm_up=30 full=10 out=${OUT:-$root/target/benchmarks}
fi

fail() { echo "$*" >&2; exit 1; }

command -v python3 > /dev/null || fail "python3 is missing: apt-get install python3"
[ -f target/linkgate.jar ] && [ -d target/test-classes/dev/linkgate/sandbox ] ||
  fail "target/linkgate.jar or target/test-classes is missing: ./mvnw -B package -DskipTests"

# On a real disk, because durable records are part of each call.
work=$root/target/start-work
rm -rf "$work"
mkdir -p "$work" "$out"
trap 'exit 130' INT TERM

layout=${LAYOUT:-}
if [ -z "$layout" ]; then
  layout=$work/layout
  src/main/docker/layout.sh "$layout"
fi
# The whole JDK, of the version that the layout is made of.
for jdk in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
  if [ -x "$jdk/bin/javac" ] && "$jdk/bin/java" -version 2>&1 | grep -q '"25[."]'; then break; fi
done
java=$jdk/bin/java
"$java" -Djarmode=tools -jar target/linkgate.jar extract --destination "$work/extracted"

tool="$java -Xmx256m -XX:+UseSerialGC -cp target/test-classes:target/classes:$work/extracted/lib/*"
simulator="$tool -Dsandbox.public-key=benchkey -Dsandbox.private-key=7d6f3c1a-0000-4000-8000-benchmark000 -Dsandbox.timing=instant"
simulator+=" -Dsandbox.remembered=0"
export FAR="$simulator -Dsandbox.delay=PT0.020S dev.linkgate.sandbox.SimulatedAtlasServer"
export NEAR="$simulator dev.linkgate.sandbox.SimulatedAtlasServer"
export PACED_SECONDS=$paced
export FULL="$tool -Dload.callers=32 -Dload.seconds=$full -Dload.warm-up-seconds=$warm_up dev.linkgate.sandbox.LoadGenerator bearer"
export OUT=$out WORK=$work ROUNDS=$rounds FULL_ROUNDS=${FULL_ROUNDS:-$rounds}
layouts=${LAYOUTS:-fat extracted image image-c2}
CONDITIONS="Medians of $rounds starts each (at full load of $FULL_ROUNDS), in turn, of commit $(git describe --always --dirty --exclude '*' 2> /dev/null || echo unknown)
on $(date -u +%Y-%m-%d): $(nproc) cores ($(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)), $("$java" -version 2>&1 | sed -n 2p),
load average $(cut -d' ' -f1 /proc/loadavg) before. Atlas is 20 ms away, and at full load on the same machine. Written by start.sh."
export CONDITIONS

megabytes() { du -sm --apparent-size "$@" | awk '{ sum += $1 } END { print sum }'; }
layout() { # name, description, MB, command
  if [[ " $layouts " == *" $1 "* ]]; then printf '%s\t%s\t%s\t%s\n' "$@"; fi
}

# As before there was a layout, for comparison: a whole Java and its defaults.
{
  layout fat 'jar, `-Xmx512m`' "$(megabytes target/linkgate.jar)" "$java -Xmx512m -jar target/linkgate.jar"
  layout extracted 'extracted jar, `-Xmx512m`' "$(megabytes "$work/extracted")" "$java -Xmx512m -jar $work/extracted/linkgate.jar"
  layout image 'the image' "$(megabytes "$layout")" "$layout/run"
  layout image-c2 'the image with `-XX:TieredStopAtLevel=4`' "$(megabytes "$layout")" \
    "env JAVA_TOOL_OPTIONS=-XX:TieredStopAtLevel=4 $layout/run"
} | python3 "$here/start.py"
echo "written: $out/start.md"
