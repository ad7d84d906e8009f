"""What k6's numbers are called, and in which units they are, in each of its three summaries."""

from __future__ import annotations

import re
from typing import Final

from quality_gate.readers.metrics.measured import Measured
from quality_gate.readers.strict_json import Json

_PERCENTILE: Final = re.compile(r"p\(([0-9.]+)\)")
_CALLED: Final = {"avg": "mean", "med": "median"}
# The legacy summary does not say what a metric contains; these are k6's own.
_TIMES: Final = re.compile(
    r"(?:http_req_(?!failed)\w+|iteration_duration|group_duration|grpc_req_duration|ws_\w*ing)"
)
_DATA: Final = re.compile(r"data_(?:sent|received)")
_BARE: Final = frozenset(("passes", "fails", "matches", "total"))  # how many, of whatever it is


def add_values(measured: Measured, name: str, values: Json, contains: str = "", kind: str = "") -> None:
    plain = name.partition("{")[0]  # a sub-metric: http_req_duration{status:200}
    unit = {"time": "ms", "data": "B"}.get(contains, "" if contains else _guessed(plain))
    samples = values.get("count") if kind == "trend" else None
    for key, number in values.items():
        if key != "thresholds":
            called = _called(key)
            is_share = kind == "rate" or "passes" in values or "matches" in values
            measured.add(
                name,
                called,
                number,
                _unit(key, unit, is_share=is_share, is_trend=kind == "trend"),
                samples=samples if isinstance(samples, int) else None,
            )


def _called(key: str) -> str:
    found = _PERCENTILE.fullmatch(key)
    return f"p{found[1]}" if found else _CALLED.get(key, key)


def _unit(key: str, unit: str, *, is_share: bool, is_trend: bool) -> str:
    if key in _BARE or is_share or (key == "count" and (is_trend or unit == "ms")):
        return ""
    return f"{unit}/s" if key == "rate" else unit


def _guessed(name: str) -> str:
    if _TIMES.fullmatch(name):
        return "ms"
    return "B" if _DATA.fullmatch(name) else ""
