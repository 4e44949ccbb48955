#!/usr/bin/env bash
# Lays out the hand-written gateway beside a layout of the image: the same Java and options. beside.py makes its cache.
#
#   docs/benchmarks/peer.sh LAYOUT DIR    LAYOUT: a directory of src/main/docker/layout.sh; DIR: new
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
layout=$(realpath "$1")
mkdir "$2"
peer=$(realpath "$2")

"$root/mvnw" -q -B -ntp -f "$root/docs/benchmarks/peer/pom.xml" package
cp -a "$layout/java" "$layout/native" "$peer"
"$JAVA_HOME/bin/java" -Djarmode=tools -jar "$root/target/peer/peer.jar" extract --destination "$peer/app"
