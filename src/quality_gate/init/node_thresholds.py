"""The coverage limits that Jest or Vitest already keep, as groups with the same meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from quality_gate.init.literals import objects_named
from quality_gate.init.node_globs import paths_of
from quality_gate.init.proposal import Group
from quality_gate.init.repository import Number, Repository, part

_UNITS: Final = ("lines", "branches", "functions", "statements")
_JEST: Final = tuple(f"jest.config.{ending}" for ending in ("js", "ts", "mjs", "cjs", "json"))
_VITEST: Final = tuple(
    f"{name}.config.{ending}"
    for name in ("vitest", "vite")
    for ending in ("ts", "js", "mts", "mjs", "cjs", "cts")
)
_PERCENT: Final = re.compile(r"\d{1,3}(?:\.\d{1,20})?")
_NEGATIVE: Final = re.compile(r"-\d{1,9}")
_ALL: Final[tuple[str, ...]] = ("**",)
_REST: Final = (
    "The files that no other group names: this is what Jest's `global` means.",
    "Delete it if the other groups name every file.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    found: str = ""
    off: str = ""  # the argument that keeps the runner itself from judging
    total: str = ""
    total_comments: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    comments: tuple[str, ...] = ()


def thresholds(repository: Repository) -> Thresholds:
    for file, written in _jest(repository):
        if written is None:
            return _computed(file, "coverageThreshold")
        return _from_jest(file, written)
    for file in _VITEST:
        for written in objects_named(repository.text(file), "thresholds"):
            return _computed(file, "thresholds") if written is None else _from_vitest(file, written)
    return Thresholds()


def _jest(repository: Repository) -> Iterable[tuple[str, dict[str, Any] | None]]:
    in_package = part(repository.json("package.json"), "jest", "coverageThreshold")
    if in_package:
        yield "package.json", in_package
    others = (path for path in repository.paths if path.startswith("jest.config") and "/" not in path)
    for file in dict.fromkeys([*(name for name in _JEST if name in repository.paths), *others]):
        for written in objects_named(repository.text(file), "coverageThreshold"):
            yield file, written


def _computed(file: str, key: str) -> Thresholds:
    return Thresholds(comments=(f"Not carried over: `{key}` in {file} is computed by code.",))


def _from_jest(file: str, written: Mapping[str, Any]) -> Thresholds:
    """A folder is judged as a whole, a glob file by file, and `global` is what nothing else claims."""
    claims = [
        _group(key, limits, aggregate=_is_plain(key)) for key, limits in written.items() if key != "global"
    ]
    groups = [group for group, _ in claims if group]
    lost = [said for _, more in claims for said in more]
    rest = written.get("global")
    total = ""
    if isinstance(rest, dict):
        name, paths = "everything", _ALL
        if groups:
            name = "rest"
            paths = ("**", *(_inverted(path) for group in groups for path in group.paths))
        limits, more = _limits(rest)
        lost += [f"global: {said}" for said in more]
        if not groups:
            total = limits.pop("lines", "")
        if limits:
            groups.append(
                Group(name=name, paths=paths, limits=limits, comments=_REST if name == "rest" else ())
            )
    return _thresholds(f"coverageThreshold in {file}", total, groups, lost, off="'--coverageThreshold={}'")


def _from_vitest(file: str, written: Mapping[str, Any]) -> Thresholds:
    """The numbers at the top count all files; a glob is judged as a whole unless it says otherwise."""
    claims = [
        _group(key, limits, aggregate=limits.get("perFile") is not True)
        for key, limits in written.items()
        if isinstance(limits, dict)
    ]
    groups = [group for group, _ in claims if group]
    lost = [said for _, more in claims for said in more]
    limits, more = _limits(written)
    lost += more
    per_file = written.get("perFile") is True
    total = "" if per_file else limits.pop("lines", "")
    if limits:
        groups.append(Group(name="everything", paths=("**",), limits=limits, per_file=per_file))
    return _thresholds(f"thresholds in {file}", total, groups, lost, off="")


def _thresholds(found: str, total: str, groups: list[Group], lost: list[str], off: str) -> Thresholds:
    names: set[str] = set()
    named = []
    for group in groups:
        name = group.name
        while name in names:
            name += "-2"
        names.add(name)
        named.append(replace(group, name=name))
    return Thresholds(
        found=found if total or groups else "",
        off=off,
        total=total,
        total_comments=(f"From {found}.",),
        groups=tuple(named),
        comments=tuple(f"Not carried over: {said}" for said in lost),
    )


def _group(key: str, written: Any, *, aggregate: bool) -> tuple[Group | None, list[str]]:
    paths = paths_of(key)
    limits, lost = _limits(written if isinstance(written, dict) else {})
    if not paths:
        return None, [f"{key}: this dialect of globs has no such pattern"]
    said = [f"{key}: {one}" for one in lost]
    if not limits:
        return None, said
    return Group(name=_group_name(key), paths=paths, limits=limits, per_file=not aggregate), said


def _limits(written: Mapping[str, Any]) -> tuple[dict[str, str], list[str]]:
    """The limits with our words, and what has none."""
    limits: dict[str, str] = {}
    lost: list[str] = []
    if written.get("100") is True:
        limits = dict.fromkeys(_UNITS, "100")
    for unit in _UNITS:
        value = written.get(unit)
        if not isinstance(value, Number):
            continue
        if _PERCENT.fullmatch(value) and Fraction(value) <= 100:
            limits[unit] = str(value)
        elif unit == "lines" and _NEGATIVE.fullmatch(value):
            limits["uncovered"] = value[1:]
        else:
            lost.append(f"{unit}: {value[:20]} (only lines can have a number that may stay uncovered)")
    return {unit: value for unit, value in limits.items() if value.strip("0.") or unit == "uncovered"}, lost


def _inverted(path: str) -> str:
    return path[1:] if path.startswith("!") else f"!{path}"


def _is_plain(key: str) -> bool:
    return not any(char in key for char in "*?[]{}!()")


def _group_name(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.]+", "-", key).strip("-.") or "all"
