"""Stands in for an incoming webhook of Slack's on PORT: takes what Slack takes, and prints it."""
import http.server, json, os


class Slack(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        good = self.headers["Content-Type"] == "application/json" and list(body) == ["text"] and body["text"]
        if good:
            print(json.dumps(body), flush=True)
        self.send_response(200 if good else 400)
        self.end_headers()
        self.wfile.write(b"ok" if good else b"invalid_payload")

    def log_message(self, *arguments):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Slack).serve_forever()
