"""Checks the chain of an export of the audit trail, which comes on standard input, as docs/security.md describes it."""

import hashlib, json, sys
from datetime import datetime

TEXT = "phase requestId kind team keyId subject remoteAddress action projectId linkId interfaceEndpointId credential".split()
NUMBERS = {"time", "credentialVersion", "status", "atlasStatus", "attempts", "durationMicros", "count", "dryRun", "sequence"}
FIELDS = ["time", *TEXT, "credentialVersion", "result", "status", "code", "atlasStatus", "attempts", "durationMicros",
          "attempted", "count", "dryRun", "operationId", "target", "change", "sequence"]

def field(name, value):
    if value is None:
        return b"\xff" * 4
    data = value.to_bytes(8, "big", signed=True) if name in NUMBERS else value.encode()
    return len(data).to_bytes(4, "big") + data

previous = "0" * 64
for line in sys.stdin:
    record = json.loads(line)
    record.update(record.pop("actor"))
    if "issuer" in record:
        parts = [record["issuer"], record["identity"]] + [
            mark + record[part].replace("%", "%25").replace("/", "%2F")
            for mark, part in (("=", "person"), ("~", "name")) if part in record]
        record["keyId"] = "/".join(parts)
    time = datetime.fromisoformat(record["time"].replace("Z", "+00:00"))
    record["time"] = int(time.timestamp()) * 1_000_000 + time.microsecond
    if "target" in record:
        record["target"] = record["target"]["kind"] + ":" + record["target"]["name"]
    if "change" in record:
        record["change"] = json.dumps(record["change"], separators=(",", ":"), ensure_ascii=False)
    canonical = bytes([record["layout"]]) + b"".join(field(name, record.get(name)) for name in FIELDS)
    digest = hashlib.sha256(canonical + previous.encode()).hexdigest()
    if (record["previousHash"], record["hash"]) != (previous, digest):
        sys.exit(f"the chain breaks at record {record['sequence']}")
    previous = digest
print("the chain holds, up to", record["sequence"], digest)
