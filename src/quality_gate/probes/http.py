"""Asks an HTTP server: its status, its headers, values in its JSON, texts in its answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from quality_gate.bind.document import NotADocument, find
from quality_gate.model.probes import Sighting
from quality_gate.model.verdict import Cause, Problem
from quality_gate.probes.answers import Shortfall, failed, passed, unknown
from quality_gate.probes.files import decoded
from quality_gate.probes.http_settings import HttpSettings
from quality_gate.probes.json_tree import json_tree
from quality_gate.probes.json_values import differences, wanted_text
from quality_gate.probes.probe import Site
from quality_gate.probes.texts import occurrences, wrong_with
from quality_gate.probes.unanswered import unanswered
from quality_gate.world.http import MOST, HttpAnswer, Question, ask
from quality_gate.world.unreachable import Unreachable

NAME: Final = "http"
_VALUE: Final = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")
_HIDDEN: Final = "***"
_READ: Final = ("", "identity", "gzip", "x-gzip", "deflate")  # encodings of a body that are always undone


SETTINGS: Final = HttpSettings


def look(settings: HttpSettings, site: Site) -> Sighting:
    headers = _headers(settings, site)
    if isinstance(headers, Problem):
        return unknown(headers, _expected(settings))
    secret = [site.world.environment.get(one.env).strip() for one in settings.headers.values() if one.env]
    return _looked(settings, headers, secret, site)


def _looked(
    settings: HttpSettings, headers: Mapping[str, str], secrets: Sequence[str], site: Site
) -> Sighting:
    if settings.ca and not site.world.files.exists(settings.ca):
        missing = Problem(Cause.ENVIRONMENT, f"there is no file {settings.ca}", "correct `ca:`")
        return unknown(missing, _expected(settings))
    question = Question(
        url=settings.http,
        headers=headers,
        timeout=float(site.timeout),
        redirects=settings.redirects,
        authorities=str(site.world.files.path(settings.ca)) if settings.ca else "",
    )
    expected = _expected(settings)
    try:
        answer = _without(secrets, ask(question))
    except Unreachable as problem:
        told = Unreachable(problem.trouble, _hidden(secrets, problem.detail))
        return unanswered(expected, settings.http, told, site)
    wrong = list(_wrong(settings, answer))
    got = ", ".join((str(answer.status), *wrong))
    if not wrong and answer.status in settings.status:
        return passed(expected, got)
    short = Shortfall(reason=f"{settings.http} answered {got}", next="see the server's log")
    return failed(expected, got, short)


def _expected(settings: HttpSettings) -> str:
    parts = [" or ".join(map(str, settings.status))]
    parts += [f"{name}: {value}" for name, value in settings.expect_headers.items()]
    parts += [settings.content_type] if settings.content_type else []
    parts += [wanted_text(path, value) for path, value in settings.json.items()]
    parts += [f"{path} there" for path in settings.has]
    parts += [repr(text) for text in settings.match]
    parts += [f"no {text!r}" for text in settings.forbid]
    return ", ".join(parts)


def _wrong(settings: HttpSettings, answer: HttpAnswer) -> Iterator[str]:
    for name, value in settings.expect_headers.items():
        found = answer.headers.get(name.lower())
        pattern = value.startswith("/") and value.endswith("/") and len(value) > 2
        if found is None:
            yield f"no header {name}"
        elif not (occurrences(value, found) if pattern else found == value):
            yield f"{name}: {found}"
    kind = answer.headers.get("content-type", "").partition(";")[0].strip()
    if settings.content_type and kind.lower() != settings.content_type.lower():
        yield f"content type {kind}" if kind else "no content type"
    packed = answer.headers.get("content-encoding", "").strip().lower()
    if packed not in _READ and (settings.json or settings.has or settings.match or settings.forbid):
        yield f"packed as {packed}, which nobody asked for"
        return
    if settings.json or settings.has:
        yield from _wrong_json(settings, answer)
    if settings.match or settings.forbid:
        if answer.cut:
            yield f"more than {MOST >> 20} MiB"
        yield from wrong_with(_text(answer), settings.match, settings.forbid)


def _wrong_json(settings: HttpSettings, answer: HttpAnswer) -> Iterator[str]:
    if answer.cut:
        yield f"JSON of more than {MOST >> 20} MiB"
        return
    try:
        document = json_tree(_text(answer))
    except NotADocument as problem:
        yield f"{problem.reason} (line {problem.line})" if answer.body.strip() else "an empty answer"
        return
    yield from differences(document, settings.json)
    yield from (f"{path} is missing" for path in settings.has if find(document, path) is None)


def _text(answer: HttpAnswer) -> str:
    return decoded(answer.body)


def _headers(settings: HttpSettings, site: Site) -> dict[str, str] | Problem:
    values: dict[str, str] = {}
    for name, one in settings.headers.items():
        value = one.text
        if one.env:
            value = site.world.environment.get(one.env).strip()
            if not value:
                return Problem(Cause.ENVIRONMENT, f"the environment has no {one.env}", f"set {one.env}")
            value = f"{one.prefix} {value}".strip()
        if not (_VALUE.fullmatch(value) and re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name)):
            whose = one.env or f"the header {name}"
            reason = f"{whose} holds signs that no header may have"
            return Problem(Cause.ENVIRONMENT, reason, f"correct {whose}")
        values[name] = value
    return values


def _without(secrets: Sequence[str], answer: HttpAnswer) -> HttpAnswer:
    """A server may say again what it was told; nothing of it may be said further, not even in part."""
    if not secrets:
        return answer
    headers = {name: _hidden(secrets, value) for name, value in answer.headers.items()}
    return replace(answer, headers=headers, body=_hidden(secrets, _text(answer)).encode())


def _hidden(secrets: Sequence[str], text: str) -> str:
    for secret in secrets:
        text = text.replace(secret, _HIDDEN)
    return text
