"""Composes the briefing of a group of places: ranking with intervals, a page a place, conflicts, gaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.export.briefing import figures, sections_data, sheets, summary, wording
from dashboard.export.briefing.material import Material
from dashboard.export.briefing.model import Block, Briefing, Empty, Figure, Grid, Paragraph, Section, Sentence
from dashboard.export.spec import ChartKind, ChartTable, ColumnMeta
from dashboard.text import Text


def compose(materials: Sequence[Material]) -> Briefing:
    """The briefing of several places in one cycle; all materials share edition, cycle and language."""
    first = materials[0]
    t = Text(first.language)
    sections = (
        _ranking(t, materials),
        *(_place(t, m) for m in materials),
        _conflicts(t, materials),
        _missing(t, materials),
        _method(t, materials),
    )
    return Briefing(
        title=t("panel_brief.title", n=len(materials)),
        subtitle=t("panel_brief.subtitle", cycle=first.cycle),
        sections=sections,
        sheets=sheets.of_panel(t, materials, standings(materials)),
        edition_id=first.edition_id,
        date=first.date,
        name_parts=(t("panel_brief.file", first=first.place, n=len(materials)), t("brief.file")),
        language=first.language,
    )


def standings(materials: Sequence[Material]) -> pd.DataFrame:
    """One row a place: index with rank and interval where there is one, and what its figures cover."""
    rows: list[dict[str, Any]] = []
    for m in materials:
        own = m.scores[m.scores["item_id"] == "index"]
        score = own.iloc[0].to_dict() if len(own) else {}
        judged = summary.judged(m)
        row = {k: score.get(k) for k in ("score", "rank", "rank_low", "rank_high")}
        rows.append(
            {
                "place": m.place,
                **row,
                "figures": len(m.observations),
                "compared": len(judged),
                "conflicts": len(m.conflicts),
                "gaps": len(m.gaps),
            }
        )
    frame = pd.DataFrame(rows).astype(dict.fromkeys(("score", "rank", "rank_low", "rank_high"), float))
    return frame.sort_values(["rank", "place"], na_position="last", ignore_index=True)


def _ranking(t: Text, materials: Sequence[Material]) -> Section:
    """Ranks with their intervals; the places without a rank are named."""
    rows = standings(materials)
    blocks: list[Block] = []
    ranked = rows.dropna(subset=["rank", "rank_low", "rank_high"])
    headline = t("panel_brief.ranking_headline", n=len(rows), ranked=len(ranked))
    own = _computed(t, materials)
    blocks.append(Paragraph((Sentence(headline, own),)))
    if ranked.empty:
        blocks.append(Empty(t("panel_brief.no_ranking")))
    else:
        blocks.append(Figure(_intervals(t, materials[0], ranked)))
        without = rows[rows["rank"].isna()]["place"]
        if len(without):
            names = t.listing([str(p) for p in without])
            blocks.append(Paragraph((Sentence(t("panel_brief.unranked", names=names), own),)))
    headings = {c: t(f"panel_brief.column.{c}") for c in rows.columns}
    blocks.append(Grid(t("panel_brief.ranking_caption"), rows.rename(columns=headings)))
    return Section("ranking", t("panel_brief.section.ranking"), headline, tuple(blocks))


def _intervals(t: Text, m: Material, ranked: pd.DataFrame) -> ChartTable:
    columns = tuple(
        ColumnMeta(c, t(f"panel_brief.column.{c}"), t(f"panel_brief.column.{c}"))
        for c in ("place", "rank", "rank_low", "rank_high")
    )
    return ChartTable(
        kind=ChartKind.INTERVAL,
        title=t("panel_brief.ranking_title", n=len(ranked), cycle=m.cycle),
        frame=ranked,
        columns=columns,
        roles={"label": "place", "value": "rank", "low": "rank_low", "high": "rank_high"},
        edition_id=m.edition_id,
        date=m.date,
        name_parts=(t("panel_brief.section.ranking"),),
        language=m.language,
        notes=(t("brief.score_note"),),
    )


def _place(t: Text, m: Material) -> Section:
    """One page a place: the summary, which also says when nothing is comparable, and the spine chart."""
    chart = figures.spine(t, m)
    said = Paragraph(summary.sentences(t, m), listed=True)
    blocks = (said, Figure(chart)) if chart else (said,)
    return Section(f"place-{m.place_code}", m.place, summary.headline(t, m).text, blocks, own_page=True)


def _conflicts(t: Text, materials: Sequence[Material]) -> Section:
    """All conflicts of all places."""
    rows = sheets.together(materials, "conflicts")
    headline = t("panel_brief.conflicts_headline", n=len(rows), places=rows["place"].nunique())
    if rows.empty:
        return Section("conflicts", t("brief.conflicts_heading"), headline, (Empty(t("brief.no_conflicts")),))
    shown = rows[["place", "name", "period", "unit", "kept_value", "other_value", "difference_pct"]]
    grid = shown.set_axis([t(f"brief.column.{c}") for c in shown.columns], axis=1)
    return Section(
        "conflicts",
        t("brief.conflicts_heading"),
        headline,
        (Paragraph((Sentence(headline, _computed(t, materials)),)), Grid(headline, grid)),
        own_page=True,
    )


def _missing(t: Text, materials: Sequence[Material]) -> Section:
    """Per place the pillars for which the sources give no figure at all, and places without sources."""
    rows = []
    for m in materials:
        seen = set(m.observations["pillar"])
        absent = [p for p in dict.fromkeys(m.gaps["pillar"]) if p not in seen]
        rows.append(
            {
                "place": m.place,
                "sources": len(m.sources),
                "pillars": t.listing([str(p) for p in absent]) or "—",
            }
        )
    frame = pd.DataFrame(rows)
    lacking = int((frame["pillars"] != "—").sum())
    headline = t("panel_brief.missing_headline", n=lacking)
    grid = frame.set_axis([t(f"panel_brief.column.{c}") for c in frame.columns], axis=1)
    return Section(
        "missing",
        t("panel_brief.section.missing"),
        headline,
        (
            Paragraph((Sentence(headline, _computed(t, materials)),)),
            Grid(t("panel_brief.missing_caption"), grid),
        ),
    )


def _method(t: Text, materials: Sequence[Material]) -> Section:
    """How the figures were read and compared, and the sources of all places."""
    m = materials[0]
    keys = [key if key != "brief.method.5" else "panel_brief.method" for key in wording.METHOD]
    lines = tuple(Sentence(line) for line in wording.method(t, m, keys))
    headings = {"place": "export.place", **sections_data.SOURCE_HEADINGS}
    grid = sections_data.table(
        t, t("panel_brief.sources_caption"), sheets.together(materials, "sources"), headings
    )
    head = t("brief.method_headline")
    return Section("method", t("brief.section.method"), head, (Paragraph(lines, listed=True), grid))


def _computed(t: Text, materials: Sequence[Material]) -> tuple[str, ...]:
    """The reference of a statement about all places."""
    return (wording.edition_reference(t, materials[0]),)
