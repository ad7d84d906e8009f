"""What XML readers share: streaming with expat, entities refused, namespaces stripped, one bounded repair."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Final, Generic, Protocol, TypeVar
from xml.parsers import expat

from quality_gate.readers.reader import ReadLimits
from quality_gate.readers.whole import read_whole
from quality_gate.readers.xml_chunks import Refused, open_chunks
from quality_gate.readers.xml_repair import Unrepairable, repaired

_CUT_OFF: Final = frozenset(  # what expat says when the input ends too soon
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)
BAD_CONTENT: Final = (ValueError, LookupError, ArithmeticError, MemoryError, RecursionError)


class XmlHandler(Protocol):
    """What a reader does with the elements; names come without their namespace."""

    wants_text: bool

    def start(self, name: str, attributes: dict[str, str], /) -> None: ...

    def end(self, name: str, /) -> None: ...

    def text(self, data: str, /) -> None: ...


H = TypeVar("H", bound=XmlHandler)


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlOutcome(Generic[H]):
    handler: H  # holds what came to the end, or up to the problem
    problem: str = ""  # why the rest cannot be read; whatever the handler holds is then no evidence
    repaired: str = ""  # what was wrong with XML that could be read to the end after a repair


class XmlParser:
    """One expat parser and the handler it feeds."""

    def __init__(
        self, handler: XmlHandler, limits: ReadLimits, encoding: str | None = None, skip: int = 0
    ) -> None:
        self.fed = 0
        self.last_event = -1  # where the last tag started, in bytes fed
        self.has_doctype = False
        self.roots = 0
        self._limits = limits
        self._expat = parser = expat.ParserCreate(encoding)
        parser.buffer_text = True
        parser.buffer_size = 64 * 1024
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = _refuse_entity
        if handler.wants_text:
            parser.CharacterDataHandler = handler.text
        self._connect(handler, skip)

    def _connect(self, handler: XmlHandler, skip: int) -> None:
        parser, limits = self._expat, self._limits
        most = limits.max_depth + skip
        depth = 0

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth <= skip:
                return
            if depth > most:
                raise Refused(limits.too_deep)
            self.roots += depth == skip + 1
            self.last_event = parser.CurrentByteIndex
            handler.start(name if ":" not in name else name.rpartition(":")[2], attributes)

        def end(name: str) -> None:
            nonlocal depth
            depth -= 1
            if depth >= skip:
                self.last_event = parser.CurrentByteIndex
                handler.end(name if ":" not in name else name.rpartition(":")[2])

        parser.StartElementHandler = start
        parser.EndElementHandler = end

    def feed(self, data: bytes) -> None:
        self._expat.Parse(data, False)
        self.fed += len(data)
        if self.fed - self._expat.CurrentByteIndex > self._limits.max_token:
            raise Refused(self._limits.too_long)

    def finish(self) -> None:
        self._expat.Parse(b"", True)

    def _doctype(self, *_: object) -> None:
        self.has_doctype = True


def _refuse_entity(*_: object) -> None:
    raise Refused("declares entities, which are never expanded")


def read_xml(
    stream: BinaryIO, limits: ReadLimits, make: Callable[[], H], *, many_roots: bool = False
) -> XmlOutcome[H]:
    """Feeds the whole stream to a handler; feeds a new one once more, repaired, if it is not well formed."""
    start = stream.tell() if stream.seekable() else None
    handler = make()
    try:
        _parse(stream, handler, limits)
        return XmlOutcome(handler=handler)
    except Refused as refusal:
        return XmlOutcome(handler=handler, problem=str(refusal))
    except (expat.ExpatError, *BAD_CONTENT) as error:
        problem = problem_text(error)
        if start is None or not _may_be_repaired(error):
            return XmlOutcome(handler=handler, problem=problem)
    stream.seek(start)
    raw = read_whole(stream, limits.max_repair)
    if len(raw) > limits.max_repair:
        return XmlOutcome(handler=handler, problem=f"{problem}; {limits.beyond_repair}")
    again = make()
    if _repair(raw, again, limits, many_roots):
        return XmlOutcome(handler=again, repaired=problem)
    return XmlOutcome(handler=handler, problem=problem)


def problem_text(error: BaseException) -> str:
    if isinstance(error, expat.ExpatError):
        if error.code in _CUT_OFF:
            return f"ends in the middle, at line {error.lineno}: the tool that wrote it was killed"
        return f"not well-formed XML: {expat.ErrorString(error.code)} in line {error.lineno}"
    if isinstance(error, MemoryError):
        return "too large to be read"
    return f"cannot be read: {str(error) or type(error).__name__}"


def _may_be_repaired(error: BaseException) -> bool:
    if isinstance(error, expat.ExpatError):
        return error.code not in _CUT_OFF
    return isinstance(error, UnicodeError)


def _parse(stream: BinaryIO, handler: XmlHandler, limits: ReadLimits) -> None:
    chunks, encoding = open_chunks(stream, limits)
    parser = XmlParser(handler, limits, encoding)
    for chunk in chunks:
        parser.feed(chunk)
    parser.finish()


def _repair(raw: bytes, handler: XmlHandler, limits: ReadLimits, many_roots: bool) -> bool:
    try:
        text = repaired(raw)
        # Within a root of our own, what follows the report's root is text, or a second report.
        parser = XmlParser(handler, limits, "utf-8", skip=1)
        for chunk in (b"<all-of-it>", text.encode(), b"</all-of-it>"):
            parser.feed(chunk)
        parser.finish()
    except (expat.ExpatError, Unrepairable, Refused, *BAD_CONTENT):
        return False
    return parser.roots == 1 or (many_roots and parser.roots > 1)
