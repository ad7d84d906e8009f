"""Names and messages as an attacker, or plain bad luck, would write them."""

from __future__ import annotations

from hypothesis import strategies as st

NAMES = (
    "::error file=a.py::forged",
    "##[error]forged",
    "line\n## ✅ READY\nline",
    "\x1b[2J\x1b[31mred\x1b[0m",
    "gnp.\u202eexe",
    "a | b | c `code` ``two``",
    "@team-all #123 GH-7 acme/shop#9 3f9c2ab1d0e4f5a6b7c8d9e0f1a2b3c4d5e6f708",
    "https://evil.example/?a=1 www.evil.example mailto:x@evil.example",
    "![beacon](https://evil.example/x.png) [link](https://evil.example)",
    "<!-- quality-gate --><img src=x onerror=alert(1)></details>",
    ":tada: :+1: $\\color{green}\\text{fine}$",
    "> [!NOTE]",
    "",
    "x" * 700,
    "漢字の名前" * 30,
    "half \ud800 a character",
)

_LETTERS = "aZ09 \t\n\r\x0b\x1b\x85\u2028\u202e\u200b\ufeff\ud800`*_~[]()!#|{}<>&@:;/\\.,=+-$%\"'é漢👍"
TEXTS = st.one_of(
    st.sampled_from(NAMES),
    st.text(st.sampled_from(_LETTERS), max_size=60),
    st.text(max_size=60),
    st.lists(st.sampled_from(NAMES), min_size=2, max_size=3).map("".join),
)
