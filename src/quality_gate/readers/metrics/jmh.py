"""Reads JMH's JSON; authoritative are the scores it computed, each in its own `scoreUnit`.

The mode and the parameters are part of a benchmark's identity: one method may be measured in many ways.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.metrics.measured import Measured, Parameters, parameters_of
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import Json, as_list, as_object, as_text, json_reading

NAME: Final = "jmh"
_ENDS: Final = {"0": "min", "100": "max"}


def recognises(head: Head) -> bool:
    return head.is_json and {"benchmark", "mode"} <= set(head.json_keys) and '"primaryMetric"' in head.text


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading, keep_constants=True)


def _reading(found: object) -> Reading:
    measured = Measured()
    for one in as_list(found, "the report"):
        benchmark = as_object(one, "a benchmark")
        name = as_text(benchmark.get("benchmark"))
        mode = as_text(benchmark.get("mode"))
        parameters = (*parameters_of(benchmark.get("params")), ("mode", mode))
        primary = as_object(benchmark.get("primaryMetric"), f"primaryMetric of {name}")
        measured.must(name, "score", primary.get("score"))
        _add(measured, name, primary, parameters)
        secondary = as_object(benchmark.get("secondaryMetrics") or {}, f"secondaryMetrics of {name}")
        for key, metric in secondary.items():
            _add_secondary(measured, name, key, as_object(metric, key), parameters)
    return measured.reading(NAME)


def _add(measured: Measured, name: str, metric: Json, parameters: Parameters) -> None:
    unit = as_text(metric.get("scoreUnit"))
    samples = _samples(metric.get("rawData"))
    measured.add(name, "score", metric.get("score"), unit, samples=samples, parameters=parameters)
    error = metric.get("scoreError")
    if error == "NaN":
        measured.note(f"{name}: too few iterations to know the error of the score")
    else:
        measured.add(name, "error", error, unit, samples=samples, parameters=parameters)
    percentiles = as_object(metric.get("scorePercentiles") or {}, f"scorePercentiles of {name}")
    for key, number in percentiles.items():
        short = key.removesuffix(".0")
        value = _ENDS.get(short, f"p{short}")
        measured.add(name, value, number, unit, samples=samples, parameters=parameters)


def _add_secondary(measured: Measured, name: str, key: str, metric: Json, parameters: Parameters) -> None:
    value = key.lstrip("·\ufffd ")  # a profiler's marker, spoilt where the encoding was wrong
    unit = as_text(metric.get("scoreUnit"))
    samples = _samples(metric.get("rawData"))
    measured.add(name, value, metric.get("score"), unit, samples=samples, parameters=parameters)


def _samples(raw: object) -> int | None:
    """How many measured iterations of how many forks; unknown in the modes that keep histograms."""
    if not isinstance(raw, list):
        return None
    return sum(len(fork) for fork in raw if isinstance(fork, list)) or None
