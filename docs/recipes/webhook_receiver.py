#!/usr/bin/env python3
"""Receives Linkgate's webhooks, and prints each event once: a line of JSON.

WEBHOOK_SECRET holds the webhook's secret, or two with a space between while one replaces the other; PORT where to listen.
"""
import base64, collections, hmac, http.server, json, os, time

KEYS = [base64.b64decode(secret.removeprefix("whsec_")) for secret in os.environ["WEBHOOK_SECRET"].split()]
LARGEST = 64 * 1024  # bytes
TOLERANCE = 300  # seconds
seen = collections.OrderedDict()  # ids of events; a service with several processes keeps them in its database


def is_genuine(headers, body):
    """Whether the gateway has sent this within the last minutes, as https://www.standardwebhooks.com says."""
    event, sent = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not sent.isdecimal() or abs(time.time() - int(sent)) > TOLERANCE:
        return False
    signed = f"{event}.{sent}.".encode() + body
    valid = ["v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode() for key in KEYS]
    given = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(one.encode(), other.encode()) for one in valid for other in given)


class Receiver(http.server.BaseHTTPRequestHandler):
    timeout = 10  # seconds without a byte

    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LARGEST:
            return self.answer(413)
        body = self.rfile.read(int(length))
        if not is_genuine(self.headers, body):
            return self.answer(401)
        event = json.loads(body)
        if event["id"] not in seen:  # an event may come more than once
            print(json.dumps(event), flush=True)
            seen[event["id"]] = True
            if len(seen) > 10_000:
                seen.popitem(last=False)
        self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.end_headers()

    def log_message(self, *arguments):
        pass


if __name__ == "__main__":
    http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Receiver).serve_forever()
