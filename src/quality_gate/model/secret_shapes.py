"""What secrets look like: the shapes of common tokens, and of values that follow a telling name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of token. A text without any of its marks (in lower case) need not be searched."""

    name: str
    marks: tuple[str, ...]
    pattern: re.Pattern[str]  # its group `secret`, or all of it where there is no such group, is secret


# No pattern may cost more than a few looks at each character: what is written may be made to hurt. So every
# run has a longest length or is never taken back, and none starts in the middle of a word.
_ALONE: Final = r"(?<![A-Za-z0-9_-])"
_RUN: Final = "[A-Za-z0-9_-]{8,8192}+"
_PEM: Final = r"[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
_VALUE: Final = (
    r"""(?:\\?"(?P<quoted>(?:[^"\s\\]|\\(?!")){6,}+)\\?"|'(?P<single>[^'\s]{6,}+)'"""
    r"""|(?P<secret>[^\s"'<>,;&|)\]}]{6,}+))"""
)
_NAMED: Final = (
    r"(?:pass(?:word|wd|phrase)|requirepass|masterauth|(?<![A-Za-z])pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key"
    r"|account[_-]?key|credential)"
)


# Elements of XML that hold a secret; a short `<token>` is more likely a word of some language.
_ELEMENT: Final = (
    r"LT[\w.:-]{0,64}(?:(?:pass(?:word|wd|phrase)|(?<![A-Za-z])pwd)[0-9]{0,3}OPEN(?P<secret>CHAR++)"
    rf"|{_NAMED}[0-9]{{0,3}}OPEN(?P<single>CHAR{{6,}}+))(?:\]\]>)?\s{{0,99}}LT/"
)
_OPEN: Final = r"(?:\s(?:(?!GT)[^<>]){0,256}+)?GT\s{0,99}(?:<!\[CDATA\[)?"
_CHAR: Final = r"(?:[^\s<>\]&]|\](?!\]>)|&(?!lt;))"


def _element(left: str, right: str) -> str:
    """With the signs that begin and end a tag, which may be escaped."""
    whole = _ELEMENT.replace("OPEN", _OPEN).replace("CHAR", _CHAR)
    return whole.replace("LT", left).replace("GT", right)


def _shape(name: str, marks: str, pattern: str, flags: re.RegexFlag = re.NOFLAG) -> Shape:
    return Shape(name, tuple(marks.split()), re.compile(pattern, flags))


SHAPES: Final = (
    _shape("AWS access key", "akia asia", rf"{_ALONE}(?:AKIA|ASIA)[A-Z0-9]{{16}}(?![A-Za-z0-9])"),
    _shape("GitHub token", "ghp_ gho_ ghu_ ghs_ ghr_", rf"{_ALONE}gh[pousr]_[A-Za-z0-9]{{36,255}}"),
    _shape("GitHub token", "github_pat_", rf"{_ALONE}github_pat_[A-Za-z0-9_]{{22,255}}"),
    _shape(
        "GitLab token",
        "glpat- gldt- glrt- glcbt- glptt- glft-",
        rf"{_ALONE}gl(?:pat|dt|rt|cbt|ptt|ft)-[\w.-]{{20,255}}",
    ),
    _shape("Slack token", "xox xapp-", rf"{_ALONE}(?:xox[abeoprs]|xapp)-[A-Za-z0-9-]{{10,255}}"),
    _shape("Slack webhook", "hooks.slack.com", r"hooks\.slack\.com/services/(?P<secret>[A-Z0-9a-z/]{20,99})"),
    _shape("Docker token", "dckr_pat_", rf"{_ALONE}dckr_pat_[A-Za-z0-9_-]{{20,255}}"),
    _shape("DigitalOcean token", "_v1_", rf"{_ALONE}do[opr]_v1_[a-f0-9]{{64}}"),
    _shape("Shopify token", "shpat_ shpca_ shppa_ shpss_", rf"{_ALONE}shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{{32}}"),
    _shape("Atlassian token", "atatt3", rf"{_ALONE}ATATT3[A-Za-z0-9_=-]{{30,1024}}"),
    _shape("Vault token", "hvs. hvb.", rf"{_ALONE}hv[sb]\.[A-Za-z0-9_-]{{20,1024}}"),
    _shape("Google client secret", "gocspx-", rf"{_ALONE}GOCSPX-[A-Za-z0-9_-]{{20,64}}"),
    _shape("Google access token", "ya29.", rf"{_ALONE}ya29\.[A-Za-z0-9_-]{{20,2048}}"),
    _shape("age key", "age-secret-key-1", rf"{_ALONE}AGE-SECRET-KEY-1[A-Z0-9]{{58}}"),
    _shape("Grafana token", "glsa_ glc_", rf"{_ALONE}gl(?:sa|c)_[A-Za-z0-9_=+/]{{32,1024}}"),
    _shape("Sentry token", "sntrys_ sntryu_", rf"{_ALONE}sntry[su]_[A-Za-z0-9_=+/]{{40,1024}}"),
    _shape("Figma token", "figd_", rf"{_ALONE}figd_[A-Za-z0-9_-]{{30,255}}"),
    _shape("API key", "gsk_ xai-", rf"{_ALONE}(?:gsk_|xai-)[A-Za-z0-9]{{40,255}}"),
    _shape("Stripe key", "k_live_ k_test_", rf"{_ALONE}[sr]k_(?:live|test)_[A-Za-z0-9]{{16,255}}"),
    _shape("Stripe webhook secret", "whsec_", rf"{_ALONE}whsec_[A-Za-z0-9]{{16,255}}"),
    _shape("Google API key", "aiza", rf"{_ALONE}AIza[A-Za-z0-9_-]{{35}}(?![A-Za-z0-9_-])"),
    _shape("npm token", "npm_", rf"{_ALONE}npm_[A-Za-z0-9]{{36}}(?![A-Za-z0-9])"),
    _shape("PyPI token", "pypi-", rf"{_ALONE}pypi-[A-Za-z0-9_-]{{50,1024}}"),
    _shape("Hugging Face token", "hf_", rf"{_ALONE}hf_[A-Za-z0-9]{{30,60}}(?![A-Za-z0-9])"),
    _shape("SendGrid key", "sg.", rf"{_ALONE}SG\.[A-Za-z0-9_-]{{16,64}}\.[A-Za-z0-9_-]{{16,64}}"),
    _shape("API key", "sk-", rf"{_ALONE}sk-(?=[A-Za-z_-]{{0,40}}[0-9])[A-Za-z0-9_-]{{20,255}}"),
    _shape("Telegram token", ":aa", r"(?<![A-Za-z0-9])[0-9]{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])"),
    _shape("JSON web token", "eyj", rf"{_ALONE}eyJ{_RUN}\.eyJ{_RUN}\.{_RUN}"),
    _shape(
        "private key",
        "-----begin",
        rf"-----BEGIN {_PEM}(?:(?:[^-]|-(?!----)){{0,16384}}+-----END {_PEM}|[A-Za-z0-9+/=\s\\]{{0,16384}}+)",
    ),
    _shape("password in an address", "://", r"""://[^\s/@:"'<>]{0,256}:(?P<secret>[^\s/"'<>]{1,512})@"""),
    _shape(
        "authorization",
        "bearer",
        r"\bbearer\s{1,3}(?P<secret>(?=[A-Za-z._~+/=-]{0,64}[0-9])[A-Za-z0-9._~+/=-]{12,}+)",
        re.IGNORECASE,
    ),
    _shape(
        "authorization",
        "authorization",
        r"\bauthorization[\"']?\s{0,3}[:=]\s{0,3}[\"']?(?:basic|token|digest)\s{1,3}"
        r"(?P<secret>[A-Za-z0-9._~+/=-]{8,}+)",
        re.IGNORECASE,
    ),
    _shape("named secret", "</", _element("<", ">"), re.IGNORECASE),
    _shape("named secret", "&lt;/", _element("&lt;", "&gt;"), re.IGNORECASE),
    _shape(
        "named secret",
        "pass pwd secret token key credential masterauth",
        rf"{_NAMED}(?:[_-][a-z0-9]{{1,20}})?\\?[\"']?\s{{0,3}}(?:=>|[=:])(?P<loose>\s{{0,3}}){_VALUE}",
        re.IGNORECASE,
    ),
)  # fmt: skip
