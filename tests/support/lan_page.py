"""A page of settings, in clear or leading elsewhere: address, status, where to."""

import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

ADDRESS, STATUS, TO = sys.argv[1], int(sys.argv[2]), sys.argv[3]


class Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:  # http.server names it so
        self.send_response(STATUS)
        if TO:
            self.send_header("Location", TO)
        self.end_headers()


if __name__ == "__main__":
    HTTPServer((ADDRESS, 80), Page).serve_forever()
