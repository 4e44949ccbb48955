# A record of the trail as API Activity of the Open Cybersecurity Schema Framework 1.5; an intent, whose outcome follows, is none.
select(.phase != "INTENT") |
({create: 1, add: 1, get: 2, list: 2, read: 2, put: 3, set: 3, update: 3, ensure: 3, remove: 4, revoke: 4}[.action | split(".")[-1]]
  // 99) as $activity |
{
  class_uid: 6003,
  category_uid: 6,
  activity_id: $activity,
  type_uid: (600300 + $activity),
  severity_id: 1,
  time: (.time[:19] + "Z" | fromdate * 1000),
  status_id: ({SUCCEEDED: 1, UNKNOWN: 0}[.result] // 2),
  status_code: "\(.status)",
  status_detail: .code,
  metadata: {version: "1.5.0", sequence, uid: .hash, product: {name: "Linkgate", vendor_name: "Linkgate"}},
  actor: {user: {name: (.actor.team // .actor.subject // .actor.kind), uid: .actor.keyId}},
  src_endpoint: {ip: .remoteAddress},
  api: {operation: .action, request: {uid: .requestId}},
  resources: [.target // empty | {type: .kind, uid: .name}]
}
