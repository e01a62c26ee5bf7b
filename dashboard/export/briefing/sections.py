"""The sections of a briefing of one place. One without content says so and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from dashboard.export.briefing import figures, sections_data, summary, wording
from dashboard.export.briefing.material import Material
from dashboard.export.briefing.model import Block, Empty, Figure, Heading, Paragraph, Section, Sentence
from dashboard.export.briefing.sections_data import section, table
from dashboard.export.frames import records
from dashboard.export.spec import Standing
from dashboard.text import Text

Builder = Callable[[Text, Material], Section]


def summed_up(t: Text, m: Material) -> Section:
    """The statements of the summary."""
    made = summary.sentences(t, m)
    return section(t, "summary", summary.headline(t, m).text, Paragraph(made, listed=True))


def titles(t: Text, m: Material) -> Section:
    """Titles by year and level."""
    said = summary.titles(t, m)
    if m.titles.empty:
        return section(t, "titles", said.text, Paragraph((said,)))
    words = m.titles.assign(level=[t.code("title_level", str(v)) for v in m.titles["level"]])
    headings = {
        "level": "export.level",
        "year": "export.year",
        "round": "export.round",
        "source": "export.source",
    }
    return section(
        t,
        "titles",
        said.text,
        Paragraph((said,)),
        table(t, t("brief.titles_caption", place=m.place), words, headings),
    )


def index(t: Text, m: Material) -> Section:
    """Scores by pillar with their intervals."""
    chart = figures.pillars(t, m)
    said = summary.index(t, m)
    if chart is None:
        text = t("brief.no_index", place=m.place)
        return section(t, "index", text, Empty(text))
    lead = said.text if said else t("brief.no_index_rank", place=m.place)
    return section(t, "index", lead, Paragraph((said or Sentence(lead),)), Figure(chart))


def spine(t: Text, m: Material) -> Section:
    """All comparable indicators against the group."""
    chart = figures.spine(t, m)
    if chart is None:
        text = t("brief.no_position", place=m.place, group=m.group, n=m.group_size)
        return section(t, "spine", text, Empty(text))
    said = summary.headline(t, m)
    return section(t, "spine", said.text, Paragraph((said,)), Figure(chart))


def strengths(t: Text, m: Material) -> Section:
    """The indicators in the best and in the worst quarter, each with its sentence."""
    references = wording.by_observation(t, m.observations)
    blocks: list[Block] = []
    counts = {}
    for standing, key in ((Standing.BETTER, "brief.best_quarter"), (Standing.WORSE, "brief.worst_quarter")):
        rows = summary.ranked(m, standing)
        counts[standing] = len(rows)
        blocks.append(Heading(t(key)))
        if rows.empty:
            blocks.append(Empty(t(f"{key}_none")))
            continue
        own = records(rows)
        said = tuple(
            Sentence(wording.standing_sentence(t, r), wording.cited(references, r["observation_ids"]))
            for r in own
        )
        blocks.append(Paragraph(said, listed=True))
    headline = t(
        "brief.strengths_headline", place=m.place, best=counts[Standing.BETTER], worst=counts[Standing.WORSE]
    )
    return section(t, "strengths", headline, *blocks)


def trends(t: Text, m: Material) -> Section:
    """Indicators with figures of several periods."""
    charts = figures.trends(t, m)
    if not charts:
        text = t("brief.no_trends", place=m.place)
        return section(t, "trends", text, Empty(text))
    headline = t("brief.trends_headline", place=m.place, n=len(charts))
    said = Sentence(headline, (wording.edition_reference(t, m),))
    return section(t, "trends", headline, Paragraph((said,)), *(Figure(c) for c in charts))


def china(t: Text, m: Material) -> Section:
    """The map."""
    chart = figures.china(t, m)
    if chart is None:
        text = t("brief.no_map")
        return section(t, "map", text, Empty(text))
    return section(t, "map", chart.title, Figure(chart))


BUILDERS: Final[Mapping[str, Builder]] = {
    "summary": summed_up,
    "titles": titles,
    "index": index,
    "spine": spine,
    "strengths": strengths,
    "trends": trends,
    "map": china,
    "figures": sections_data.evidence,
    "gaps": sections_data.gaps,
    "method": sections_data.method,
}
"""Builders in the order of the briefing; the keys are what a person may choose."""
