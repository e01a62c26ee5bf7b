"""The charts of a briefing, each one ``ChartTable`` that every format draws from."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.export.briefing import wording
from dashboard.export.briefing.material import Material
from dashboard.export.frames import records
from dashboard.export.spec import ChartKind, ChartTable, ColumnMeta
from dashboard.text import Language, Text


def _meta(t: Text, name: str, key: str, unit: str = "", figures: int | None = None) -> ColumnMeta:
    """A column whose heading is in the language of the briefing; ChartTable asks for both."""
    word = t(key)
    return ColumnMeta(name, word, word, unit, figures=figures)


def _chart(t: Text, m: Material, kind: ChartKind, title: str, **given: Any) -> ChartTable:
    titles = tuple(str(s) for s in m.sources["title"])
    own = t("brief.sources_of", n=len(titles), titles=wording.listing(t, titles, most=3))
    given.setdefault("sources", (own,))
    return ChartTable(
        kind=kind,
        title=title,
        edition_id=m.edition_id,
        date=m.date,
        language=m.language,
        name_parts=(m.place,),
        **given,
    )


def spine(t: Text, m: Material) -> ChartTable | None:
    """All comparable indicators of the place against its group; None without any."""
    rows = m.standing[m.standing["n"].astype(float) >= 5].copy()
    if rows.empty:
        return None
    rows["label"] = [
        f"{n} ({u})" if m.language is Language.EN else f"{n}（{u}）"
        for n, u in zip(rows["name"], rows["unit"], strict=True)
    ]
    references = wording.by_observation(t, m.observations)
    quotes = [one for ids in rows["observation_ids"] for one in wording.cited(references, ids, most=1)]
    rows["ranked"] = [f"{int(r)}/{int(n)}" for r, n in zip(rows["rank"], rows["n"], strict=True)]
    columns = (
        _meta(t, "label", "export.indicator"),
        ColumnMeta("shown", m.place, m.place, figures=4),
        _meta(t, "median", "export.median", figures=4),
        _meta(t, "best", "export.best_value", figures=4),
        _meta(t, "best_place", "export.best_place"),
        _meta(t, "ranked", "export.rank_of"),
    )
    roles = {r: r for r in ("label", "worst", "lower", "median", "upper", "best", "standing")} | {
        "group": "pillar",
        "value": "shown",
    }
    title = t("brief.spine_title", place=m.place, group=m.group, n=m.group_size, cycle=m.cycle)
    notes = (t("brief.spine_note"),)
    return _chart(
        t,
        m,
        ChartKind.SPINE,
        title,
        frame=rows,
        columns=columns,
        roles=roles,
        lead=m.place,
        quotes=tuple(dict.fromkeys(quotes)),
        notes=notes,
    )


def pillars(t: Text, m: Material) -> ChartTable | None:
    """Scores by pillar."""
    rows = m.scores[(m.scores["item_id"] != "index") & m.scores["score"].notna()].copy()
    if rows.empty:
        return None
    rows["ranked"] = [_ranked(r) for r in records(rows)]
    columns = (
        _meta(t, "item", "export.pillar"),
        _meta(t, "score", "export.score"),
        _meta(t, "ranked", "export.rank_of"),
    )
    title = t("brief.pillars_title", place=m.place, cycle=m.cycle)
    return _chart(
        t,
        m,
        ChartKind.BAR,
        title,
        frame=rows,
        columns=columns,
        roles={"label": "item", "value": "score"},
        notes=(t("brief.score_note"),),
    )


def _ranked(row: dict[str, Any]) -> str:
    """``3/22（2—5）``; a dash without a rank."""
    if pd.isna(row["rank"]):
        return "—"
    span = (
        f" ({int(row['rank_low'])}–{int(row['rank_high'])})"
        if pd.notna(row["rank_low"]) and pd.notna(row["rank_high"])
        else ""
    )
    return f"{int(row['rank'])}/{int(row['ranked_places'])}{span}"


def trends(t: Text, m: Material) -> list[ChartTable]:
    """One chart an indicator that has figures for several periods."""
    charts = []
    for _, rows in m.trends.groupby("indicator_id", sort=False):
        own = rows.assign(place=m.place)
        name, unit = str(own["name"].iloc[0]), str(own["unit"].iloc[0])
        columns = (
            _meta(t, "place", "export.place"),
            _meta(t, "start", "export.start"),
            _meta(t, "end", "export.end"),
            ColumnMeta("value", name, name, unit, figures=4),
        )
        roles = {"label": "place", "start": "start", "end": "end", "value": "value"}
        middle = own["median"].iloc[0]
        title = t(
            "brief.trend_title",
            place=m.place,
            name=name,
            unit=unit,
            start=int(own["start"].min()),
            end=int(own["end"].max()),
        )
        charts.append(
            _chart(
                t,
                m,
                ChartKind.SPAN,
                title,
                frame=own,
                columns=columns,
                roles=roles,
                lead=m.place,
                median=None if pd.isna(middle) else float(middle),
            )
        )
    return charts


def china(t: Text, m: Material) -> ChartTable | None:
    """The map of the briefing; None without boundaries or values."""
    if not m.boundaries.get("layers") or m.map_values.empty:
        return None
    columns = (_meta(t, "place_name", "export.place"), _meta(t, "value", "export.value", m.map_unit))
    roles = {"label": "place_name", "code": "place_code", "value": "value"}
    return _chart(
        t,
        m,
        ChartKind.MAP,
        m.map_title,
        frame=m.map_values,
        columns=columns,
        roles=roles,
        lead=m.place,
        boundaries=m.boundaries,
        layer=m.layer,
        sources=(m.map_source,) if m.map_source else (),
    )
