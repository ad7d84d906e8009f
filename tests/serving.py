"""Servers on this machine's own loopback that end with the test that needs them."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

OPENSSL = shutil.which("openssl")
_NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-batch", "-keyout", "-")
Talk = Callable[[socket.socket, bytes], None]


@contextmanager
def serving(talk: Talk, context: ssl.SSLContext | None = None, family: int = socket.AF_INET) -> Iterator[int]:
    """The port of a server that hands every connection, with what was said first, to `talk`."""
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.bind(("::1" if family == socket.AF_INET6 else "127.0.0.1", 0))
    listener.listen()
    over = threading.Event()

    def accept() -> None:
        while not over.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    def serve(connection: socket.socket) -> None:
        with suppress(OSError), connection:
            connection.settimeout(5)
            secure = context.wrap_socket(connection, server_side=True) if context else connection
            with secure:
                said = secure.recv(65536)
                talk(secure, said)

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        over.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(2)


def answer(status: str, body: str | bytes = "", *headers: str) -> bytes:
    """`answer("200 OK", "{}", "Content-Type: application/json")`."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(content)}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode() + content


def says(*answers: bytes) -> Talk:
    """One answer after another, the last one again and again."""
    left = list(answers)

    def talk(connection: socket.socket, _: bytes) -> None:
        connection.sendall(left.pop(0) if len(left) > 1 else left[0])

    return talk


def drips(head: bytes, piece: bytes = b"x") -> Talk:
    """Something now and then, without an end."""

    def talk(connection: socket.socket, _: bytes) -> None:
        connection.sendall(head)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            connection.sendall(piece)
            time.sleep(0.05)

    return talk


def silent(connection: socket.socket, _: bytes) -> None:
    with suppress(OSError):
        connection.settimeout(20)
        connection.recv(1)


def closed_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def certificate(folder: Path, days: int = 90, name: str = "127.0.0.1") -> Path:
    """A certificate of its own authority, with its key in the same file."""
    kind = "IP" if name[0].isdigit() else "DNS"
    file = folder / f"{name}-{days}.pem"
    words = ["-subj", f"/CN={name}", "-addext", f"subjectAltName={kind}:{name}", "-days", str(days)]
    file.write_text(_openssl(folder, "req", "-x509", *_NEW_KEY, *words, "-out", "-"), encoding="ascii")
    return file


def expired_certificate(folder: Path, name: str = "127.0.0.1") -> Path:
    """One that was good in the past; `openssl req` makes none of that kind."""
    lines = ["[ca]", "default_ca=x", "[x]", "new_certs_dir=.", "database=index", "serial=serial"]
    lines += ["default_md=sha256", "policy=p", "x509_extensions=e", "[p]", "commonName=supplied"]
    lines += ["[e]", f"subjectAltName=IP:{name}", "basicConstraints=critical,CA:TRUE"]
    (folder / "ca.conf").write_text("\n".join(lines) + "\n", encoding="ascii")
    (folder / "index").write_text("", encoding="ascii")
    (folder / "serial").write_text("01\n", encoding="ascii")
    asked = _openssl(folder, "req", *_NEW_KEY, "-subj", f"/CN={name}", "-out", "-")
    (folder / "asked.pem").write_text(asked, encoding="ascii")
    words = ["-selfsign", "-batch", "-config", "ca.conf", "-in", "asked.pem", "-keyfile", "asked.pem"]
    words += ["-startdate", "20200101000000Z", "-enddate", "20200201000000Z", "-notext", "-out", "made.pem"]
    _openssl(folder, "ca", *words)
    file = folder / "expired.pem"
    file.write_text(asked + (folder / "made.pem").read_text(encoding="ascii"), encoding="ascii")
    return file


def _openssl(folder: Path, *words: str) -> str:
    assert OPENSSL is not None
    done = subprocess.run([OPENSSL, *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def showing(file: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
