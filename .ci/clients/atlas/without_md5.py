"""Passes requests on to the sandbox whose address is in G, and its answers back without the challenge for MD5, as a proxy of a company that
has turned MD5 off: curl takes the first challenge that it knows, and so SHA-256 here.
  without_md5.py PORT"""
import http.client
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

HOP_BY_HOP = ('connection', 'keep-alive', 'transfer-encoding', 'content-length')


class Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def pass_on(self):
        body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        gateway = http.client.HTTPConnection(urlsplit(os.environ['G']).netloc, timeout=60)
        gateway.request(self.command, self.path, body, dict(self.headers))
        answer = gateway.getresponse()
        content = answer.read()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP and 'algorithm=MD5' not in value:
                self.send_header(name, value)
        self.send_header('Content-Length', str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        gateway.close()

    do_GET = do_POST = do_DELETE = do_PATCH = pass_on

    def log_message(self, *arguments):
        pass


ThreadingHTTPServer(('localhost', int(sys.argv[1])), Handler).serve_forever()
