"""A section that opens when somebody asks for it; its title says what to expect."""

from __future__ import annotations

from dataclasses import replace

from quality_gate.renderers.fitting import Section


def folded(title: str, section: Section) -> Section:
    """`title` is HTML of our own."""
    head = f"<details><summary>{title}</summary>\n\n{section.head}"
    return replace(section, head=head, foot=f"{section.foot}\n\n</details>")


def more_items(count: int) -> str:
    return f"- … and {count:,} more"
