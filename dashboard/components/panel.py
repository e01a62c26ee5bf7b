"""The chart panel: title, chart, the table with the same numbers, sources, notes, downloads, permalink."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.charts import markup
from dashboard.charts import table as tables
from dashboard.charts.markup import tag
from dashboard.charts.table import Table
from dashboard.components import downloads, page, paper, state
from dashboard.components.clickable import clickable
from dashboard.components.downloads import Picture
from dashboard.components.view import View

ROWS = 20
"""Rows that a table shows before a person asks for all."""


def panel(
    view: View,
    key: str,
    table: Table,
    draw: Callable[[], None] | None = None,
    *,
    detail: str = "",
    limit: int = ROWS,
    on_pick: Callable[[str], None] | None = None,
    picture: Picture | None = None,
) -> None:
    """Show a chart (``draw``) with its table under it.

    ``table`` carries the title, the source line and the notes. ``on_pick`` gets the code of
    the row that a person clicked. ``picture`` lets the chart leave as a file.
    """
    with st.container(border=True, key=f"panel-{key}"):
        page.card_title(table.title, detail)
        if draw is not None:
            draw()
        rows(view, key, table, on_pick, limit)
        foot(view, key, table, picture)


def rows(
    view: View, key: str, table: Table, on_pick: Callable[[str], None] | None = None, limit: int = ROWS
) -> None:
    """The table, ``limit`` rows at most until a person asks for all."""
    everything = len(table.rows) <= limit or state.raw(f"all_{key}") == "1"
    clickable(tables.html(table, None if everything else limit), f"table-{key}", on_pick)
    if not everything:
        more(view, key, limit, len(table.rows))


def more(view: View, key: str, shown: int, total: int) -> None:
    """The way to what a panel leaves out; paper, which has no way, says what that is."""
    paper.note(view.t("paper.first", shown=shown, total=total))
    label = view.t.count("panel.show_all", total)
    st.button(label, key=f"all-{key}", on_click=state.put, args=(f"all_{key}", "1"))


def foot(view: View, key: str, table: Table, picture: Picture | None = None) -> None:
    """Sources, notes, downloads and the permalink."""
    t = view.t
    line = t("panel.sources", edition=view.edition.edition_id, sources=table.sources)
    anchor = tag("a", markup.text(t("panel.permalink")), href=state.link(), target="_self")
    way = tag("span", " · " + anchor, class_="sy-screen")
    st.html(tag("p", markup.text(line) + way, class_="sy-source"))
    if table.notes:
        with st.expander(t("panel.notes")):
            st.html("".join(tag("p", markup.text(n), class_="sy-note") for n in table.notes))
    downloads.show(view, key, table, picture)
