"""Download buttons of a panel: the one seam between the screen and the exporters.

Every format is a function from a table to bytes, run on the click and outside the
script, so it may not call Streamlit.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard.charts.table import Table
from dashboard.components.view import View


def csv(table: Table) -> bytes:
    """The table as CSV; the byte order mark makes spreadsheets read it as UTF-8.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    headings = {c.key: f"{c.label}（{c.unit}）" if c.unit else c.label for c in table.columns}
    frame = table.rows[list(headings)].rename(columns=headings)
    safe = frame.map(lambda v: f"'{v}" if isinstance(v, str) and v[:1] in ("=", "+", "-", "@") else v)
    return safe.to_csv(index=False).encode("utf-8-sig")


def show(view: View, key: str, table: Table) -> None:
    """One button a format."""
    with st.container(horizontal=True, gap="small", key=f"downloads-{key}"):
        st.download_button(
            view.t("download.csv"),
            data=partial(csv, table),
            file_name=f"{key}-{view.edition.edition_id}.csv",
            mime="text/csv",
            key=f"csv-{key}",
            on_click="ignore",
        )
