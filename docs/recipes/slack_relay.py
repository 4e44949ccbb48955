#!/usr/bin/env python3
"""Relays Linkgate's events to Slack: SLACK_URL is an incoming webhook of Slack's; WEBHOOK_SECRET and PORT as in webhook_receiver.py."""
import html, json, os, urllib.request
from http.server import ThreadingHTTPServer
from webhook_receiver import LARGEST, Receiver, is_genuine


class Relay(Receiver):
    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LARGEST:
            return self.answer(413)
        body = self.rfile.read(int(length))
        if not is_genuine(self.headers, body):
            return self.answer(401)
        event = json.loads(body)
        text = html.escape(f"{event['type']}: {event['subject']}", quote=False)  # so that it mentions nobody
        slack = urllib.request.Request(os.environ["SLACK_URL"], json.dumps({"text": text}).encode(), {"Content-Type": "application/json"})
        urllib.request.urlopen(slack, timeout=10).close()  # if this fails, there is no answer, and the gateway tries again
        self.answer(204)


ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Relay).serve_forever()
