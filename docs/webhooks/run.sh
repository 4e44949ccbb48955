#!/usr/bin/env bash
# Kills replicas of the packaged gateway, one each minute, while they deliver events to a receiver that fails one time in
# three, and looks whether each event arrives, in the order of its endpoint. Writes target/webhooks/README.md, and
# fails if an event was lost or came in another order.
#
#   ./mvnw -B package -DskipTests && docs/webhooks/run.sh
#
#   EVENTS=10000
#   KILL_EVERY=PT1M
#   LIVES=64        endpoints that are added and removed beside each other
#   OUT=directory   elsewhere
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
. "$here/../measuring.sh"

need_build harness/webhook

work=$root/target/webhooks
new_directory "$work/tmp"
classpath=$(test_classpath)

exec "$java" -Xmx1g --enable-native-access=ALL-UNNAMED -Djava.io.tmpdir="$work/tmp" \
  -Dwebhook.product="-jar $root/target/linkgate.jar" -Dwebhook.work="$work" -Dwebhook.out="${OUT:-$work}" \
  -Dwebhook.events="${EVENTS:-10000}" -Dwebhook.kill-every="${KILL_EVERY:-PT1M}" -Dwebhook.lives="${LIVES:-64}" \
  -Dwebhook.machine="$(machine)" -cp "$classpath" dev.linkgate.harness.webhook.WebhookHarness
