"""Parts of the benchmark page: the answer, the spine chart and its table."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import numbers
from dashboard.charts import markup
from dashboard.charts import spine as chart
from dashboard.charts.markup import tag
from dashboard.charts.spine import Row
from dashboard.charts.table import Column, Table
from dashboard.components import page, state
from dashboard.components.clickable import clickable
from dashboard.components.downloads import Picture
from dashboard.components.view import View
from dashboard.export.spec import ChartKind, Standing
from dashboard.queries import spine
from dashboard.queries.frames import records
from dashboard.text import Text


def answer(view: View, rows: pd.DataFrame) -> str:
    """How many comparable indicators lie on the better side of the median."""
    t, lead = view.t, view.place_name(view.lead)
    judged = [r for r in records(rows) if r["standing"] in ("better", "middle", "worse")]
    if not judged:
        return t("benchmark.answer_none", lead=lead, least=spine.FEWEST)
    ahead = sum(spine.ahead_of_median(r) for r in judged)
    weak = sum(r["standing"] == "worse" for r in judged)
    return t(
        "benchmark.answer",
        lead=lead,
        n=len(judged),
        ahead=ahead,
        weak=weak,
        group=t.code("group", view.group),
    )


def chart_row(view: View, row: dict[str, Any], pillar: str) -> Row:
    """One indicator of ``queries.spine.spine`` in words."""
    t = view.t
    words = t.code("standing", row["standing"])
    own, median = numbers.significant(row["shown"]), numbers.significant(row["median"])
    place = view.place_name(row["best_code"])
    rank = t("rankings.rank_of", rank=row["rank"])
    unit = t.unit_of(row)
    tip = "\n".join([f"{own} {unit}", f"{rank} / {row['n']}", t("benchmark.median_is", value=median), words])
    return Row(
        pillar=pillar,
        name=t.pick(row["name_zh"], row["name_en"]),
        period=t.period(row),
        value=(own, unit),
        median=median,
        best=numbers.significant(row["best"]),
        best_place=place,
        n=int(row["n"]),
        standing=row["standing"],
        standing_words=words,
        at=spine.position(row, row["shown"]),
        lower_at=spine.position(row, row["lower"]),
        median_at=spine.position(row, row["median"]),
        upper_at=spine.position(row, row["upper"]),
        pick=row["observation_id"],
        tip=tip,
    )


def draw(view: View, rows: pd.DataFrame) -> None:
    """The spine chart; a click on an indicator opens its evidence."""
    t = view.t
    pillars = view.edition["pillars"]
    names = dict(zip(pillars["pillar_id"], view.items(pillars), strict=True))
    headings = tuple(
        t(f"spine.{part}") for part in ("indicator", "own", "track", "standing", "median", "best", "n")
    )
    given = records(rows)
    made = [chart_row(view, r, names[r["pillar_id"]]) for r in given if r["standing"] != "few"]
    if made:
        clickable(_key(view) + chart.html(made, headings, t("benchmark.title")), "spine", to_evidence)
    if len(made) < len(given):
        page.caption(t("benchmark.few", n=len(given) - len(made), least=spine.FEWEST))


def _key(view: View) -> str:
    """What the markers mean."""
    items = [
        tag(
            "span",
            tag("i", "", class_=f"sy-marker sy-marker-{code}") + markup.text(view.t.code("standing", code)),
            class_="sy-key",
        )
        for code in ("better", "middle", "worse", "none")
    ]
    items.append(
        tag(
            "span",
            tag("i", "", class_="sy-half") + markup.text(view.t("spine.half")),
            class_="sy-key sy-key-half",
        )
    )
    items.append(
        tag(
            "span",
            tag("i", "", class_="sy-median") + markup.text(view.t("spine.median_tick")),
            class_="sy-key",
        )
    )
    return tag("div", "".join(items), class_="sy-legend sy-spine-key")


def to_evidence(observation_id: str) -> None:
    """Open the sentence behind a figure."""
    state.put("observation", observation_id)
    state.put("source", None)
    state.go("evidence")


def table(view: View, rows: pd.DataFrame) -> Table:
    """The same numbers, with ranks and the step to the next rank; what is not compared comes last."""
    t = view.t
    rows = rows.iloc[(rows["standing"] == "few").argsort(kind="stable")]
    given = records(rows)
    pillars = view.edition["pillars"]
    names = dict(zip(pillars["pillar_id"], view.items(pillars), strict=True))
    frame = rows.assign(
        name=[t.pick(r["name_zh"], r["name_en"]) for r in given],
        pillar=[names[r["pillar_id"]] for r in given],
        unit_text=[t.unit_of(r) for r in given],
        period_words=[t.period(r) for r in given],
        rank_words=[rank_words(t, r) for r in given],
        standing_words=[t.code("standing", r["standing"]) for r in given],
        drawn=[r["standing"] if r["standing"] in list(Standing) else Standing.NONE.value for r in given],
        best_place=[view.place_name(r["best_code"]) for r in given],
        step=[step(view, r) or "–" for r in given],
    )
    columns = (
        Column("name", t("column.indicator")),
        Column("rank_words", t("column.rank"), numeric=True),
        Column("shown", t("column.value"), numeric=True, figures=4),
        Column("unit_text", t("column.unit"), wide=True),
        Column("median", t("column.median"), numeric=True, figures=4),
        Column("best", t("column.best"), numeric=True, figures=4),
        Column("best_place", t("column.best_place")),
        Column("n", t("column.n"), numeric=True),
        Column("step", t("column.step"), wide=True),
    )
    title = t(
        "benchmark.table_title",
        lead=view.place_name(view.lead),
        group=t.code("group", view.group),
        cycle=view.cycle_name(),
    )
    notes = (
        t("benchmark.note_group", n=len(view.members)),
        t("benchmark.note_track"),
        t("note.rank_interval"),
    )
    sources = t("benchmark.coverage", n=len(rows), total=len(view.edition["indicators"]))
    return Table(title, columns, frame, sources, notes, "observation_id", None)


def picture() -> Picture:
    """How the spine chart leaves as a file."""
    parts = ("worst", "lower", "median", "upper", "best")
    return Picture(
        ChartKind.SPINE,
        {"label": "name", "group": "pillar", "value": "shown", "standing": "drawn", **{p: p for p in parts}},
    )


def rank_words(t: Text, row: dict[str, Any]) -> str:
    """Rank of n, with its interval where it is one."""
    return t.rank(*(row[name] for name in ("rank", "rank_best", "rank_worst", "n")))


def step(view: View, row: dict[str, Any]) -> str:
    """What it takes to draw level with the place one rank above; empty where there is none."""
    if pd.isna(row["next_shown"]) or row["standing"] in ("none", "few"):
        return ""
    change = row["next_shown"] - row["shown"]
    return view.t(
        "benchmark.step_more" if change > 0 else "benchmark.step_less",
        change=numbers.significant(abs(change)),
        unit=view.t.unit_of(row),
        place=view.place_name(row["next_code"]),
    )


def widen() -> None:
    """Compare over all years."""
    state.put("cycle", "all")
