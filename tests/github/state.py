"""What the fake GitHub remembers, and how each of its addresses answers."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

REPOSITORY = "acme/shop"
MOMENT = "2026-11-20T12:00:00Z"
LOCKED = "Unable to create comment because issue is locked."
Found = tuple[int, Any]


@dataclass(frozen=True)
class Token:
    """Who somebody is, and what they may write."""

    login: str = "github-actions[bot]"
    bot: bool = True
    app: bool = True
    writes: frozenset[str] = frozenset({"pull-requests", "checks", "statuses", "deployments"})


@dataclass
class State:
    tokens: dict[str, Token] = field(
        default_factory=lambda: {"good": Token(), "fork": Token(writes=frozenset())}
    )
    comments: dict[int, dict[str, Any]] = field(default_factory=dict)
    checks: dict[int, dict[str, Any]] = field(default_factory=dict)
    annotations: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    statuses: list[dict[str, Any]] = field(default_factory=list)
    deployments: dict[int, dict[str, Any]] = field(default_factory=dict)
    deployment_statuses: list[dict[str, Any]] = field(default_factory=list)
    pulls: dict[int, dict[str, Any]] = field(default_factory=dict)
    labels: dict[int, list[str]] = field(default_factory=dict)
    files: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    contents: dict[tuple[str, str], str] = field(default_factory=dict)  # (path, ref) → text
    artifacts: dict[int, dict[str, Any]] = field(default_factory=dict)
    archives: dict[int, bytes] = field(default_factory=dict)
    compared: dict[str, dict[str, Any]] = field(default_factory=dict)
    rules: list[dict[str, Any]] = field(default_factory=list)
    runs: dict[int, dict[str, Any]] = field(default_factory=dict)
    jobs: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    locked: set[int] = field(default_factory=set)
    graphql: bool = True
    storage: str = ""  # the host that artifacts are downloaded from
    _number: int = 1000

    def next(self) -> int:
        self._number += 1
        return self._number

    def comment(self, number: int, login: str, body: str) -> dict[str, Any]:
        """Somebody writes below a pull request."""
        one = {
            "id": self.next(),
            "body": body,
            "user": {"login": login, "type": "Bot" if login.endswith("[bot]") else "User"},
            "issue_url": f"https://github.example/issues/{number}",
            "created_at": MOMENT,
            "updated_at": MOMENT,
        }
        self.comments[one["id"]] = one
        return one


@dataclass(frozen=True)
class Call:
    """One request, taken apart."""

    state: State
    token: Token
    groups: tuple[str, ...]
    query: dict[str, str]
    body: dict[str, Any]

    @property
    def number(self) -> int:
        return int(self.groups[0])


def missing(what: str = "Not Found") -> Found:
    return 404, {"message": what, "documentation_url": "https://docs.github.example"}


def refused(message: str) -> Found:
    return 422, {"message": message, "documentation_url": "https://docs.github.example"}


def user(call: Call) -> Found:
    if call.token.app:
        return 403, {"message": "Resource not accessible by integration", "documentation_url": "x"}
    return 200, {"login": call.token.login, "user_view_type": "private"}


def comments(call: Call) -> Found:
    ending = f"/issues/{call.number}"
    return 200, [one for one in call.state.comments.values() if one["issue_url"].endswith(ending)]


def add_comment(call: Call) -> Found:
    if call.number in call.state.locked:
        return 403, {"message": LOCKED, "documentation_url": "x"}
    if not 0 < len(call.body["body"]) <= 65536:
        return refused("Body is too long (maximum is 65536 characters)")
    return 201, call.state.comment(call.number, call.token.login, call.body["body"])


def comment(call: Call) -> Found:
    found = call.state.comments.get(call.number)
    return (200, found) if found else missing()


def change_comment(call: Call) -> Found:
    found = call.state.comments.get(call.number)
    if not found:
        return missing()
    if found["user"]["login"] != call.token.login and call.token.app:
        return 403, {"message": "Resource not accessible by integration", "documentation_url": "x"}
    if not 0 < len(call.body["body"]) <= 65536:
        return refused("Body is too long (maximum is 65536 characters)")
    found["body"] = call.body["body"]
    return 200, found


def remove_comment(call: Call) -> Found:
    return (204, None) if call.state.comments.pop(call.number, None) else missing()


def add_check(call: Call) -> Found:
    if not call.token.app:
        return 403, {"message": "You must authenticate via a GitHub App.", "documentation_url": "x"}
    number = call.state.next()
    one = _shown({**call.body, "id": number, "app": {"slug": "github-actions"}, "pull_requests": []})
    call.state.checks[number] = one
    return _annotated(call, number, 201)


def change_check(call: Call) -> Found:
    if call.number not in call.state.checks:
        return missing()
    call.state.checks[call.number] |= _shown({**call.state.checks[call.number], **call.body})
    return _annotated(call, call.number, 200)


def _shown(one: dict[str, Any]) -> dict[str, Any]:
    output = {"title": None, "summary": None, "text": None, "annotations_url": "x", **one.get("output", {})}
    return {"started_at": MOMENT, "completed_at": MOMENT, "external_id": "", **one, "output": output}


def _annotated(call: Call, number: int, status: int) -> Found:
    more = call.body.get("output", {}).get("annotations", [])
    if len(more) > 50:
        return refused("Invalid request. No more than 50 items are allowed.")
    found = call.state.annotations.setdefault(number, [])
    found += more
    one = call.state.checks[number]
    one["output"] = {key: value for key, value in one["output"].items() if key != "annotations"}
    one["output"]["annotations_count"] = len(found)
    return status, one


def check(call: Call) -> Found:
    found = call.state.checks.get(call.number)
    return (200, found) if found else missing()


def checks(call: Call) -> Found:
    found = [
        one
        for one in call.state.checks.values()
        if one["head_sha"] == call.groups[0] and one["name"] == call.query.get("check_name", one["name"])
    ]
    return 200, {"total_count": len(found), "check_runs": found}


def add_status(call: Call) -> Found:
    if len(call.body.get("description") or "") > 140:
        return refused("Validation Failed: description is too long (maximum is 140 characters)")
    one = {
        "id": call.state.next(),
        "sha": call.groups[0],
        "created_at": MOMENT,
        "updated_at": MOMENT,
        **call.body,
    }
    call.state.statuses.append(one)
    return 201, {key: value for key, value in one.items() if key != "sha"}


def statuses(call: Call) -> Found:
    return 200, [one for one in call.state.statuses if one["sha"] == call.groups[0]]


def add_deployment(call: Call) -> Found:
    if call.body.get("auto_merge", True):
        return 202, {"message": "Auto-merged main into the branch on deployment."}
    if call.body.get("required_contexts") != []:
        return 409, {"message": "Conflict: Commit status checks failed.", "documentation_url": "x"}
    number = call.state.next()
    one = {
        "id": number,
        "sha": call.body["ref"],
        "task": "deploy",
        "payload": {},
        "creator": None,
        "environment": "production",
        **call.body,
    }
    one = {key: value for key, value in one.items() if key not in ("auto_merge", "required_contexts")}
    call.state.deployments[number] = one
    return 201, one


def deployments(call: Call) -> Found:
    wanted = {key: value for key, value in call.query.items() if key in ("sha", "ref", "task", "environment")}
    return 200, [
        one
        for one in call.state.deployments.values()
        if all(one[key] == value for key, value in wanted.items())
    ]


def add_deployment_status(call: Call) -> Found:
    if call.number not in call.state.deployments:
        return missing()
    one = {"id": call.state.next(), "deployment": call.number, **call.body}
    call.state.deployment_statuses.append(one)
    return 201, {key: value for key, value in one.items() if key not in ("deployment", "auto_inactive")}


def pull(call: Call) -> Found:
    found = call.state.pulls.get(call.number)
    return (200, {**found, "labels": _labels(call.state, call.number)}) if found else missing()


def pulls(call: Call) -> Found:
    def fits(one: dict[str, Any]) -> bool:
        owner = one["head"]["repo"]["full_name"].partition("/")[0]
        head = call.query.get("head")
        return call.query.get("state", "open") in (one["state"], "all") and head in (
            None,
            f"{owner}:{one['head']['ref']}",
        )

    return 200, [
        {**one, "labels": _labels(call.state, one["number"])}
        for one in call.state.pulls.values()
        if fits(one)
    ]


def pulls_of_commit(call: Call) -> Found:
    return 200, [
        one for one in call.state.pulls.values() if call.groups[0] in (one["head"]["sha"], one.get("merged"))
    ]


def labels(call: Call) -> Found:
    return 200, _labels(call.state, call.number)


def _labels(state: State, number: int) -> list[dict[str, Any]]:
    return [
        {
            "id": at,
            "node_id": "x",
            "url": "https://x",
            "name": name,
            "description": "",
            "color": "0",
            "default": False,
        }
        for at, name in enumerate(state.labels.get(number, ()))
    ]


def pull_files(call: Call) -> Found:
    return 200, call.state.files.get(call.number, [])


def compare(call: Call) -> Found:
    found = call.state.compared.get(unquote(call.groups[0]))
    return (200, found) if found else missing()


def content(call: Call) -> Found:
    path = unquote(call.groups[0])
    text = call.state.contents.get((path, call.query.get("ref", "")))
    if text is None:
        return missing()
    coded = base64.b64encode(text.encode()).decode()
    return 200, {
        "type": "file",
        "encoding": "base64",
        "path": path,
        "name": path,
        "size": len(text),
        "content": coded,
    }


def one_run(call: Call) -> Found:
    found = call.state.runs.get(call.number)
    return (200, found) if found else missing()


def jobs(call: Call) -> Found:
    found = call.state.jobs.get(call.number, [])
    return 200, {"total_count": len(found), "jobs": found}


def check_annotations(call: Call) -> Found:
    return 200, call.state.annotations.get(call.number, [])


def artifacts(call: Call) -> Found:
    found = [
        one for one in call.state.artifacts.values() if call.query.get("name", one["name"]) == one["name"]
    ]
    if call.groups:
        found = [one for one in found if one["workflow_run"]["id"] == call.number]
    else:
        found.sort(key=lambda one: -one["id"])  # of the whole repository the latest goes first
    return 200, {"total_count": len(found), "artifacts": found}


def archive(call: Call) -> Found:
    return (
        (302, f"{call.state.storage}/archives/{call.number}")
        if call.number in call.state.archives
        else missing()
    )


def branch_rules(call: Call) -> Found:
    return 200, call.state.rules


def rate(call: Call) -> Found:
    limit = {"limit": 1000, "remaining": 999, "reset": 1795183200, "used": 1}
    return 200, {"resources": {"core": limit, "search": limit}, "rate": limit}


@dataclass(frozen=True)
class Route:
    method: str
    pattern: re.Pattern[str]
    answer: Callable[[Call], Found]
    permission: str = ""


def _route(method: str, path: str, answer: Callable[[Call], Found], permission: str = "") -> Route:
    front = "" if path.startswith("/") else f"/repos/{REPOSITORY}/"
    return Route(method, re.compile(front + path), answer, permission)


ROUTES = (
    _route("GET", "/user", user),
    _route("GET", "/rate_limit", rate),
    _route("GET", r"issues/(\d+)/comments", comments),
    _route("POST", r"issues/(\d+)/comments", add_comment, "pull-requests"),
    _route("GET", r"issues/comments/(\d+)", comment),
    _route("PATCH", r"issues/comments/(\d+)", change_comment, "pull-requests"),
    _route("DELETE", r"issues/comments/(\d+)", remove_comment, "pull-requests"),
    _route("GET", r"issues/(\d+)/labels", labels),
    _route("POST", "check-runs", add_check, "checks"),
    _route("GET", r"check-runs/(\d+)", check),
    _route("PATCH", r"check-runs/(\d+)", change_check, "checks"),
    _route("GET", r"commits/([^/]+)/check-runs", checks),
    _route("POST", r"statuses/([^/]+)", add_status, "statuses"),
    _route("GET", r"commits/([^/]+)/statuses", statuses),
    _route("GET", "deployments", deployments),
    _route("POST", "deployments", add_deployment, "deployments"),
    _route("POST", r"deployments/(\d+)/statuses", add_deployment_status, "deployments"),
    _route("GET", r"commits/([^/]+)/pulls", pulls_of_commit),
    _route("GET", "pulls", pulls),
    _route("GET", r"pulls/(\d+)", pull),
    _route("GET", r"pulls/(\d+)/files", pull_files),
    _route("GET", r"compare/(.+)", compare),
    _route("GET", r"contents/(.+)", content),
    _route("GET", r"check-runs/(\d+)/annotations", check_annotations),
    _route("GET", r"actions/runs/(\d+)", one_run),
    _route("GET", r"actions/runs/(\d+)/jobs", jobs),
    _route("GET", r"actions/runs/(\d+)/artifacts", artifacts),
    _route("GET", "actions/artifacts", artifacts),
    _route("GET", r"actions/artifacts/(\d+)/zip", archive),
    _route("GET", r"rules/branches/([^/]+)", branch_rules),
)
