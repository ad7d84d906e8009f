"""What GitHub calls the events that start a run, by what they mean to a gate."""

from __future__ import annotations

from typing import Final

# What they send holds the pull request itself.
PULLS: Final = ("pull_request", "pull_request_target", "pull_request_review", "pull_request_review_comment")
QUEUE: Final = "merge_group"
FOLLOWED: Final = "workflow_run"

# Somebody else's change: it must not wait for what has nothing to do with it.
CHANGES: Final = (*PULLS, QUEUE)
# Somebody proposes a change, and somebody else can still accept it.
PROPOSALS: Final = (*CHANGES, FOLLOWED)
# These run with the repository's own token, caches and secrets, whoever proposed the change.
PRIVILEGED: Final = ("pull_request_target", FOLLOWED)
