"""The sections of a briefing of one place. One without content says so and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import pandas as pd

from dashboard.export.briefing import figures, summary, wording
from dashboard.export.briefing.material import Material
from dashboard.export.briefing.model import Block, Empty, Figure, Grid, Heading, Paragraph, Section, Sentence
from dashboard.export.spec import Standing
from dashboard.text import Text

Builder = Callable[[Text, Material], Section]


def _section(t: Text, name: str, headline: str, *blocks: Block) -> Section:
    return Section(name, t(f"brief.section.{name}"), headline, blocks)


def _table(t: Text, caption: str, frame: pd.DataFrame, headings: Mapping[str, str], lead: str = "") -> Grid:
    """A grid of some columns under their headings (keys of the catalogue)."""
    own = frame[list(headings)].set_axis([t(k) for k in headings.values()], axis=1)
    return Grid(caption, own.reset_index(drop=True), lead)


def summed_up(t: Text, m: Material) -> Section:
    """The statements of the summary."""
    made = summary.sentences(t, m)
    return _section(t, "summary", summary.position(t, m).text, Paragraph(made, listed=True))


def titles(t: Text, m: Material) -> Section:
    """Titles by year and level."""
    said = summary.titles(t, m)
    if m.titles.empty:
        return _section(t, "titles", said.text, Paragraph((said,)))
    words = m.titles.assign(level=[t.code("title_level", str(v)) for v in m.titles["level"]])
    headings = {"level": "export.level", "year": "export.year", "round": "export.round", "source": "export.source"}
    return _section(t, "titles", said.text, Paragraph((said,)), _table(t, t("brief.titles_caption", place=m.place), words, headings))


def index(t: Text, m: Material) -> Section:
    """Scores by pillar with their intervals."""
    chart = figures.pillars(t, m)
    said = summary.index(t, m)
    if chart is None:
        text = t("brief.no_index", place=m.place)
        return _section(t, "index", text, Empty(text))
    lead = said.text if said else t("brief.no_index_rank", place=m.place)
    return _section(t, "index", lead, Paragraph((said or Sentence(lead),)), Figure(chart))


def spine(t: Text, m: Material) -> Section:
    """All comparable indicators against the group."""
    chart = figures.spine(t, m)
    if chart is None:
        text = t("brief.no_position", place=m.place, group=m.group, n=m.group_size)
        return _section(t, "spine", text, Empty(text))
    return _section(t, "spine", summary.position(t, m).text, Paragraph((summary.position(t, m),)), Figure(chart))


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
        records = rows.to_dict("records")
        said = tuple(Sentence(wording.standing_sentence(t, r), wording.cited(references, r["observation_ids"])) for r in records)
        blocks.append(Paragraph(said, listed=True))
    headline = t("brief.strengths_headline", place=m.place, best=counts[Standing.BETTER], worst=counts[Standing.WORSE])
    return _section(t, "strengths", headline, *blocks)


def trends(t: Text, m: Material) -> Section:
    """Indicators with figures of several periods."""
    charts = figures.trends(t, m)
    if not charts:
        text = t("brief.no_trends", place=m.place)
        return _section(t, "trends", text, Empty(text))
    headline = t("brief.trends_headline", place=m.place, n=len(charts))
    return _section(t, "trends", headline, Paragraph((Sentence(headline),)), *(Figure(c) for c in charts))


def china(t: Text, m: Material) -> Section:
    """The map."""
    chart = figures.china(t, m)
    if chart is None:
        text = t("brief.no_map")
        return _section(t, "map", text, Empty(text))
    return _section(t, "map", chart.title, Figure(chart))


def evidence(t: Text, m: Material) -> Section:
    """Every figure with the sentence it comes from, then the practices."""
    headline = t("brief.figures_headline", place=m.place, n=len(m.observations))
    blocks: list[Block] = []
    if m.observations.empty:
        blocks.append(Empty(t("brief.no_figures", place=m.place)))
    for pillar, rows in m.observations.groupby("pillar", sort=False):
        shown = rows.assign(stated=[f"{a}{b}" if not str(a).endswith(str(b)) else str(a) for a, b in zip(rows["value_text"], rows["unit"], strict=True)])
        headings = {"name": "export.indicator", "value": "export.value", "unit": "export.unit", "period": "export.period"}
        headings |= {"status": "export.status", "quote": "export.quote", "title": "export.source"}
        blocks.append(_table(t, t("brief.figures_caption", pillar=pillar), shown, headings))
    if len(m.practices):
        headings = {"pillar": "export.pillar", "name": "export.practice", "answer": "export.answer", "quote": "export.quote", "title": "export.source"}
        blocks.append(_table(t, t("brief.practices_caption", place=m.place), m.practices, headings))
    return _section(t, "figures", headline, *blocks)


def gaps(t: Text, m: Material) -> Section:
    """Conflicts between sources, and the indicators without a comparable value."""
    blocks: list[Block] = [Heading(t("brief.conflicts_heading")), Paragraph((summary.conflicts(t, m),))]
    if len(m.conflicts):
        headings = {"name": "export.indicator", "period": "export.period", "unit": "export.unit", "kept_value": "export.kept"}
        headings |= {"other_value": "export.other", "difference_pct": "export.difference"}
        blocks.append(_table(t, t("brief.conflicts_caption", place=m.place), m.conflicts, headings))
    blocks += [Heading(t("brief.gaps_heading")), Paragraph((summary.gaps(t, m),))]
    if len(m.gaps):
        grouped = m.gaps.groupby(["pillar", "state"], sort=False)["name"].agg(list).reset_index()
        grouped["names"] = [t.listing([str(n) for n in names]) for names in grouped["name"]]
        headings = {"pillar": "export.pillar", "state": "export.reason", "names": "export.indicator"}
        blocks.append(_table(t, t("brief.gaps_caption", place=m.place), grouped, headings))
    return _section(t, "gaps", summary.gaps(t, m).text, *blocks)


def method(t: Text, m: Material) -> Section:
    """How the figures were read and compared, and the sources."""
    lines = [t(f"brief.method.{i}", edition=m.edition_id, version=m.program_version, group=m.group, n=m.group_size, cycle=m.cycle) for i in range(1, 7)]
    blocks: list[Block] = [Paragraph(tuple(Sentence(line) for line in lines), listed=True)]
    if m.sources.empty:
        blocks.append(Empty(t("brief.no_sources", place=m.place, edition=m.edition_id)))
    else:
        headings = {"title": "export.source", "publisher": "export.publisher", "date": "export.day", "found": "export.found", "accepted": "export.accepted"}
        blocks.append(_table(t, t("brief.sources_caption", place=m.place), m.sources, {**headings, "rejected": "export.rejected"}))
    return _section(t, "method", t("brief.method_headline"), *blocks)


BUILDERS: Final[Mapping[str, Builder]] = {
    "summary": summed_up,
    "titles": titles,
    "index": index,
    "spine": spine,
    "strengths": strengths,
    "trends": trends,
    "map": china,
    "figures": evidence,
    "gaps": gaps,
    "method": method,
}
"""Builders in the order of the briefing; the keys are what a person may choose."""
