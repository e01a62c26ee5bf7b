"""What was read from a dropped file: its effect, conflicts, figures, doubts, refused ones, and the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import numbers
from dashboard.charts import markup
from dashboard.charts.markup import tag
from dashboard.charts.table import Column, Table
from dashboard.components import downloads, evidence, page, panel, source
from dashboard.components.view import View
from dashboard.desk.intake import Preview
from dashboard.numbers import grouped
from dashboard.queries.evidence import Reading
from dashboard.queries.frames import one, records

LOW_CONFIDENCE: Final = 0.7
"""Below it, a reading is named as doubtful: three of ten such readings are wrong (``etl.tables``)."""
HEIGHT: Final = 460
MOST_PAIRS: Final = 40
"""Conflicts on one card; a file that differs in more than these is of another kind."""


def show(view: View, number: int, found: Preview) -> None:
    """One tab for each thing that there is to see."""
    t = view.t
    seen = _described(view, found)
    doubtful = seen[[bool(_doubts(view, row)) for row in records(seen)]] if len(seen) else seen
    prose = bool((found.sources["kind"] == "report").any())
    parts: list[tuple[str, int, Callable[[], None]]] = [
        ("faults", len(found.faults), partial(_faults, view, number, found)),
        ("effects", len(found.effects), partial(_effects, view, number, found)),
        ("conflicts", len(found.conflicts), partial(_conflicts, view, found)),
        ("text", int(prose), partial(_text, view, number, found, seen)),
        ("used", int(found.sources["observations"].sum()), partial(_used, view, number, seen)),
        ("doubts", len(doubtful), partial(_doubtful, view, number, doubtful)),
        ("refused", int(found.sources["rejected"].sum()), partial(_refused, view, number, found)),
    ]
    shown = [part for part in parts if part[1] or (part[0] == "effects" and found.readable)]
    counts = ["" if name == "text" or not n else f" {grouped(n)}" for name, n, _ in shown]
    labels = [t.code("intake_tab", name) + n for (name, *_), n in zip(shown, counts, strict=True)]
    for tab, (_, _, draw) in zip(st.tabs(labels), shown, strict=True):
        with tab:
            draw()


def _faults(view: View, number: int, found: Preview) -> None:
    """Every fault of a return: where, what stands there, what is wrong, the cure; as a file too."""
    t, rows = view.t, found.faults
    given = rows.assign(
        where=rows["cell"].where(rows["cell"] != "", t("intake.whole_sheet")),
        what=[t.pick(zh, en) for zh, en in zip(rows["problem"], rows["problem_en"], strict=True)],
        how=[t.pick(zh, en) for zh, en in zip(rows["cure"], rows["cure_en"], strict=True)],
    )
    columns = (
        Column("sheet", t("intake.sheet")),
        Column("where", t("intake.cell")),
        Column("found", t("intake.found")),
        Column("what", t("intake.fault")),
        Column("how", t("intake.cure"), wide=True),
    )
    table = Table(t("intake.faults_title"), columns, given)
    panel.rows(view, f"intake-faults-{number}", table)
    downloads.show(view, f"intake-faults-{number}", table)


def _described(view: View, found: Preview) -> pd.DataFrame:
    """Observations of the file with what a reader needs, as ``queries.place.described`` has them."""
    names = view.edition["indicators"][["indicator_id", "name_zh", "name_en", "order", "measure"]]
    seen = found.observations.merge(names, on="indicator_id", how="left")
    titles = found.sources[["source_id", "title", "date"]]
    comparable = found.effects.loc[found.effects["comparable"].astype(bool), ["place_code", "indicator_id"]]
    pairs = set(comparable.itertuples(index=False, name=None))
    used = [(p, i) in pairs for p, i in zip(seen["place_code"], seen["indicator_id"], strict=True)]
    seen = seen.merge(titles, on="source_id", how="left").assign(used=used)
    order = {source: n for n, source in enumerate(found.sources["source_id"])}
    return seen.assign(at=seen["source_id"].map(order)).sort_values(["at", "char_start"], ignore_index=True)


def _effects(view: View, number: int, found: Preview) -> None:
    """The values of the places it is about, before and after."""
    t, rows = view.t, found.effects
    if rows.empty:
        page.caption(t("intake.no_effect"))
        return
    facts = view.edition["indicators"][["indicator_id", "name_zh", "name_en", "unit"]]
    rows = rows.merge(facts, on="indicator_id", how="left")
    given = rows.assign(
        place=[view.place_name(code) for code in rows["place_code"]],
        name=view.items(rows),
        what=[t.code("intake_effect", effect) for effect in rows["effect"]],
        unit_text=[t.unit(str(unit)) for unit in rows["unit"]],
        before=[_stated(view, row, "before") for row in records(rows)],
        after=[_stated(view, row, "after") for row in records(rows)],
        change=_change(rows),
    )
    columns = (
        *_place_column(view, given),
        Column("name", t("column.indicator")),
        Column("what", t("intake.effect")),
        Column("before", t("intake.before"), numeric=True),
        Column("after", t("intake.after"), numeric=True),
        Column("unit_text", t("column.unit")),
        Column("change", t("intake.change"), "%", numeric=True, decimals=1),
    )
    panel.rows(view, f"intake-effects-{number}", Table(t("intake.effects_title"), columns, given))
    page.caption(t("intake.effects_note"))


def _change(rows: pd.DataFrame) -> pd.Series[float]:
    """By how much each value that changes does, in per cent; none where it does not, or from zero."""
    before, after = (pd.to_numeric(rows[f"{when}_value"]) for when in ("before", "after"))
    return ((after - before) / before * 100).where((rows["effect"] == "changed") & (before != 0))


def _stated(view: View, row: Mapping[str, Any], when: str) -> str:
    """``1,200（2022年）``."""
    if pd.isna(row[f"{when}_value"]):
        return "–"
    period = {c: row[f"{when}_{c}"] for c in ("period_kind", "period_start", "period_end")}
    value = numbers.full(float(row[f"{when}_value"]))
    return view.t("intake.stated", value=value, period=view.t.period(period))


def _place_column(view: View, rows: pd.DataFrame) -> tuple[Column, ...]:
    """A column for the place where there are several."""
    return (Column("place", view.t("column.place")),) if rows["place_code"].nunique() > 1 else ()


def _conflicts(view: View, found: Preview) -> None:
    """What the file states and what the edition has, side by side."""
    facts = view.edition["indicators"][["indicator_id", "name_zh", "name_en", "unit"]]
    rows = found.conflicts.merge(facts, on="indicator_id", how="left")
    st.html("".join(_conflict(view, row) for row in records(rows.head(MOST_PAIRS))))
    if len(rows) > MOST_PAIRS:
        page.caption(view.t("intake.more_conflicts", shown=MOST_PAIRS, total=len(rows)))


def _conflict(view: View, row: Mapping[str, Any]) -> str:
    """One conflict: what it is about, by how much, both sentences."""
    t = view.t
    place, name = view.place_name(row["place_code"]), t.pick(row["name_zh"], row["name_en"])
    title = tag("h3", markup.text(f"{place} · {name} · {t.period(row)}"))
    pct = row["difference_pct"]
    key = "intake.higher" if pd.notna(pct) and pct > 0 else "intake.lower"
    head = {
        "new": t("intake.this_file") + ("" if pd.isna(pct) else t(key, pct=f"{abs(pct):,.1f}")),
        "current": str(row["current_title"]),
    }
    sides = "".join(tag("div", _side(view, row, side, head[side])) for side in ("new", "current"))
    return tag("article", title + tag("div", sides, class_="sy-pair"), class_="sy-conflict")


def _side(view: View, row: Mapping[str, Any], side: str, head: str) -> str:
    t = view.t
    kept = t("quality.kept") if row[f"{side}_kept"] else t("quality.other")
    figure = markup.amount(numbers.full(float(row[f"{side}_value"])), t.unit(str(row["unit"])))
    words = {name: row[f"{side}_{name}"] for name in ("quote", "locator", "value_text", "remark")}
    return (
        tag("p", tag("b", markup.text(head)) + " " + markup.text(kept), class_="sy-side")
        + figure
        + evidence.said(t, words)
    )


def _text(view: View, number: int, found: Preview, seen: pd.DataFrame) -> None:
    """The text with its figures marked, and the card of the one that is picked."""
    t = view.t
    names = {str(r["source_id"]): str(r["title"]) for r in records(found.sources)}
    own = next(iter(names))
    if len(names) > 1:
        own = st.selectbox(
            t("evidence.choose"), list(names), format_func=lambda s: names[s], key=f"intake-part-{number}"
        )
    key = f"intake-shown-{number}"
    reading = _reading(found, seen, own)
    shown = st.session_state.get(key)
    left, right = st.columns([1.7, 1], gap="medium")
    with left, st.container(height=HEIGHT, border=False, key=f"source-text-{number}"):
        source.marked(view, reading, shown, f"intake-text-{number}", partial(_pick, key))
    with right:
        _figure(view, reading, shown)


def _pick(key: str, figure: str) -> None:
    st.session_state[key] = figure


def _reading(found: Preview, seen: pd.DataFrame, own: str) -> Reading:
    """One report of the file, as the evidence page has a source."""
    row = one(found.sources, "source_id", own)
    refused = found.rejected[found.rejected["source_id"] == own]
    refused = refused.assign(rejected_id=refused["char_start"].astype(str))
    shift = int(row["char_start"])
    parts = [
        part.assign(start=part["char_start"] - shift, end=part["char_end"] - shift)
        for part in (seen[seen["source_id"] == own], refused)
    ]
    return Reading(row, found.texts.get(own, ""), *parts)


def _figure(view: View, reading: Reading, shown: str | None) -> None:
    """The card of the picked figure, or how to pick one."""
    used = reading.observations[reading.observations["observation_id"] == shown]
    refused = reading.rejected[("x" + reading.rejected["rejected_id"]) == shown]
    if len(used):
        st.html(tag("div", evidence.cards(view.t, used, {}, link=False), class_="sy-narrow"))
    elif len(refused):
        st.html(source.refused_card(view, records(refused)[0]))
    else:
        page.hint(view.t("intake.pick_figure"))


def _used(view: View, number: int, seen: pd.DataFrame) -> None:
    """All observations as a table."""
    panel.rows(view, f"intake-used-{number}", _table(view, seen, ()))


def _doubtful(view: View, number: int, seen: pd.DataFrame) -> None:
    """Those that deserve a look, with why."""
    given = seen.assign(why=[view.t.listing(_doubts(view, row)) for row in records(seen)])
    panel.rows(
        view, f"intake-doubts-{number}", _table(view, given, (Column("why", view.t("intake.why_doubtful")),))
    )


def _table(view: View, seen: pd.DataFrame, more: tuple[Column, ...]) -> Table:
    t = view.t
    given = evidence.in_words(view, seen.assign(place=[view.place_name(c) for c in seen["place_code"]]))
    quote = Column("quote", t("column.quote"), wide=True)
    remark = evidence.remark_column(t, given)
    columns = (*_place_column(view, given), *evidence.figure_columns(t), *more, quote, *remark)
    return Table(t("evidence.table_title"), columns, given)


def _doubts(view: View, row: Mapping[str, Any]) -> list[str]:
    """Why a reading deserves a look, in words."""
    words = [view.t.code("flag", str(flag)) for flag in row["flags"]]
    if float(row["confidence"]) < LOW_CONFIDENCE:
        words.append(view.t("intake.low_confidence", pct=round(100 * float(row["confidence"]))))
    return words


def _refused(view: View, number: int, found: Preview) -> None:
    """Figures that were found and not used, each with the reason."""
    t, rows = view.t, found.rejected
    given = rows.assign(
        reason_text=evidence.reasons(t, rows, found.faults),
        quote=[t.quote(r) for r in records(rows)],
    )
    columns = (
        Column("value_text", t("column.printed")),
        Column("reason_text", t("column.why_refused")),
        Column("quote", t("column.quote"), wide=True),
    )
    panel.rows(view, f"intake-refused-{number}", Table(t("quality.refused"), columns, given))
