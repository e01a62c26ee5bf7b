"""A table as HTML: the twin of every chart, and what the exporters get.

Numbers stay numbers in ``Table.rows``; only ``html`` turns them into text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import numbers
from dashboard.charts import markup
from dashboard.charts.markup import tag


@dataclass(frozen=True, slots=True)
class Column:
    """One column: key in the rows, heading, unit (shown small in the heading).

    ``figures`` rounds what was computed (a value per head) to that many significant
    figures, ``decimals`` to as many decimals (scores, shares: their points stand in line);
    what a source states is shown in full.
    """

    key: str
    label: str
    unit: str = ""
    numeric: bool = False
    wide: bool = False
    figures: int | None = None
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table. ``pick`` names the column whose value a click on a row sends; empty sends nothing."""

    title: str
    columns: tuple[Column, ...]
    rows: pd.DataFrame
    sources: str = ""
    notes: tuple[str, ...] = ()
    pick: str | None = None
    lead: str | None = None
    """Value of the pick column whose row is the lead place's."""


def html(table: Table, limit: int | None = None) -> str:
    """The table as HTML, its first ``limit`` rows."""
    head = "".join(heading(column) for column in table.columns)
    records = table.rows.head(limit).to_dict("records") if limit else table.rows.to_dict("records")
    body = "".join(_row(table, {str(k): v for k, v in record.items()}) for record in records)
    caption = tag("caption", markup.text(table.title), class_="sy-only-read")
    content = tag("table", caption + tag("thead", tag("tr", head)) + tag("tbody", body), class_="sy-table")
    return tag("div", content, class_="sy-scroll", tabindex="0", role="region", aria_label=table.title)


def heading(column: Column) -> str:
    """One heading cell."""
    unit = tag("small", markup.text(column.unit)) if column.unit else ""
    return tag(
        "th", markup.text(column.label) + unit, scope="col", class_="sy-num" if column.numeric else None
    )


def _row(table: Table, record: dict[str, Any]) -> str:
    """One row; its first text cell is the button that picks it."""
    picked = (str(record[table.pick]) or None) if table.pick else None
    target = next((c.key for c in table.columns if not c.numeric), None) if picked else None
    cells = "".join(
        cell(column, record[column.key], picked if column.key == target else None) for column in table.columns
    )
    lead = picked is not None and picked == table.lead
    return tag("tr", cells, class_="sy-lead" if lead else None)


def cell(column: Column, value: Any, pick: str | None) -> str:
    """One cell; a missing value is an en dash, never a zero."""
    missing = value is None or (not isinstance(value, (str, list)) and bool(pd.isna(value)))
    if missing:
        content = "–"
    elif column.numeric and not isinstance(value, str):
        content = _number(column, float(value))
    else:
        content = markup.text(value)
    if pick is not None:
        content = tag("button", content, type="button", data_pick=pick, class_="sy-pick")
    return tag("td", content, class_="sy-num" if column.numeric else "sy-wide" if column.wide else None)


def _number(column: Column, value: float) -> str:
    """A number as its column shows it."""
    if column.decimals is not None:
        return numbers.grouped(value, column.decimals)
    return numbers.significant(value, column.figures) if column.figures else numbers.full(value)
