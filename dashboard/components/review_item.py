"""The figure under review: its sentence, why it is doubtful, what was read, and what it conflicts with."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import streamlit as st

from dashboard import numbers
from dashboard.charts import markup
from dashboard.charts.markup import tag
from dashboard.components import evidence, page
from dashboard.components.clickable import clickable
from dashboard.components.conflicts import open_figure
from dashboard.components.refusals import open_refused
from dashboard.components.review import effect
from dashboard.components.view import View
from dashboard.queries import review
from dashboard.queries.review import Item
from etl.schema import Doubt


def title(view: View, item: Item) -> None:
    """Whose figure it is, and the figure."""
    place = view.place_name(item.row["place_code"]) or str(item.row["place_name"])
    page.card_title(view.t("review.item", place=place, figure=item.row["value_text"]))


def show(view: View, item: Item) -> None:
    """The evidence card with doubts in words, and the conflicting card beside it."""
    t, row = view.t, item.row
    doubts = "".join(tag("li", markup.text(line)) for line in _doubts(view, item))
    html = tag("ul", doubts, class_="sy-doubts")
    if not item.was_indicator:
        clickable(html + _refused(view, item), "review-item", open_refused)
        return
    row = {**row, "occurrence": item.subject[4]}
    sides = [evidence.card(t, row, review.why_not(view.edition, row))]
    if item.other:
        head = tag("p", tag("b", markup.text(t("review.other"))), class_="sy-side")
        sides.append(head + evidence.card(t, {**item.other, "used": False}, "OTHER_VALUE"))
    pair = tag("div", "".join(tag("div", s) for s in sides), class_="sy-review-pair")
    clickable(
        html + pair + tag("p", markup.text(_read(view, item)), class_="sy-caption"),
        "review-item",
        open_figure,
    )


def _doubts(view: View, item: Item) -> Iterator[str]:
    """Each doubt as a sentence, then the effect on ranks."""
    t, row, doubt = view.t, item.row, item.doubt
    if not item.was_indicator:
        reason = t.code("reason", str(row["reason"]))
        yield t("review.was_refused", reason=f"{reason}（{row['detail']}）" if row["detail"] else reason)
    if doubt is None:
        return
    unit = t.unit(str(row["unit"]))
    for kind in doubt["kinds"]:
        if kind == "conflict" and pd.notna(doubt["other_value"]):
            yield t("review.why_conflict", value=numbers.full(float(doubt["other_value"])), unit=unit)
        elif kind == "conflict":
            yield t("review.why_conflict_within")
        elif kind == "jump":
            before = numbers.full(float(doubt["before_value"]))
            yield t("review.why_jump", year=int(doubt["before_year"]), value=before, unit=unit)
        elif kind == "damaged":
            yield t("review.why_damaged", flags=t.listing([t.code("flag", str(f)) for f in row["flags"]]))
        elif kind == "remark":
            yield t("review.why_remark", remark=row["remark"])
        else:
            yield t("review.why_low", pct=f"{100 * float(row['confidence']):.0f}")
    yield effect(view, doubt)


def _read(view: View, item: Item) -> str:
    """What the machine read, in one line."""
    t, row = view.t, item.row
    pct = f"{100 * float(row['confidence']):.0f}"
    said = item.doubt is not None and Doubt.LOW_CONFIDENCE in item.doubt["kinds"]
    return t(
        "review.read",
        indicator=t.pick(row["name_zh"], row["name_en"]),
        value=numbers.full(float(row["value"])),
        unit=t.unit(str(row["unit"])),
        period=t.period(row),
        place=view.place_name(row["place_code"]),
        sure="" if said else t("review.sure", pct=pct),
    )


def _refused(view: View, item: Item) -> str:
    """A refused figure in its sentence."""
    t, row = view.t, item.row
    quote = markup.marked(str(row["quote"]), str(row["value_text"]), item.subject[4])
    date = row["date"] if pd.notna(row["date"]) else t("evidence.undated")
    pick = f"{row['source_id']}\tx{row['char_start']}"
    more = tag("button", markup.text(t("evidence.read_on")), type="button", class_="sy-pick", data_pick=pick)
    source = markup.text(t("evidence.source", title=row["title"], date=date)) + " " + more
    return tag("p", quote, class_="sy-quote", lang="zh") + tag("p", source, class_="sy-caption")


def empty(view: View) -> None:
    """The queue is empty: why, and what to do."""
    with st.container(border=True, key="panel-item"):
        page.caption(view.t("review.empty"))
