"""A server on this machine's loopback for tools that put a load on something."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer


class Shop(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path != "/moved":
            return super().do_GET()
        self.send_response(301)
        self.send_header("Location", "/")
        self.send_header("Content-Length", "0")
        return self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing: thousands of requests are meant."""


@contextmanager
def open_shop() -> Iterator[str]:
    """The address of a server that answers as long as it is needed."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Shop) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
