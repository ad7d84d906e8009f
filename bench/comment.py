"""How long a verdict on a pull request takes, from the first byte to the posted comment."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import ROOT, Asked, Budget, Side, Work, alone
from start import bare, write_repository
from yardstick import yardstick

# A forge that answers at once: what is left is our own time.
_FORGE = """
import json, os, subprocess, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

posted = []

class Forge(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer(200, posted if "comments" in self.path else [])

    def do_POST(self):
        text = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if "graphql" in self.path:
            self.answer(200, {"data": {"viewer": {"login": "github-actions[bot]"}}})
            return
        posted.append({"id": 1, "body": text["body"], "user": {"login": "github-actions[bot]"}})
        self.answer(201, posted[-1])

    def log_message(self, *words):
        pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Forge)
threading.Thread(target=server.serve_forever, daemon=True).start()
environment = dict(
    os.environ,
    GITHUB_ACTIONS="true",
    GITHUB_EVENT_NAME="pull_request",
    GITHUB_EVENT_PATH=sys.argv[1],
    GITHUB_REPOSITORY="o/r",
    GITHUB_SERVER_URL="http://127.0.0.1",
    GITHUB_API_URL=f"http://127.0.0.1:{server.server_port}",
    GITHUB_TOKEN="token",
)
"""
_RUN = "done = subprocess.run(sys.argv[2:], capture_output=True, text=True, check=False, env=environment)"
_POSTED = "assert done.returncode == 0 and len(posted) == 1, done.stdout + done.stderr"


def works(_asked: Asked) -> Iterator[Work]:
    """Of the one size that is promised: 5,000 tests, 50,000 lines."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "repository")
        root.mkdir()
        write_repository(root)
        event = Path(folder, "event.json")
        event.write_text(json.dumps(_pull(root)), encoding="utf-8")
        gate = str(ROOT / "bin" / "quality-gate")
        speed = yardstick(Path(folder))
        yield Work(
            name="check and comment",
            size="5,000 tests, 50,000 lines",
            sides=(
                speed.side,
                bare(),
                Side(
                    name="quality-gate",
                    before=_FORGE,
                    work=_RUN,
                    after=_POSTED,
                    arguments=(str(event), gate, "check", "-C", str(root)),
                    starts_others=True,
                ),
            ),
            budget=Budget(seconds=1),
            floor_there=speed.seconds_there,
        )


def _pull(root: Path) -> dict[str, object]:
    commit = subprocess.run(
        ["git", "-C", str(root), "rev-parse", "HEAD"], check=True, capture_output=True, text=True
    ).stdout.strip()
    there = {"full_name": "o/r"}
    head = {"sha": commit, "ref": "change", "repo": there}
    return {
        "pull_request": {"number": 1, "head": head, "base": {"sha": commit, "ref": "main", "repo": there}}
    }


if __name__ == "__main__":
    alone(__doc__, works)
