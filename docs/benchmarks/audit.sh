#!/usr/bin/env bash
# Compares the audit of two builds of the gateway in turns, in one run: records a second of 1 to 1,024 callers, and the time
# that the records of a write take at 500 writes a second, intent and outcome together. Each figure comes from a whole gateway
# with a new database, on a real disk. For a quiet machine.
#
#   docs/benchmarks/audit.sh OLD.jar NEW.jar      prints a table; the ratio is of the medians
#
#   DATABASES="sqlite postgresql"   postgresql needs PostgreSQL's server, and starts one with its defaults
#   SECONDS_EACH=5 ROUNDS=5 JAVA_OPTIONS="-Xmx512m"
#   OLD_SETTINGS="" NEW_SETTINGS="--linkgate.audit.timeout=5s"    of one of them, also to compare a jar with itself
set -euo pipefail

jars=("$(realpath "${1:?an older jar}")" "$(realpath "${2:?a newer jar}")")
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../measuring.sh"

read -ra old_settings <<< "${OLD_SETTINGS:-}"
read -ra new_settings <<< "${NEW_SETTINGS:-}"
read -ra options <<< "${JAVA_OPTIONS:--Xmx512m}"
seconds=${SECONDS_EACH:-5} rounds=${ROUNDS:-5}
work=$root/target/audit-benchmark
new_directory "$work"
server=
end() { [ -z "$server" ] || { kill -INT "$server" 2> /dev/null || true; wait "$server" || true; }; }
trap end EXIT

for i in 0 1; do
  "$java" -Djarmode=tools -jar "${jars[$i]}" extract --destination "$work/jar-$i" > /dev/null
  classes[i]="$work/jar-$i/$(basename "${jars[$i]}"):$work/jar-$i/lib/*"
  "$jdk/bin/javac" -nowarn -d "$work/benchmark-$i" -cp "${classes[$i]}" src/test/java/dev/linkgate/harness/audit/*.java
done

# Gives the JDBC URL of a new database.
new_database() {
  local name
  case $1 in
    sqlite) echo "jdbc:sqlite:$2/linkgate.db" ;;
    postgresql)
      name=b$(date +%s%N)
      "$binaries/psql" -h 127.0.0.1 -p "$port" -U linkgate -qd postgres -c "CREATE DATABASE $name" >&2
      echo "jdbc:postgresql://127.0.0.1:$port/$name?user=linkgate" ;;
  esac
}

start_postgresql() {
  binaries=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | tail -1)
  [ -n "$binaries" ] || fail "PostgreSQL is missing: apt-get install postgresql"
  port=${POSTGRESQL_PORT:-18540}
  local as=()
  # PostgreSQL refuses to be root, and in a user namespace it is nobody.
  [ "$(id -u)" != 0 ] || as=(unshare --user)
  mkdir "$work/postgresql"
  "${as[@]}" "$binaries/initdb" -D "$work/postgresql/data" -A trust -U linkgate > /dev/null
  "${as[@]}" "$binaries/postgres" -D "$work/postgresql/data" -p "$port" -k "$work/postgresql" > "$work/postgresql.log" 2>&1 &
  server=$!
  for _ in $(seq 100); do
    sleep 0.2
    ! "$binaries/psql" -h 127.0.0.1 -p "$port" -U linkgate -qd postgres -c 'SELECT 1' > /dev/null 2>&1 || return 0
  done
  fail "PostgreSQL does not start: $work/postgresql.log"
}

# Usage: measure DATABASE 0|1
measure() {
  local data=$work/data-$1-$2 settings=()
  if [ "$2" = 0 ]; then settings=("${old_settings[@]}"); else settings=("${new_settings[@]}"); fi
  new_directory "$data"
  chmod 700 "$data"
  # The build has processed the gateway's own main class, and not the benchmark's.
  "$java" "${options[@]}" -Dspring.aot.enabled=false --enable-native-access=ALL-UNNAMED -cp "$work/benchmark-$2:${classes[$2]}" \
    dev.linkgate.harness.audit.AuditBenchmark "$seconds" --server.port=0 --management.server.port=0 --logging.level.root=warn \
    --linkgate.data-dir="$data" --linkgate.master-key=bm90IGEgc2VjcmV0IGJ1dCBleGFjdGx5IDMyIGJ5dGU= \
    --linkgate.admin-token=the-token-of-the-benchmark \
    --spring.datasource.url="$(new_database "$1" "$data")" "${settings[@]}" > "$work/log-$1-$2" 2>&1 ||
    { tail -20 "$work/log-$1-$2" >&2; exit 1; }
  sed -n "s/^figures,/$2,/p" "$work/log-$1-$2" >> "$work/$1.csv"
}

median() { sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }

# Usage: figure DATABASE LOAD 0|1 COLUMN
figure() { awk -F, -v s="$3" -v l="$2" -v c="$4" '$1 == s && $2 == l { print $c }' "$work/$1.csv" | median; }

machine
echo "seconds of each load: $seconds, rounds: $rounds
"
echo "| | records/s, older | newer | newer / older | wait p50, older | newer | p99, older | newer |"
echo "|---|---|---|---|---|---|---|---|"
for database in ${DATABASES:-sqlite postgresql}; do
  [ "$database" != postgresql ] || start_postgresql
  for round in $(seq "$rounds"); do
    # The one that goes second in a round goes first in the next, so that a slow drift harms both alike.
    for i in 0 1; do measure "$database" $(((i + round) % 2)); done
  done
  for load in callers-1 callers-16 callers-64 callers-256 callers-1024 writes-at-500; do
    old=$(figure "$database" $load 0 3) new=$(figure "$database" $load 1 3)
    printf '| %s, %s | %.0f | %.0f | %.2f |' "$database" "${load//-/ }" "$old" "$new" "$(awk -v o="$old" -v n="$new" 'BEGIN { print n / o }')"
    for column in 4 5; do
      for side in 0 1; do
        awk -v w="$(figure "$database" $load $side $column)" 'BEGIN { printf " %.2f ms |", w / 1000 }'
      done
    done
    echo
  done
done
