"""The sections that list data: figures with evidence, conflicts and gaps, method and sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from dashboard import numbers
from dashboard.export.briefing import summary, wording
from dashboard.export.briefing.material import Material
from dashboard.export.briefing.model import Block, Empty, Grid, Heading, Paragraph, Section, Sentence
from dashboard.numbers import Amount
from dashboard.text import Text

SOURCE_HEADINGS: Final[Mapping[str, str]] = {
    "title": "export.source",
    "publisher": "export.publisher",
    "date": "export.day",
    "found": "export.found",
    "accepted": "export.accepted",
    "rejected": "export.rejected",
}
"""Columns of a table of sources under their headings (keys of the catalogue)."""


def section(t: Text, name: str, headline: str, *blocks: Block) -> Section:
    """A section under its name in the catalogue of words."""
    return Section(name, t(f"brief.section.{name}"), headline, blocks)


def table(t: Text, caption: str, frame: pd.DataFrame, headings: Mapping[str, str], lead: str = "") -> Grid:
    """A grid of some columns under their headings (keys of the catalogue)."""
    own = frame[list(headings)].set_axis([t(k) for k in headings.values()], axis=1)
    return Grid(caption, own.reset_index(drop=True), lead)


def evidence(t: Text, m: Material) -> Section:
    """Every figure with the sentence it comes from, then the practices."""
    headline = t("brief.figures_headline", place=m.place, n=len(m.observations))
    blocks: list[Block] = []
    if m.observations.empty:
        blocks.append(Empty(t("brief.no_figures", place=m.place)))
    for pillar, rows in m.observations.groupby("pillar", sort=False):
        columns = (rows[c] for c in ("value", "unit", "qualifier_code"))
        shown = rows.assign(
            value=[_figure(t, float(v), str(u), str(q)) for v, u, q in zip(*columns, strict=True)]
        )
        headings = {"name": "export.indicator", "value": "export.value", "period": "export.period"}
        headings |= {"status": "export.status", "quote": "export.quote", "title": "export.source"}
        blocks.append(table(t, t("brief.figures_caption", pillar=pillar), shown, headings))
    if len(m.practices):
        headings = {
            "pillar": "export.pillar",
            "name": "export.practice",
            "answer": "export.answer",
            "quote": "export.quote",
            "title": "export.source",
        }
        blocks.append(table(t, t("brief.practices_caption", place=m.place), m.practices, headings))
    return section(t, "figures", headline, *blocks)


def _figure(t: Text, value: float, unit: str, qualifier: str) -> str:
    """All figures of a value with its unit and qualifier: ``1,500人次以上``."""
    return wording.qualified(t, qualifier, Amount(numbers.full(value), unit).text)


def gaps(t: Text, m: Material) -> Section:
    """Conflicts between sources, and the indicators without a comparable value."""
    blocks: list[Block] = [Heading(t("brief.conflicts_heading")), Paragraph((summary.conflicts(t, m),))]
    if len(m.conflicts):
        headings = {
            "name": "export.indicator",
            "period": "export.period",
            "unit": "export.unit",
            "kept_value": "export.kept",
        }
        headings |= {"other_value": "export.other", "difference_pct": "export.difference"}
        blocks.append(table(t, t("brief.conflicts_caption", place=m.place), m.conflicts, headings))
    blocks += [Heading(t("brief.gaps_heading")), Paragraph((summary.gaps(t, m),))]
    if len(m.gaps):
        grouped = m.gaps.groupby(["pillar", "state"], sort=False)["name"].agg(list).reset_index()
        grouped["names"] = [t.listing([str(n) for n in names]) for names in grouped["name"]]
        headings = {"pillar": "export.pillar", "state": "export.reason", "names": "export.indicator"}
        blocks.append(table(t, t("brief.gaps_caption", place=m.place), grouped, headings))
    return section(t, "gaps", summary.gaps(t, m).text, *blocks)


def method(t: Text, m: Material) -> Section:
    """How the figures were read and compared, and the sources."""
    blocks: list[Block] = [Paragraph(tuple(Sentence(line) for line in wording.method(t, m)), listed=True)]
    if m.sources.empty:
        blocks.append(Empty(t("brief.no_sources", place=m.place, edition=m.edition_id)))
    else:
        blocks.append(table(t, t("brief.sources_caption", place=m.place), m.sources, SOURCE_HEADINGS))
    return section(t, "method", t("brief.method_headline"), *blocks)
