"""Composes the briefing of one place from its material."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from dashboard.export.briefing import wording
from dashboard.export.briefing.material import Material
from dashboard.export.briefing.model import Briefing
from dashboard.export.briefing.sections import BUILDERS
from dashboard.export.briefing.summary import sentences
from dashboard.export.spec import Standing
from dashboard.text import Text

SECTIONS = tuple(BUILDERS)
"""All sections in order."""


def compose(m: Material, chosen: Collection[str] = SECTIONS) -> Briefing:
    """The briefing with the chosen sections, in their fixed order.

    Raises ValueError for a section that there is not.
    """
    unknown = set(chosen) - set(SECTIONS)
    if unknown:
        raise ValueError(f"no such section: {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    t = Text(m.language)
    return Briefing(
        title=t("brief.title", place=m.place),
        subtitle=t("brief.subtitle", group=m.group, n=m.group_size, cycle=m.cycle),
        sections=tuple(BUILDERS[name](t, m) for name in SECTIONS if name in chosen),
        sheets=sheets(t, m),
        edition_id=m.edition_id,
        date=m.date,
        name_parts=(m.place, t("brief.file")),
        language=m.language,
    )


def sheets(t: Text, m: Material) -> dict[str, pd.DataFrame]:
    """The workbook: summary, comparable values, observations with quotes, conflicts, sources, gaps."""
    said = [(s.text, "；".join(s.references)) for s in sentences(t, m)]
    better = {code: t.code("better", code) for code in ("higher", "lower", "none")}
    place = {code: t(f"brief.standing.{code}") for code in Standing}
    values = m.standing.assign(
        better=m.standing["better"].map(better), standing=m.standing["standing"].map(place)
    )
    titles = m.titles.assign(level=[t.code("title_level", str(v)) for v in m.titles["level"]])
    tables = {
        "summary": pd.DataFrame(said, columns=["text", "references"]),
        "values": values.drop(
            columns=["indicator_id", "raw_unit", "per", "yearly", "qualifier_code", "observation_ids"]
        ),
        "observations": m.observations.drop(columns="qualifier_code"),
        "practices": m.practices,
        "conflicts": m.conflicts,
        "gaps": m.gaps,
        "titles": titles,
        "scores": m.scores.drop(columns="item_id"),
        "sources": m.sources,
    }
    named = {t(f"brief.sheet.{name}"): _headed(t, frame) for name, frame in tables.items()}
    method = [
        t(
            f"brief.method.{i}",
            edition=m.edition_id,
            version=m.program_version,
            group=m.group,
            n=m.group_size,
            cycle=m.cycle,
        )
        for i in range(1, 7)
    ]
    named[t("brief.sheet.method")] = pd.DataFrame(
        {t("export.content"): [*method, wording.edition_reference(t, m)]}
    )
    return named


def _headed(t: Text, frame: pd.DataFrame) -> pd.DataFrame:
    """Columns under words instead of names; an empty table says that it is."""
    named = frame.set_axis([t(f"brief.column.{c}") for c in frame.columns], axis=1)
    if len(named):
        return named
    return pd.DataFrame({named.columns[0]: [t("brief.sheet_empty")]}, columns=named.columns)
