"""The server under test: HTTP for health and status, and a line protocol that stands for its streams.

`server.py` serves until it is ended; `server.py --wait` comes back as soon as it answers.
"""

import json
import os
import socket
import socketserver
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = os.environ.get("QG_HOST", "127.0.0.1")
HTTP, STREAM = int(os.environ.get("QG_HTTP", "18480")), int(os.environ.get("QG_STREAM", "18451"))
VERSION = "1.6.0.35"
MOST_STREAMS = 2
ANSWERS = {
    "/health": {"status": "ok", "version": VERSION, "components": {"llm": "ok", "tts": "ok"}},
    "/status": {"version": VERSION, "uptime": 3},
    "/updates/health": {"status": "ok"},
}
LOG = "out/server.log"
streams = threading.BoundedSemaphore(MOST_STREAMS)


def log(level: str, message: str) -> None:
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    with open(LOG, "a", encoding="utf-8") as file:
        file.write(f"{moment} {level} {message}\n")


class Http(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        answer = ANSWERS.get(self.path)
        body = json.dumps(answer if answer is not None else {"error": "no such page"}).encode()
        self.send_response(200 if answer is not None else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        log("INFO", f"{self.command} {self.path}")


class Stream(socketserver.StreamRequestHandler):
    """One line in, three answers out; more streams than allowed are refused with a code."""

    def handle(self) -> None:
        if not streams.acquire(blocking=False):
            log("WARNING", "rate limit: too many streams, 0 errors")
            self.wfile.write(b"RESOURCE_EXHAUSTED\n")
            return
        try:
            for line in self.rfile:
                self.wfile.write(b"".join(b"chunk %d of %s" % (part, line) for part in (1, 2, 3)))
        finally:
            streams.release()


class Streams(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


def serve() -> None:
    os.makedirs("out", exist_ok=True)
    open(LOG, "w", encoding="utf-8").close()
    log("INFO", f"version {VERSION}")
    with Streams((HOST, STREAM), Stream) as streaming, ThreadingHTTPServer((HOST, HTTP), Http) as http:
        threading.Thread(target=streaming.serve_forever, daemon=True).start()
        http.serve_forever()


def wait() -> int:
    for _ in range(100):
        try:
            for port in (HTTP, STREAM):
                socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return 0
    return 1


if __name__ == "__main__":
    sys.exit(wait() if "--wait" in sys.argv else serve())
