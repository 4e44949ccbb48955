# A record of the trail in the Elastic Common Schema: curl … -H 'Accept: application/x-ndjson' $G/admin/audit | jq -cf ecs.jq
{
  "@timestamp": .time,
  event: {
    kind: "event",
    category: ["api"],
    action,
    outcome: ({SUCCEEDED: "success", UNKNOWN: "unknown"}[.result] // "failure"),
    duration: ((.durationMicros // 0) * 1000),
    sequence,
    hash
  },
  user: {name: (.actor.team // .actor.subject // .actor.kind), id: .actor.keyId},
  client: {ip: .remoteAddress},
  http: {request: {id: .requestId}, response: {status_code: .status}},
  error: {code},
  linkgate: {phase, target, change}
}
