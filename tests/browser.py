"""A real browser without a window: takes pictures of pages, and measures what they look like."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_OPTIONS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # whatever a page asks for, nobody answers
)
_MEASURED: Final = re.compile(r'<pre id="measured">(.*?)</pre>', re.DOTALL)
# Pages stand in frames: a window of a browser cannot be as narrow as a phone.
_FRAME: Final = '<iframe data-opened="{opened}" width="{width}" height="{height}" srcdoc="{page}"></iframe>'
_STYLE: Final = (
    '<!doctype html><meta charset="utf-8"><style>body {margin: 0} iframe {border: 0; display: block}</style>'
)
_MEASURE: Final = """<script>addEventListener("load", () => {
const measured = frame => {
  const it = frame.contentWindow.document, width = Number(frame.width);
  if (frame.dataset.opened) it.querySelectorAll("details").forEach(one => one.open = true);
  const every = [...it.querySelectorAll("body *")];
  return {
    height: Math.ceil(it.body.getBoundingClientRect().height),
    width: it.documentElement.scrollWidth,
    wide: every.filter(one => !one.closest("table, pre") && one.checkVisibility()
      && (one.getBoundingClientRect().right > width + 0.5 || one.scrollWidth > one.clientWidth + 1)
      && one.clientWidth).map(one => one.tagName),
    active: every.filter(one => one.matches("script, img, iframe, object, embed, form, video, audio, link, "
      + "style, [style*='url('], [background], [srcset]")).map(one => one.tagName),
    top: every.filter(one => one.matches("h1, h2, h3, h4, h5, h6")).map(
      one => [one.tagName + " " + one.textContent, one.getBoundingClientRect().top]),
  };
};
const told = document.createElement("pre");
told.id = "measured";
told.textContent = JSON.stringify([...document.querySelectorAll("iframe")].map(measured));
document.body.append(told);
});</script>"""


@dataclass(frozen=True)
class View:
    """A page of a width; `opened` unfolds everything in it first."""

    page: str
    width: int
    opened: bool = False


@dataclass(frozen=True)
class Browser:
    program: str

    def measured(self, views: Sequence[View]) -> list[dict[str, Any]]:
        """How high and wide each page is, and what in it stands out; all in one start of the browser."""
        dom = self._run("".join(map(_framed, views)) + _MEASURE, "--dump-dom").decode("utf-8", "replace")
        found = _MEASURED.search(dom)
        assert found is not None, "the browser measured nothing"
        said = json.loads(html.unescape(found[1]))
        assert isinstance(said, list) and len(said) == len(views)
        return said

    def console(self, page: str) -> list[str]:
        """What a browser complains about while it shows the page as it is, without a frame around it."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "page.html"
            file.write_text(page, encoding="utf-8")
            options = (
                *_OPTIONS,
                f"--user-data-dir={folder}/profile",
                "--enable-logging=stderr",
                "--dump-dom",
            )
            command = [self.program, *options, file.as_uri()]
            done = subprocess.run(command, capture_output=True, timeout=120, check=True)
        return [line for line in done.stderr.decode("utf-8", "replace").splitlines() if ":CONSOLE" in line]

    def picture(self, view: View, path: Path, height: int, *, scale: int = 1) -> None:
        self._run(
            _framed(view, height),
            f"--screenshot={path}",
            f"--window-size={view.width},{height}",
            f"--force-device-scale-factor={scale}",
        )

    def _run(self, frames: str, *options: str) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "page.html"
            file.write_text(_STYLE + frames, encoding="utf-8", errors="replace")
            command = [self.program, *_OPTIONS, f"--user-data-dir={folder}/profile", *options, file.as_uri()]
            return subprocess.run(command, capture_output=True, timeout=120, check=True).stdout


def browser() -> Browser | None:
    """The first one that is installed."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    return None if found is None else Browser(found)


def _framed(view: View, height: int = 10) -> str:
    page = html.escape(view.page, quote=True)
    return _FRAME.format(page=page, width=view.width, height=height, opened="yes" * view.opened)
