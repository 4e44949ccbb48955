# Sourced by the scripts that measure, attack and kill the packaged gateway. Goes to the project's root, and sets root, jdk
# and java: the newest JDK from 25 on, because the default Java may be older.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

fail() { echo "$*" >&2; exit 1; }

# Usage: need COMMAND...    of which each has a Debian package of its name
need() {
  local command
  for command in "$@"; do
    PATH=$PATH:/usr/sbin command -v "$command" > /dev/null || fail "$command is missing: apt-get install $command"
  done
}

# Usage: need_build PACKAGE [JAR]    PACKAGE: one of the compiled tests, below dev/linkgate
need_build() {
  local jar=${2:-target/linkgate.jar}
  [ -f "$jar" ] && [ -d "target/test-classes/dev/linkgate/$1" ] ||
    fail "$jar or target/test-classes is missing: ./mvnw -B package -DskipTests"
}

# Usage: new_directory DIR    of the name, but empty. On a real disk, because durable records are part of what is measured
new_directory() {
  rm -rf "$1"
  mkdir -p "$1"
}

# Prints the class path of the tests, for harnesses; the gateway runs on nothing but its jar.
test_classpath() {
  local file
  file=$(mktemp)
  ./mvnw -B -q dependency:build-classpath -DincludeScope=test -Dmdep.outputFile="$file" >&2
  echo "target/test-classes:target/classes:$(cat "$file")"
  rm "$file"
}

# Prints where and of what is measured.
machine() {
  echo "date: $(date -u +%Y-%m-%d)"
  echo "commit: $(git describe --always --dirty --exclude '*' 2> /dev/null || echo unknown)"
  echo "cores: $(nproc)"
  echo "processor: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
  echo "memory: $(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)"
  echo "kernel: $(uname -sr)"
  echo "java: $("$java" -version 2>&1 | sed -n 2p)"
  echo "load average before: $(cut -d' ' -f1 /proc/loadavg)"
}

newest_jdk() {
  local candidate version
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    [ -x "$candidate/bin/javac" ] || continue
    version=$("$candidate/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
    if [ "${version:-0}" -ge 25 ]; then echo "$version $candidate"; fi
  done | sort -n | tail -1 | cut -d' ' -f2
}
jdk=$(newest_jdk)
[ -n "$jdk" ] || fail "no JDK from 25 on: set JAVA_HOME"
java=$jdk/bin/java
