"""The conversation below a pull request on GitHub."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from quality_gate.forges.allowed import allowed
from quality_gate.forges.conversation import Note
from quality_gate.forges.github_pulls import followed_pull
from quality_gate.model.context import Context
from quality_gate.model.errors import GateError
from quality_gate.model.events import FOLLOWED, PULLS
from quality_gate.model.subject import Subject
from quality_gate.world.github import GitHub
from quality_gate.world.github_answer import Refused, known
from quality_gate.world.world import World

_WORKFLOW: Final = "github-actions[bot]"  # who a workflow's own token is, though it may not ask
_GONE: Final = (404, 410)
# Of these events the pull request is the subject; a merge queue's commit is not what its pull request holds.
_EVENTS: Final = (*PULLS, FOLLOWED)


def conversation(context: Context, world: World) -> GitHubConversation | None:
    github, subject, number = world.github, context.subject, context.subject.pull_request
    if github is None or context.event not in _EVENTS:
        return None
    if number is None and context.event == FOLLOWED and context.about_subject:
        found = followed_pull(subject, github)
        number = found.number if found else None
    return None if number is None else GitHubConversation(github, number, subject)


class GitHubConversation:
    def __init__(self, github: GitHub, number: int, subject: Subject) -> None:
        self._github = github
        self._comments = f"issues/{number}/comments"
        self._subject = subject
        self._me = ""

    def notes(self) -> Iterator[Note]:
        with self._may():
            yield from map(_note, self._github.pages(self._comments))

    def mine(self, note: Note) -> bool:
        self._me = self._me or self._viewer()
        return note.author == self._me

    def add(self, text: str) -> Note:
        def made() -> Any:
            for found in self._github.pages(self._comments):
                note = _note(found)
                if note.text == text and self.mine(note):
                    return found
            return None

        with self._may():
            note = _note(self._github.post(self._comments, {"body": text}, made))
        self._me = note.author  # nobody knows better
        return note

    def change(self, note: Note, text: str) -> bool:
        with self._may():
            try:
                self._github.patch(_path(note), {"body": text})
            except Refused:
                if self.read(note) is not None:
                    raise  # it is there, and closed to us: another one beside it would not be better
                return False
        return True

    def remove(self, note: Note) -> None:
        with self._may():
            self._github.delete(_path(note))

    def read(self, note: Note) -> Note | None:
        with self._may():
            try:
                return _note(self._github.get(_path(note)))
            except Refused as refused:
                if refused.status in _GONE:
                    return None
                raise

    def _may(self) -> Any:
        return allowed("pull-requests", "the comment was not posted", self._subject)

    def _viewer(self) -> str:
        """One question answers it for every kind of token; where GraphQL is closed, REST may be open."""
        try:
            viewer = self._github.graphql("query { viewer { login } }")
            login = known(known(viewer, "viewer", dict), "login", str)
        except GateError:
            login = self._user()
        return login or _WORKFLOW

    def _user(self) -> str:
        try:
            return known(self._github.get("/user"), "login", str)
        except GateError:
            return ""


def _path(note: Note) -> str:
    return f"issues/comments/{note.number}"


def _note(found: Any) -> Note:
    number = known(found, "id", int)
    user, text = found.get("user"), found.get("body")
    author = user.get("login") if isinstance(user, dict) else ""  # the account may be gone
    return Note(number=number, author=str(author), text=text if isinstance(text, str) else "")
