"""Which reader a file is for, told by its head; a file for none or for two is refused in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from quality_gate.readers.reader import Head, Reader

# A bracket alone may be that of a section: TOML, INI.
_JSON: Final = re.compile(r'\s*[\[{]\s*(?:["\[{\]}\d-]|true|false|null|\Z)')


def reader_for(head: Head, readers: Sequence[Reader]) -> Reader | str:
    """The one reader that recognises the head, or why there is none."""
    found = [] if head.is_html else [reader for reader in readers if reader.recognises(head)]
    if len(found) == 1:
        return found[0]
    if found:
        return "could be " + " or ".join(sorted(reader.NAME for reader in found)) + ": not read as either"
    return _what_it_is(head)


def _what_it_is(head: Head) -> str:
    if not head.raw:
        return "0 bytes: the tool that should have written it was killed or never ran"
    if head.is_blank:
        return "blank: the tool that should have written it was killed or never ran"
    if head.is_html:
        return "an HTML page, not a report: perhaps a login page, an error page or an expired link"
    if head.root:
        return f"not a report format known here: XML with the root element <{head.root}>"
    if head.is_json and _JSON.match(head.text):
        keys = ", ".join(head.json_keys[:5])
        return "not a report format known here: JSON" + (f" with the keys {keys}" if keys else "")
    return f"not a report format known here: it starts with {head.text.lstrip()[:40]!r}"
