"""When a call is repeated, and after how many seconds."""

from __future__ import annotations

import pytest

from quality_gate.world.github_answer import Answer
from quality_gate.world.github_retry import pause

NOW = 1_000_000
LIMIT = b'{"message": "You have exceeded a secondary rate limit"}'
SPENT = {"x-ratelimit-remaining": "0"}


@pytest.mark.parametrize(
    ("answer", "tries", "seconds"),
    [
        (None, 1, 1),
        (None, 3, 4),
        (None, 4, None),
        (Answer(status=500), 1, 1),
        (Answer(status=503), 2, 2),
        (Answer(status=503, headers={"retry-after": "30"}), 1, 30),
        (Answer(status=503, headers={"retry-after": "300"}), 1, None),
        (Answer(status=503, headers={"retry-after": "0"}), 1, 1),
        (Answer(status=400), 1, None),
        (Answer(status=404), 1, None),
        (Answer(status=422, headers={"retry-after": "5"}), 1, None),
        (Answer(status=403), 1, None),
        (Answer(status=403, content=LIMIT), 1, 60),
        (Answer(status=403, content=LIMIT), 2, None),
        (Answer(status=403, headers={"retry-after": "90"}), 1, 90),
        (Answer(status=403, headers={"retry-after": "91"}), 1, None),
        (Answer(status=403, headers={"retry-after": "Fri, 31 Dec 1999 23:59:59 GMT"}), 1, None),
        (Answer(status=403, headers={"retry-after": "-5"}), 1, None),
        (Answer(status=403, headers={"retry-after": "9" * 5000}), 1, None),
        (Answer(status=403, headers={**SPENT, "x-ratelimit-reset": str(NOW + 10)}), 1, 11),
        (Answer(status=403, headers={**SPENT, "x-ratelimit-reset": str(NOW - 10)}), 1, 1),
        (Answer(status=403, headers={**SPENT, "x-ratelimit-reset": str(NOW + 1000)}), 1, None),
        (Answer(status=403, headers=SPENT), 1, None),
        (Answer(status=429), 1, 60),
    ],
)
def test_the_rules(answer: Answer | None, tries: int, seconds: int | None) -> None:
    assert pause(answer, tries, NOW) == seconds


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ('<https://a/x?page=2>; rel="next", <https://a/x?page=9>; rel="last"', "https://a/x?page=2"),
        ('<https://a/x?page=1>; rel="prev", <https://a/x?page=3>; rel="next"', "https://a/x?page=3"),
        ("<https://a/x?page=2>; rel=next", "https://a/x?page=2"),
        ('<https://a/x?page=9>; rel="last"', ""),
        ("", ""),
        ("<" * 10_000, ""),
    ],
)
def test_the_next_page(link: str, url: str) -> None:
    assert Answer(status=200, headers={"link": link}).next == url
