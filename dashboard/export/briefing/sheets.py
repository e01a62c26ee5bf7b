"""The workbook of a briefing as tables: of one place, and of a panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from dashboard.export.briefing import wording
from dashboard.export.briefing.material import Material
from dashboard.export.briefing.summary import sentences
from dashboard.export.spec import Standing
from dashboard.text import Text

_HIDDEN: Final = {
    "indicator_id",
    "item_id",
    "raw_unit",
    "per",
    "yearly",
    "qualifier_code",
    "observation_ids",
}
"""Columns that serve the composing only."""


def of_place(t: Text, m: Material) -> dict[str, pd.DataFrame]:
    """Summary, comparable values, observations with quotes, conflicts, sources, gaps, method."""
    said = [(s.text, "；".join(s.references)) for s in sentences(t, m)]
    tables = {
        "summary": pd.DataFrame(said, columns=["text", "references"]),
        "values": _in_words(t, m.standing),
        "observations": m.observations,
        "practices": m.practices,
        "conflicts": m.conflicts,
        "gaps": m.gaps,
        "titles": m.titles.assign(
            level=[t.code("title_level", str(v)) for v in m.titles["level"]],
            complete=[t("answer.yes" if v else "answer.no") for v in m.titles["complete"]],
        ),
        "scores": m.scores.assign(coverage=(m.scores["coverage"].astype(float) * 100).round(1)),
        "sources": m.sources,
    }
    method = [*wording.method(t, m), wording.edition_reference(t, m)]
    return _named(t, tables) | {t("brief.sheet.method"): pd.DataFrame({t("export.content"): method})}


def of_panel(t: Text, materials: Sequence[Material], ranking: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The ranking, then the tables of all places."""
    tables = {
        "values": _in_words(t, together(materials, "standing")),
        **{
            name: together(materials, name)
            for name in ("observations", "practices", "conflicts", "gaps", "sources")
        },
    }
    words = [t(f"panel_brief.column.{c}") for c in ranking.columns]
    return {t("panel_brief.section.ranking"): ranking.set_axis(words, axis=1)} | _named(t, tables)


def together(materials: Sequence[Material], name: str) -> pd.DataFrame:
    """One table of all places, the place first."""
    frames = []
    for m in materials:
        frame: pd.DataFrame = getattr(m, name)
        frames.append(frame.assign(place=m.place)[["place", *frame.columns]])
    filled = [f for f in frames if len(f)]
    return pd.concat(filled, ignore_index=True) if filled else frames[0]


def _in_words(t: Text, standing: pd.DataFrame) -> pd.DataFrame:
    """Codes of the comparable values in words."""
    better = {code: t.code("better", code) for code in ("higher", "lower", "none")}
    place = {code: t(f"brief.standing.{code}") for code in Standing}
    return standing.assign(better=standing["better"].map(better), standing=standing["standing"].map(place))


def _named(t: Text, tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Sheets and columns under words instead of names."""
    return {t(f"brief.sheet.{name}"): _headed(t, frame) for name, frame in tables.items()}


def _headed(t: Text, frame: pd.DataFrame) -> pd.DataFrame:
    """Columns under words; an empty table says that it is."""
    kept = frame[[c for c in frame.columns if c not in _HIDDEN]]
    named = kept.set_axis([t(f"brief.column.{c}") for c in kept.columns], axis=1)
    if len(named):
        return named
    return pd.DataFrame({named.columns[0]: [t("brief.sheet_empty")]}, columns=named.columns)
