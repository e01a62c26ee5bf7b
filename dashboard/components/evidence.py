"""The evidence card: the printed sentence with its figure marked, and how the figure was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard import numbers
from dashboard.charts import markup
from dashboard.charts.markup import tag
from dashboard.charts.table import Column
from dashboard.components.view import View
from dashboard.queries.frames import records
from dashboard.text import Text
from etl.schema import Reason


def chips(t: Text, row: Mapping[str, Any], why_not: str | None) -> str:
    """Period, qualifier, scope, flags, and whether the value counts."""
    words = [(t.period(row), "sy-chip"), (t.code("qualifier", str(row["qualifier"])), "sy-chip")]
    if row["scope"] == "sub":
        words.append((t.code("scope", "sub"), "sy-chip"))
    words += [(t.code("flag", str(flag)), "sy-chip sy-chip-flag") for flag in row["flags"]]
    if row["used"]:
        words.append((t("evidence.counted"), "sy-chip"))
    else:
        reason = t.code("why", why_not or ("PART_ONLY" if row["scope"] == "sub" else "OTHER_VALUE"))
        words.append((t("evidence.not_counted", reason=reason), "sy-chip sy-chip-not"))
    return "".join(tag("span", markup.text(word), class_=kind) for word, kind in words)


def said(t: Text, row: Mapping[str, Any]) -> str:
    """The sentence with its figure marked; of a return, the cell's address, what it holds, and remarks."""
    if row["quote"] or pd.isna(row["locator"]):
        words = markup.marked(str(row["quote"]), str(row["value_text"]), int(row.get("occurrence", 1)))
        return tag("p", words, class_="sy-quote", lang="zh")
    cell = markup.text(t("returns.cell", cell=t.locator(str(row["locator"])), value=""))
    held = tag("p", cell + tag("mark", markup.text(row["value_text"])), class_="sy-quote")
    return held + (remark(t, row["remark"]) if pd.notna(row["remark"]) else "")


def remark(t: Text, words: str) -> str:
    """What a return says of a value beside it."""
    return tag("p", markup.text(t("returns.remark", remark=words)), class_="sy-caption")


def remark_column(t: Text, rows: pd.DataFrame) -> tuple[Column, ...]:
    """A column of what returns say of their values, where they say anything."""
    return (Column("remark", t("column.remark"), wide=True),) if rows["remark"].notna().any() else ()


def where(t: Text, row: Mapping[str, Any]) -> str:
    """Page or paragraph of a figure; nothing in plain text, or for a cell, which is said."""
    known = pd.notna(row["locator"]) and row["quote"]
    return t("evidence.where", place=t.locator(str(row["locator"]))) if known else ""


def card(t: Text, row: Mapping[str, Any], why_not: str | None = None, link: bool = True) -> str:
    """One observation (columns of ``queries.place.described``) as HTML; ``link`` leads to its source."""
    name = t.pick(row["name_zh"], row["name_en"])
    figure = markup.amount(numbers.full(float(row["value"])), t.unit(str(row["unit"])))
    left = tag("div", tag("span", markup.text(name), class_="sy-name") + figure)
    source = markup.text(
        t(
            "evidence.source",
            title=row["title"],
            date=row["date"] if pd.notna(row["date"]) else t("evidence.undated"),
        )
        + where(t, row)
    )
    more = tag(
        "button",
        markup.text(t("evidence.read_on")),
        type="button",
        class_="sy-pick",
        data_pick=str(row["observation_id"]),
    )
    right = tag(
        "div",
        said(t, row)
        + chips(t, row, why_not)
        + tag("p", source + (" " + more if link else ""), class_="sy-caption"),
    )
    return tag("article", left + right, class_="sy-card")


def in_words(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """Observations (with their indicators' names) in words: what ``figure_columns`` name, and the quote."""
    t = view.t
    return rows.assign(
        name=view.items(rows),
        unit_text=[t.unit(str(u)) for u in rows["unit"]],
        period_words=[t.period(r) for r in records(rows)],
        qualifier_text=[t.code("qualifier", q) for q in rows["qualifier"]],
        quote=[t.quote(r) for r in records(rows)],
    )


def figure_columns(t: Text) -> tuple[Column, ...]:
    """What an observation is in a table: indicator, value, unit, qualifier, period."""
    return (
        Column("name", t("column.indicator")),
        Column("value", t("column.value"), numeric=True),
        Column("unit_text", t("column.unit")),
        Column("qualifier_text", t("column.qualifier")),
        Column("period_words", t("column.period")),
    )


def cards(t: Text, rows: pd.DataFrame, why_not: Mapping[str, str], link: bool = True) -> str:
    """Cards in the order of the rows."""
    return "".join(card(t, row, why_not.get(row["observation_id"]), link) for row in records(rows))


def reasons(t: Text, rows: pd.DataFrame, faults: pd.DataFrame) -> list[str]:
    """Why each figure (columns reason, detail) was refused; of a cell with a fault, what that is, too.

    ``detail`` is in Chinese; the table of faults has the same words in both languages.
    """
    english = dict(zip(faults["problem"], faults["problem_en"], strict=True))
    words = []
    for code, detail in zip(rows["reason"], rows["detail"], strict=True):
        reason, fault = t.code("reason", str(code)), t.pick(detail, english.get(detail, detail))
        of_cell = code == Reason.CELL_FAULT and detail
        words.append(t("quality.status", status=reason, problems=fault) if of_cell else reason)
    return words
