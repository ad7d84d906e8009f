"""Logs of this run: levels that nobody may have written, and lines that must be there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from quality_gate.model.errors import GateError
from quality_gate.model.probes import Sighting
from quality_gate.model.verdict import Cause, Problem, Spot, Status
from quality_gate.model.wording import listed, plural
from quality_gate.probes.answers import Shortfall, failed, passed, unknown
from quality_gate.probes.files import LONGEST_LINE, absent, known_paths, lines_of, matching, no_files
from quality_gate.probes.log_scan import Scan, Wanted, level_and_patterns
from quality_gate.probes.log_settings import LogsSettings
from quality_gate.probes.log_times import Window
from quality_gate.probes.patterns import (
    count_holds,
    expected_count,
    text_pattern,
)
from quality_gate.probes.probe import Site
from quality_gate.world.files import Stamp

NAME: Final = "logs"
SETTINGS: Final = LogsSettings


def wanted_of(settings: LogsSettings) -> Wanted:
    level, forbid = level_and_patterns(settings.forbid)
    return Wanted(
        level=level,
        forbid=forbid,
        allow={text: text_pattern(text) for text in settings.allow},
        tolerate={text: text_pattern(text) for text in settings.tolerate},
        counted={text: text_pattern(text) for text in (*settings.must, *settings.count)},
        json=settings.format == "json",
        keys=settings.keys,
    )


def look(settings: LogsSettings, site: Site) -> Sighting:
    expected = _expected(settings)
    files = matching(settings.logs, site)
    if not files:
        return unknown(no_files(settings.logs, known_paths(site)), expected)
    if missing := absent(settings.logs, site):
        return unknown(missing, expected)
    since = _beginning(site) if settings.since == "run" else None
    if since and not settings.empty and (stale := _stale(files, since)):
        return unknown(stale, expected)
    scan = Scan(wanted_of(settings), Window(since, _local(since)) if since else None)
    for path in files:
        try:
            scan.take(lines_of(path, site))
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            problem = Problem(Cause.UNREADABLE, f"{path} cannot be read: {why}", "mend it", (Spot(path),))
            return unknown(problem, expected)
    return answer(settings, scan, len(files), expected)


def answer(settings: LogsSettings, scan: Scan, files: int, expected: str) -> Sighting:
    """What the lines of all files add up to."""
    if not scan.lines and not settings.empty:
        cause, what = (
            (Cause.STALE, "no line is from this run") if scan.older else (Cause.EMPTY, "no line at all")
        )
        remedy = "let it be written by this run; `empty: true` where that is fine, `since: any` for all lines"
        return unknown(Problem(cause, f"{listed(settings.logs)}: {what}", remedy), expected)
    seen = [f"{plural(scan.lines, 'line')} in {plural(files, 'file')}"]
    if scan.older:
        seen.append(f"{plural(scan.older, 'older line')} left out")
    if scan.excused:
        seen.append(f"allowed: {_tally(scan.excused)}")
    if scan.tolerated:
        seen.append(
            "tolerated: "
            + "; ".join(f"{n} × {p} ({settings.tolerate[p]})" for p, n in scan.tolerated.items())
        )
    shortfalls = list(_shortfalls(settings, scan))
    if not shortfalls and scan.cut and (settings.forbid or settings.count):
        what = f"{plural(scan.cut, 'line')} of more than {LONGEST_LINE >> 10} KiB not read to the end"
        remedy = "break up what is written there, or leave that file out with `!`"
        return unknown(Problem(Cause.INCONCLUSIVE, what, remedy), expected)
    if not shortfalls:
        held = passed(expected, "; ".join(seen))
        return replace(held, status=Status.WARNED) if scan.tolerated else held
    got = "; ".join(shortfalls)
    remedy = "mend what they tell of; `allow:` what is no matter"
    return failed(expected, got, Shortfall(reason="; ".join(seen), next=remedy, spots=scan.spots))


def _shortfalls(settings: LogsSettings, scan: Scan) -> Iterable[str]:
    if scan.forbidden:
        yield f"{plural(scan.forbidden, 'line')} with {listed(settings.forbid)}"
    if scan.malformed:
        yield f"{plural(scan.malformed, 'line')} not as they should be written"
    for pattern in settings.must:
        if not scan.found[pattern]:
            yield f"no line holds {pattern}"
    for pattern, text in settings.count.items():
        wanted, got = expected_count(text), scan.found[pattern]
        if not count_holds(wanted, got):
            yield f"{plural(got, 'line')} with {pattern}, expected {wanted.text}"


def _tally(counts: Mapping[str, int]) -> str:
    return "; ".join(f"{count} × {pattern}" for pattern, count in counts.items())


def _expected(settings: LogsSettings) -> str:
    parts = [f"no {listed(settings.forbid)}"] if settings.forbid else []
    parts += [f"a line with {pattern}" for pattern in settings.must]
    parts += [f"{expected_count(text).text} × {pattern}" for pattern, text in settings.count.items()]
    if settings.format == "json":
        parts.append("JSON" + (f" with {listed(settings.keys)}" if settings.keys else ""))
    return "; ".join(parts)


def _stale(files: Mapping[str, Stamp], since: datetime) -> Problem | None:
    """A log that this run has not written tells of another."""
    first = int(since.timestamp()) * 1_000_000_000
    old = [path for path, stamp in files.items() if stamp.modified < first]
    if not old:
        return None
    reason = f"not written by this run: {listed(old)}"
    return Problem(
        Cause.STALE, reason, "let this run write it, or set `since: any`", tuple(map(Spot, old[:5]))
    )


def _beginning(site: Site) -> datetime | None:
    """When this run began; where nothing is run, what lies there must be newer than the commit."""
    try:
        if site.may_run:
            return datetime.fromisoformat(site.since)
        committed = site.world.git.head_time()
    except (ValueError, GateError):
        return None
    return None if committed is None else datetime.fromtimestamp(committed, UTC)


def _local(since: datetime) -> timedelta:
    return since.astimezone().utcoffset() or timedelta(0)
