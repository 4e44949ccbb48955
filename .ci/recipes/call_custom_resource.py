"""Calls the custom resource of CloudFormation as Lambda would, with a server here for the answers. PROJECT is in the environment."""

import http.server
import json
import os
import sys
import threading

sys.path.insert(0, "docs/recipes")
sys.dont_write_bytecode = True
import custom_resource

LINK = "aws:us-east-1"


class Context:
    def get_remaining_time_in_millis(self):
        return 120_000


class Answers(http.server.BaseHTTPRequestHandler):
    received = []

    def do_PUT(self):
        self.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


def main():
    server = http.server.HTTPServer(("localhost", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def call(kind, endpoint, old=None):
        event = {
            "RequestType": kind,
            "ResponseURL": f"http://localhost:{server.server_port}/",
            "StackId": "stack",
            "RequestId": "request",
            "LogicalResourceId": "Endpoint",
            "ResourceProperties": {"Project": os.environ["PROJECT"], "Link": LINK, "Endpoint": endpoint},
        }
        custom_resource.handler(event | ({"PhysicalResourceId": old} if old else {}), Context())
        return Answers.received.pop()

    created = call("Create", "vpce-0a1b2c3d4e5f60911")
    assert created["Status"] == "SUCCESS" and created["Data"] == {"ConnectionStatus": "AVAILABLE"}, created
    first = created["PhysicalResourceId"]
    updated = call("Update", "vpce-0a1b2c3d4e5f60912", first)
    second = updated["PhysicalResourceId"]
    assert updated["Status"] == "SUCCESS" and second != first, updated
    for old, endpoint in ((first, "vpce-0a1b2c3d4e5f60911"), (second, "vpce-0a1b2c3d4e5f60912"), (second, "vpce-0a1b2c3d4e5f60912")):
        removed = call("Delete", endpoint, old)
        assert removed["Status"] == "SUCCESS" and removed["PhysicalResourceId"] == old, removed
    # An endpoint of the sandbox that fails, and fails again when it is replaced.
    for _ in range(2):
        declined = call("Create", "vpce-000000020000e0dec")
        assert declined["Status"] == "FAILED", declined
    failed = call("Create", "vpce-nonsense")
    assert failed["Status"] == "FAILED" and failed["Reason"].startswith("invalid-request: "), failed
    undone = call("Delete", "vpce-nonsense", failed["PhysicalResourceId"])
    assert undone["Status"] == "SUCCESS", undone


main()
