"""One table in parts: the rows of each part under its name, all columns aligned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.charts import markup
from dashboard.charts import table as tables
from dashboard.charts.markup import tag
from dashboard.charts.table import Table


def html(table: Table, part: str, names: Mapping[str, str]) -> str:
    """``table`` as HTML, its rows grouped by the column ``part``, in the order of ``names``.

    A row whose pick is missing cannot be picked. Parts without rows are left out.
    """
    bodies = "".join(
        _part(table, name, table.rows[table.rows[part] == code])
        for code, name in names.items()
        if (table.rows[part] == code).any()
    )
    caption = tag("caption", markup.text(table.title), class_="sy-only-read")
    head = tag("thead", tag("tr", "".join(tables.heading(c) for c in table.columns)))
    content = tag("table", caption + head + bodies, class_="sy-table sy-parted")
    return tag("div", content, class_="sy-scroll", tabindex="0", role="region", aria_label=table.title)


def _part(table: Table, name: str, rows: pd.DataFrame) -> str:
    """The name over all columns, then the rows."""
    label = f"{name} · {len(rows)}"
    title = tag("th", markup.text(label), colspan=str(len(table.columns)), scope="rowgroup", class_="sy-part")
    lines = "".join(_row(table, {str(k): v for k, v in r.items()}) for r in rows.to_dict("records"))
    return tag("tbody", tag("tr", title) + lines)


def _row(table: Table, record: dict[str, Any]) -> str:
    """One row; the first cell picks it where it can be picked."""
    given = record.get(table.pick) if table.pick else None
    pick = given if isinstance(given, str) else None
    first = table.columns[0].key
    cells = (tables.cell(c, record[c.key], pick if c.key == first else None) for c in table.columns)
    return tag("tr", "".join(cells))
