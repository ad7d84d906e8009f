"""Reads the journal of Chaos Toolkit as test cases: each probe and action can fail as a test can.

Authoritative are the steady states and activities. Where the system was not steady before the experiment, the
journal says `completed` and the exit code is 0 although nothing was tried: what never ran is in error here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from quality_gate.model.cases import Case, Cases, Outcome, Place
from quality_gate.model.reading import Reading, State
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import Json, as_list, as_object, as_text, json_reading
from quality_gate.readers.tests.records import Records, concluded

NAME: Final = "chaos-toolkit"
_PHASES: Final = {"before": "steady state before", "after": "steady state after"}


def recognises(head: Head) -> bool:
    keys = set(head.json_keys)
    return "chaoslib-version" in keys or {"experiment", "steady_states"} <= keys


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, lambda found: _reading(found, limits))


def _reading(found: object, limits: ReadLimits) -> Reading:
    journal = as_object(found, "the journal")
    experiment = as_object(journal.get("experiment"), "the experiment")
    title = as_text(experiment.get("title"), 300) or "experiment"
    if experiment.get("dry") or journal.get("dry"):
        return Reading(format=NAME, state=State.EMPTY, note="a dry run: nothing was tried", cases=Cases())
    records = Records(limits)
    tried = [*_steady(journal, experiment, title), *_activities(journal, experiment, title)]
    end = _end(journal, title)
    if not tried and end.outcome is Outcome.PASSED:
        return Reading(format=NAME, state=State.EMPTY, note="nothing was tried", cases=Cases())
    for case in (*tried, end):
        records.add(case)
    return concluded(NAME, records)


def _steady(journal: Json, experiment: Json, title: str) -> Iterator[Case]:
    states = as_object(journal.get("steady_states") or {}, "steady_states")
    hypothesis = as_object(experiment.get("steady-state-hypothesis") or {}, "the hypothesis")
    if hypothesis.get("probes") and not any(states.get(key) for key in (*_PHASES, "during")):
        yield Case(Place(suite=title), "steady state", Outcome.ERROR, message="never looked at")
    for key, phase in _PHASES.items():
        state = states.get(key)
        if state is None:
            continue
        found = as_object(state, phase)
        place = Place(suite=title, classname=phase)
        probes = [as_object(one, "a probe") for one in as_list(found.get("probes") or [], "probes")]
        for probe in probes:
            met = probe.get("tolerance_met") is True
            yield _case(place, probe, Outcome.PASSED if met else Outcome.FAILED, "not within its tolerance")
        failed = any(probe.get("tolerance_met") is not True for probe in probes)
        if found.get("steady_state_met") is not True and not failed:
            yield Case(place, phase, Outcome.FAILED, message="the steady state was not met")


def _activities(journal: Json, experiment: Json, title: str) -> Iterator[Case]:
    ran = as_list(journal.get("run") or [], "run")
    place = Place(suite=title, classname="method")
    for one in ran:
        yield _done(place, as_object(one, "an activity"))
    planned = as_list(experiment.get("method") or [], "the method")
    for one in planned[len(ran) :]:
        activity = as_object(one, "an activity")
        name = as_text(activity.get("name"), 300) or "activity"
        yield Case(place, name, Outcome.ERROR, message="never ran")
    for one in as_list(journal.get("rollbacks") or [], "rollbacks"):
        yield _done(Place(suite=title, classname="rollbacks"), as_object(one, "a rollback"))


def _done(place: Place, activity: Json) -> Case:
    if activity.get("tolerance_met") not in (None, True):
        return _case(place, activity, Outcome.FAILED, "not within its tolerance")
    status = as_text(activity.get("status"), 100)
    outcome = Outcome.PASSED if status == "succeeded" else Outcome.ERROR
    return _case(place, activity, outcome, f"ended as {status or 'unknown'}")


def _case(place: Place, run: Json, outcome: Outcome, why: str) -> Case:
    activity = as_object(run.get("activity") or {}, "an activity")
    name = as_text(activity.get("name"), 300) or "activity"
    return Case(place, name, outcome, message="" if outcome is Outcome.PASSED else why)


def _end(journal: Json, title: str) -> Case:
    """The experiment as a whole: only `completed` without deviation is a pass."""
    status = as_text(journal.get("status"), 100)
    place = Place(suite=title, classname="experiment")
    before = as_object(journal.get("steady_states") or {}, "steady_states").get("before")
    if status != "completed":
        return Case(place, title, Outcome.ERROR, message=f"ended as {status or 'unknown'}")
    if journal.get("deviated") is not False:
        return Case(place, title, Outcome.FAILED, message="the system deviated from its steady state")
    if isinstance(before, dict) and before.get("steady_state_met") is not True:
        return Case(place, title, Outcome.FAILED, message="the system was not steady before the experiment")
    return Case(place, title)
