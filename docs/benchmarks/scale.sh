#!/usr/bin/env bash
# Measures how the costs of a gateway grow with the trail, the keys, the callers that wait, the event streams and the
# replicas. Writes its tables into target/scale.md. Every process that it starts it ends, by its id. Its data, some
# gigabytes, are under target/scale, and are removed at the next start.
#
#   ./mvnw -B package -DskipTests && docs/benchmarks/scale.sh
#
#   PARTS="audit postgresql keys waits streams replicas"
#   RECORDS="10000 100000 1000000 10000000"    of part audit, ascending; part postgresql has POSTGRESQL_RECORDS="1000000"
#   TEAMS="10 1000 10000"  WAITERS="1000 4000 10000"  STREAMS="100 1000"  REPLICAS="1 2 4"
#   SECONDS_EACH=10 ROUNDS=3   of each load of part replicas
#   SMOKE=1         small numbers: shows that it works, measures nothing
#   WORK=directory  for the data instead of target/scale; it is removed first
#   GATEWAY=command TOOLS=classpath    instead of target/linkgate.jar and the compiled tests
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root"

fail() { echo "$*" >&2; exit 1; }

if [ "${SMOKE:-0}" = 1 ]; then
  : "${RECORDS:=2000 4000}" "${POSTGRESQL_RECORDS:=2000}" "${TEAMS:=5 20}" "${WAITERS:=50}" "${STREAMS:=20}" "${REPLICAS:=1 2}"
  : "${SECONDS_EACH:=2}" "${ROUNDS:=1}"
fi
export PARTS="${PARTS:-audit postgresql keys waits streams replicas}"
export RECORDS="${RECORDS:-10000 100000 1000000 10000000}" POSTGRESQL_RECORDS="${POSTGRESQL_RECORDS:-1000000}"
export TEAMS="${TEAMS:-10 1000 10000}" WAITERS="${WAITERS:-1000 4000 10000}" STREAMS="${STREAMS:-100 1000}" REPLICAS="${REPLICAS:-1 2 4}"
export SECONDS_EACH="${SECONDS_EACH:-10}" ROUNDS="${ROUNDS:-3}" PAGE="${PAGE:-$root/target/scale.md}" WORK="${WORK:-$root/target/scale}"

command -v python3 > /dev/null || fail "python3 is missing: apt-get install python3"
case " $PARTS " in
  *" replicas "* | *" postgresql "*)
    ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1 || fail "PostgreSQL is missing: apt-get install postgresql" ;;
esac
case " $PARTS " in *" replicas "*) command -v wrk > /dev/null || fail "wrk is missing: apt-get install wrk" ;; esac

rm -rf "$WORK"
mkdir -p "$WORK"
echo "# Measured by scale.sh" > "$PAGE"
# A connection for each waiter, and its like at the gateway.
ulimit -n "$(ulimit -Hn)"

for jdk in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
  if [ -x "$jdk/bin/jcmd" ] && "$jdk/bin/java" -version 2>&1 | grep -q '"25[."]'; then break; fi
done
java=$jdk/bin/java
export JCMD="$jdk/bin/jcmd"
if [ -z "${GATEWAY:-}" ]; then
  [ -f target/linkgate.jar ] && [ -d target/test-classes/dev/linkgate/sandbox ] ||
    fail "target/linkgate.jar or target/test-classes is missing: ./mvnw -B package -DskipTests"
  "$java" -Djarmode=tools -jar target/linkgate.jar extract --destination "$WORK/extracted"
  GATEWAY="$java -Xmx512m --enable-native-access=ALL-UNNAMED -jar $WORK/extracted/linkgate.jar"
  TOOLS="target/test-classes:target/classes:$WORK/extracted/lib/*"
fi
tool="$java -Xmx512m --enable-native-access=ALL-UNNAMED -cp $TOOLS"
export GATEWAY FILLER="$tool dev.linkgate.gateway.core.trail.audit.TrailFiller"
export ATLAS="$tool -Dsandbox.public-key=benchkey -Dsandbox.private-key=7d6f3c1a-0000-4000-8000-benchmark000 -Dsandbox.timing=instant \
-Dsandbox.remembered=0 dev.linkgate.sandbox.SimulatedAtlasServer"
CONDITIONS="commit $(git describe --always --dirty --exclude '*' 2> /dev/null || echo unknown), $(nproc) cores
($(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)), $("$java" -version 2>&1 | sed -n 2p), heap 512 MB"
export CONDITIONS
exec python3 "$here/scale.py"
