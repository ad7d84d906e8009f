"""Pages that are generated stay current, and links lead somewhere."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

import golden
from quality_gate.config.assemble import assemble
from quality_gate.config.load import load
from quality_gate.plan.conventional import PLACES
from quality_gate.probes.table import PROBES
from quality_gate.readers.coverage import table as coverage
from quality_gate.readers.findings import table as findings
from quality_gate.readers.metrics import table as metrics
from quality_gate.readers.table import all_readers, readers_in
from quality_gate.readers.tests import table as tests

ROOT = Path(__file__).resolve().parents[3]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("examples/**/*.md")])
HEAD = """\
# Formats

A format is recognised by its content, never by the name of the file; exactly one reader must say yes.
`quality-gate read FILE` shows what a report really says. `.coverage` data files of coverage.py are read, too,
where their sources are at hand, if they hold plain tables with no more than 1 MiB of line numbers. What
linters and scanners found is judged by [rules over findings](findings.md), what was measured by
[metrics](metrics.md).
"""
FOOT = """\
## Without a configuration

`quality-gate check` judges what lies in these places, is not tracked by git and newer than the
commit:

```
{places}
```
"""


def test_the_formats_page_is_current() -> None:
    parts = [HEAD]
    families = {"Tests": tests, "Coverage": coverage, "Metrics": metrics, "Findings": findings}
    for title, family in families.items():
        rows = "\n".join(f"| `{reader.NAME}` | {_about(reader)} |" for reader in readers_in(family))
        parts.append(f"## {title}\n\n| format | how it is read |\n| --- | --- |\n{rows}\n")
    parts.append(FOOT.format(places="\n".join(PLACES)))

    golden.check(ROOT / "docs" / "formats.md", "\n".join(parts))
    assert sum(len(readers_in(family)) for family in families.values()) == len(all_readers())


def test_the_page_about_probes_knows_every_kind_and_its_example_is_a_good_one() -> None:
    page = (ROOT / "docs" / "probes.md").read_text(encoding="utf-8")
    example = page.partition("```yaml\n")[2].partition("```")[0]

    assert re.findall(r"^\| `([a-z]+)` \|", page, re.MULTILINE) == list(PROBES)
    assert len(assemble(load(example, "probes.md"), "probes.md").probes) == 4


@pytest.mark.parametrize("name", ["findings.md", "base.md", "metrics.md"])
def test_the_examples_of_a_page_are_good_ones(name: str) -> None:
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    examples = [part.partition("```")[0] for part in page.split("```yaml\n")[1:]]

    for example in examples:
        text = example if example.startswith("version") else f"version: 1\n{example}"
        settings = assemble(load(text, name), name)
        assert settings.rules or settings.base_required or settings.stages


def _about(reader: object) -> str:
    """The first sentence of the reader's file."""
    text = " ".join((inspect.getdoc(reader) or "").split("\n\n", maxsplit=1)[0].split())
    return text.replace("|", "\\|")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []
