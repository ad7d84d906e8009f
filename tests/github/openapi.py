"""GitHub's own description of its API, cut to what the gate uses: judges every request and every answer."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

PACKAGE = "@octokit/openapi"
VERSION = "23.0.2"
MEMBER = "package/generated/api.github.com.json"
CACHE = Path(__file__).resolve().parents[2] / ".cache" / f"github-api-{VERSION}.json"
SECONDS = 120
REPOSITORY = "/repos/{owner}/{repo}"
WANTED = {
    "/user": ("get",),
    "/rate_limit": ("get",),
    REPOSITORY: ("get",),
    REPOSITORY + "/issues/{issue_number}/comments": ("get", "post"),
    REPOSITORY + "/issues/{issue_number}/labels": ("get",),
    REPOSITORY + "/issues/comments/{comment_id}": ("get", "patch", "delete"),
    REPOSITORY + "/check-runs": ("post",),
    REPOSITORY + "/check-runs/{check_run_id}": ("get", "patch"),
    REPOSITORY + "/check-runs/{check_run_id}/annotations": ("get",),
    REPOSITORY + "/commits/{ref}/check-runs": ("get",),
    REPOSITORY + "/statuses/{sha}": ("post",),
    REPOSITORY + "/commits/{ref}/statuses": ("get",),
    REPOSITORY + "/commits/{commit_sha}/pulls": ("get",),
    REPOSITORY + "/pulls": ("get",),
    REPOSITORY + "/pulls/{pull_number}": ("get",),
    REPOSITORY + "/pulls/{pull_number}/files": ("get",),
    REPOSITORY + "/compare/{basehead}": ("get",),
    REPOSITORY + "/contents/{path}": ("get",),
    REPOSITORY + "/deployments": ("get", "post"),
    REPOSITORY + "/deployments/{deployment_id}/statuses": ("get", "post"),
    REPOSITORY + "/actions/runs/{run_id}": ("get",),
    REPOSITORY + "/actions/runs/{run_id}/artifacts": ("get",),
    REPOSITORY + "/actions/runs/{run_id}/jobs": ("get",),
    REPOSITORY + "/actions/artifacts": ("get",),
    REPOSITORY + "/actions/artifacts/{artifact_id}/{archive_format}": ("get",),
    REPOSITORY + "/rules/branches/{branch}": ("get",),
}
# What stands in no schema, but in GitHub's prose, or is what its servers do.
NO_OTHER_KEYS = (
    ("/statuses/{sha}", "post"),
    ("/deployments", "post"),
    ("/deployments/{deployment_id}/statuses", "post"),
    ("/issues/{issue_number}/comments", "post"),
    ("/issues/comments/{comment_id}", "patch"),
)


class Absent(Exception):
    """The description cannot be had here; says why."""


@dataclass(frozen=True)
class Operation:
    template: str
    method: str
    about: dict[str, Any] = field(repr=False)


class Description:
    """Without a document it knows nothing and finds nothing wrong."""

    def __init__(self, document: dict[str, Any] | None) -> None:
        self.document = document
        self._patterns: list[tuple[re.Pattern[str], str]] = []
        self._validators: dict[str, Any] = {}
        for template in (document or {}).get("paths", {}):
            # `basehead` and `path` hold slashes of their own where nobody encodes them.
            tail = r"(.+)" if template.endswith(("/{path}", "/{basehead}")) else r"([^/]+)"
            parts = re.split(r"\{[^}]+\}", template)
            inner = "([^/]+)".join(map(re.escape, parts[:-1]))
            self._patterns.append(
                (re.compile((inner + tail if len(parts) > 1 else "") + re.escape(parts[-1])), template)
            )

    def operation(self, method: str, path: str) -> Operation | None:
        if self.document is None:
            return Operation(path, method.lower(), {})
        found = [template for pattern, template in self._patterns if pattern.fullmatch(unquote(path))]
        for template in sorted(found, key=lambda one: one.count("{")):
            if about := self.document["paths"][template].get(method.lower()):
                return Operation(template, method.lower(), about)
        return None

    def wrong_request(self, operation: Operation, query: dict[str, str], body: Any) -> list[str]:
        if self.document is None:
            return []
        known = {one["name"]: one for one in map(self._resolved, operation.about.get("parameters", ()))}
        wrong = [f"unknown parameter {name}" for name in query if known.get(name, {}).get("in") != "query"]
        for name, text in query.items():
            schema = self._resolved(known.get(name, {}).get("schema", {}))
            if schema.get("type") == "integer" and not text.isdigit():
                wrong.append(f"{name}={text} is no integer")
        content = operation.about.get("requestBody", {}).get("content", {}).get("application/json")
        if content and body is not None:
            wrong += self._errors(content["schema"], body)
        elif body is not None:
            wrong.append("no body is expected")
        return wrong

    def wrong_answer(self, operation: Operation, status: int, body: Any) -> list[str]:
        schema = self._schema(operation, status)
        return self._errors(schema, body) if schema is not None else []

    def completed(self, operation: Operation, status: int, known: Any) -> Any:
        """A few facts become a whole answer: whatever must be there and was not said is invented."""
        schema = self._schema(operation, status)
        return known if schema is None else self._filled(schema, known)

    def _schema(self, operation: Operation, status: int) -> Any:
        answer = self._resolved(operation.about.get("responses", {}).get(str(status), {}))
        return answer.get("content", {}).get("application/json", {}).get("schema")

    def _errors(self, schema: Any, value: Any) -> list[str]:
        from openapi_schema_validator import OAS30Validator
        from referencing import Registry, Resource
        from referencing.jsonschema import DRAFT4

        text = json.dumps(schema)
        if text not in self._validators:
            registry = Registry().with_resource("urn:github", Resource(self.document, DRAFT4))
            aimed = json.loads(text.replace('"#/components', '"urn:github#/components'))
            self._validators[text] = OAS30Validator(aimed, registry=registry)
        found = self._validators[text].iter_errors(value)
        return [f"{'/'.join(map(str, one.path))}: {one.message[:300]}" for one in found]

    def _resolved(self, schema: Any) -> Any:
        while "$ref" in schema:
            _, _, kind, name = schema["$ref"].split("/", 3)
            schema = (self.document or {})["components"][kind][name]
        return schema

    def _filled(self, schema: Any, known: Any) -> Any:
        schema = self._resolved(schema)
        for part in schema.get("allOf", ()):
            known = self._filled(part, known)
        properties = schema.get("properties", {})
        for several in ("oneOf", "anyOf"):
            if several in schema and not properties and isinstance(known, dict):
                tried = [(one, self._filled(one, known)) for one in schema[several]]
                return next((whole for one, whole in tried if not self._errors(one, whole)), known)
        if isinstance(known, dict):
            whole = {
                name: self._filled(properties[name], value) if name in properties else value
                for name, value in known.items()
            }
            for name in schema.get("required", ()):
                if name not in whole:
                    whole[name] = self._invented(properties.get(name, {}))
            return whole
        if isinstance(known, list):
            return [self._filled(schema.get("items", {}), one) for one in known]
        return known

    def _invented(self, schema: Any) -> Any:
        schema = self._resolved(schema)
        if "enum" in schema:
            return schema["enum"][0]
        for several in ("oneOf", "anyOf"):
            if several in schema:
                return self._invented(schema[several][0])
        if schema.get("nullable"):
            return None
        kind = schema.get("type", "object" if "properties" in schema or "allOf" in schema else "string")
        if kind == "object":
            return self._filled(schema, {})
        if kind == "string":
            forms = {"uri": "https://github.example/x", "date-time": "2026-11-20T12:00:00Z"}
            return forms.get(schema.get("format", ""), "x" * max(1, schema.get("minLength", 1)))
        return {"array": [], "boolean": False}.get(kind, 1)


@cache
def description() -> Description:
    """From the cache, or from npm; Absent where neither is there."""
    if not CACHE.is_file():
        CACHE.parent.mkdir(exist_ok=True)
        text = json.dumps(_cut(_fetched()))
        with tempfile.NamedTemporaryFile("w", dir=CACHE.parent, delete=False, encoding="utf-8") as file:
            file.write(text)
        Path(file.name).replace(CACHE)
    return Description(json.loads(CACHE.read_text(encoding="utf-8")))


def _fetched() -> dict[str, Any]:
    npm = shutil.which("npm")
    if npm is None:
        raise Absent("npm is not installed")
    with tempfile.TemporaryDirectory() as folder:
        try:
            subprocess.run(
                [npm, "pack", "--silent", "--pack-destination", folder, f"{PACKAGE}@{VERSION}"],
                check=True,
                capture_output=True,
                timeout=SECONDS,
                cwd=folder,
            )
        except (OSError, subprocess.SubprocessError) as problem:
            raise Absent(f"npm cannot fetch {PACKAGE}: {problem}") from problem
        (packed,) = Path(folder).glob("*.tgz")
        with tarfile.open(packed) as archive:
            member = archive.extractfile(MEMBER)
            assert member is not None
            found: dict[str, Any] = json.load(member)
            return found


def _cut(whole: dict[str, Any]) -> dict[str, Any]:
    paths = {
        path: {key: value for key, value in whole["paths"][path].items() if key in methods}
        for path, methods in WANTED.items()
    }
    components: dict[str, dict[str, Any]] = {}
    waiting: list[Any] = [paths]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            reference = one.get("$ref")
            if isinstance(reference, str) and reference.startswith("#/components/"):
                _, _, kind, name = reference.split("/", 3)
                if name not in components.setdefault(kind, {}):
                    components[kind][name] = whole["components"][kind][name]
                    waiting.append(components[kind][name])
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    _tighten(paths)
    return {"openapi": whole["openapi"], "paths": paths, "components": components}


def _tighten(paths: dict[str, Any]) -> None:
    def body(path: str, method: str) -> Any:
        return paths[REPOSITORY + path][method]["requestBody"]["content"]["application/json"]["schema"]

    for path, method in NO_OTHER_KEYS:
        body(path, method)["additionalProperties"] = False
    for path in ("/statuses/{sha}", "/deployments/{deployment_id}/statuses", "/deployments"):
        body(path, "post")["properties"]["description"]["maxLength"] = 140
    for path, method in NO_OTHER_KEYS[-2:]:
        body(path, method)["properties"]["body"] |= {"minLength": 1, "maxLength": 65536}
    for path, method in (("/check-runs", "post"), ("/check-runs/{check_run_id}", "patch")):
        output = body(path, method)["properties"]["output"]
        output["additionalProperties"] = False
        for name in ("summary", "text"):
            output["properties"][name]["maxLength"] = 65535
        annotations = output["properties"]["annotations"]
        annotations["maxItems"] = 50
        annotations["items"]["additionalProperties"] = False
        annotations["items"]["properties"]["title"]["maxLength"] = 255
        annotations["items"]["properties"]["message"]["maxLength"] = 65536
    completed = {"properties": {"status": {"enum": ["completed"]}}, "required": ["status"]}
    body("/check-runs", "post")["anyOf"] = [{"required": ["conclusion"]}, {"not": completed}]
