#!/usr/bin/env bash
# Lays out all that the container image holds, in a new or empty directory, without a container engine:
#
#   java/          a Java of only the modules that the gateway needs, and with the options below as its own defaults
#   app/, native/  the jars, and SQLite's native library for this platform
#   gateway.aot    the classes of the gateway, as Java has loaded and linked them in training
#   run, linkgate, health    the gateway, the command line, and the health check
#
# The directory may be moved later, with `cp -a` or as a container's layer: the cache depends on the jars' times and
# sizes, and on this Java. Where it does not fit, everything works, and starts more slowly.
#
#   ./mvnw -B package -DskipTests && src/main/docker/layout.sh DIR [JAR]
set -euo pipefail
umask 022

here=$(cd "$(dirname "$0")" && pwd)
fail() { echo "$*" >&2; exit 1; }

[ $# -ge 1 ] || fail "Usage: layout.sh DIR [JAR]"
jar=${2:-$here/../../../target/linkgate.jar}
[ -f "$jar" ] || fail "$jar is missing: ./mvnw -B package -DskipTests"
jar=$(realpath "$jar")
mkdir -p "$1"
layout=$(realpath "$1")
[ -z "$(ls -A "$layout")" ] || fail "$layout is not empty"

# The cache is Java 25's; a newer Java is not tried.
jdk() {
  local candidate
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/openjdk; do
    if [ -x "$candidate/bin/jlink" ] && "$candidate/bin/java" -version 2>&1 | grep -q '"25[."]'; then
      echo "$candidate"
      return
    fi
  done
}
jdk=$(jdk)
[ -n "$jdk" ] || fail "A JDK 25 is needed: set JAVA_HOME"

work=$(mktemp -d)
training=
complete=
clean_up() {
  [ -z "$training" ] || { kill "$training" 2> /dev/null && wait "$training" || true; }
  rm -rf "$work"
  [ -n "$complete" ] || find "$layout" -mindepth 1 -delete
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The defaults of this Java, which JAVA_TOOL_OPTIONS and a command line override. The reasons: docs/decisions/0021
options=(
  -XX:+UseSerialGC -Xms64m -Xmx256m -Xmn16m
  -XX:+UseCompactObjectHeaders
  -XX:TieredStopAtLevel=1
  -XX:Tier0InvokeNotifyFreqLog=5 -XX:Tier3InvocationThreshold=32 -XX:Tier3MinInvocationThreshold=16 -XX:Tier3CompileThreshold=100
  -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining -XX:-AOTReplayTraining
  -XX:ReservedCodeCacheSize=128m
  -XX:TrimNativeHeapInterval=10000
  -XX:+ExitOnOutOfMemoryError
  -XX:-UsePerfData
  -Xlog:aot=off
)
modules=(
  java.base java.desktop java.instrument java.logging java.management java.naming java.net.http java.security.jgss
  java.security.sasl java.sql java.xml jdk.httpserver jdk.jcmd jdk.jfr jdk.management jdk.net jdk.unsupported jdk.zipfs
)

# Of java.desktop only java.beans is used, which has no native code. Of each other package jlink wants a file.
echo "Linking Java"
kept=$("$jdk/bin/jimage" list --include 'regex:/java.desktop/.*' "$jdk/lib/modules" |
  awk '/^ .*[/]/ && !/[$]/ { package = $1; sub("/[^/]*$", "", package); if (!(package in kept)) printf "|%s", $1; kept[package] }')
"$jdk/bin/jlink" --output "$layout/java" --add-modules "$(IFS=,; echo "${modules[*]}")" --add-options "${options[*]}" \
  --exclude-files 'glob:/java.desktop/lib/**' \
  --exclude-resources "regex:/java.desktop/(?!module-info|META-INF/|java/beans/|com/sun/beans/$kept).*" \
  --strip-java-debug-attributes --compress zip-9 --no-header-files --no-man-pages
# The names of functions that Java does not export, 5 MB: a report of a crash of Java itself would have them.
if command -v strip > /dev/null; then strip --strip-unneeded "$layout/java/lib/server/libjvm.so"; fi

echo "Extracting $jar"
"$jdk/bin/java" -Djarmode=tools -jar "$jar" extract --application-filename linkgate.jar --destination "$layout/app"
# The driver would unpack its library at each start, and it comes for some twenty platforms.
sqlite=$(echo "$layout"/app/lib/sqlite-jdbc-*.jar)
platform=$("$jdk/bin/java" -cp "$layout/app/lib/*" org.sqlite.util.OSInfo)
mkdir "$layout/native" "$work/sqlite"
cd "$work/sqlite"
"$jdk/bin/jar" --extract --file "$sqlite"
mv "org/sqlite/native/$platform/libsqlitejdbc.so" "$layout/native"
rm -r org/sqlite/native
"$jdk/bin/jar" --create --date="$(date --utc --date="@$(stat --format=%Y "$jar")" +%FT%TZ)" --file "$sqlite" --no-manifest .
cd "$layout"

install -m 755 "$here/run" "$here/linkgate" "$here/health" "$layout"

# Whole seconds, because layers of images keep no fractions, and the cache compares times.
find "$layout" -exec touch --date="@$(stat --format=%Y "$jar")" {} +

echo "Training"
"$jdk/bin/java" -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp "$layout/app/lib/*" "$here/Training.java" "$layout" "$work" &
training=$!
wait "$training"
training=
complete=yes
du -sh "$layout"/* | sort -rh
