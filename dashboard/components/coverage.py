"""The coverage section of the quality page: what each place states, pillar by pillar or in full."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts import coverage, markup
from dashboard.charts.coverage import FULL, RING, Cell, Heading, Row
from dashboard.charts.markup import tag
from dashboard.charts.table import Column, Table
from dashboard.components import charted, panel, state
from dashboard.components.clickable import clickable
from dashboard.components.downloads import Picture
from dashboard.components.view import View
from dashboard.export.spec import ChartKind
from dashboard.queries import quality
from dashboard.queries.frames import records
from dashboard.queries.quality import EVERY, State


def show(view: View) -> None:
    """The matrix with its choice of columns, its legend and its files."""
    t = view.t
    pillars = view.edition["pillars"].sort_values("order")
    words = {
        EVERY: t("quality.by_pillar"),
        **dict(zip(pillars["pillar_id"], view.items(pillars), strict=True)),
    }
    with st.columns([1, 2])[0]:
        chosen = state.choose(
            st.selectbox, "matrix", t("quality.matrix"), list(words), EVERY, lambda p: words[p]
        )
    places = quality.covered_places(view.edition)
    places = places.assign(name=view.names(places))
    columns, lookup = _pillars(view, pillars) if chosen == EVERY else _indicators(view, chosen)
    if chosen != EVERY:
        places = _counted(places, [i for i, _ in columns], lookup)
    table = _table(view, places, columns, lookup, words[chosen])
    picture = Picture(
        ChartKind.BAR, {"label": "name", "value": "compared"}, {"lead": view.place_name(view.lead)}
    )
    charted.show(
        view,
        "coverage",
        table,
        lambda: _draw(view, table, columns, lookup),
        picture,
        t("quality.matrix_detail"),
    )


Lookup = dict[tuple[str, str], Cell]
Columns = list[tuple[str, Heading]]


def _pillars(view: View, pillars: pd.DataFrame) -> tuple[Columns, Lookup]:
    """Columns of pillars; a cell has the number of indicators compared."""
    t = view.t
    sizes = view.edition["indicators"]["pillar_id"].value_counts()
    names = dict(zip(pillars["pillar_id"], view.items(pillars), strict=True))
    heads = [(p, Heading(name, t("quality.of", n=int(sizes.get(p, 0))))) for p, name in names.items()]
    cells: Lookup = {}
    for row in records(quality.by_pillar(view.edition)):
        of, n = int(sizes.get(row["pillar_id"], 0)), row["compared"]
        tip = t(
            "quality.tip_pillar",
            pillar=names[row["pillar_id"]],
            n=n,
            of=of,
            stated=row["stated"],
            practices=row["practices"],
        )
        share = n / of if n and of else None
        cells[row["place_code"], row["pillar_id"]] = Cell(str(n) if n else RING, share, tip)
    return heads, cells


def _indicators(view: View, pillar_id: str) -> tuple[Columns, Lookup]:
    """Columns of one pillar's indicators; a cell has the state's sign."""
    rows = view.edition["indicators"]
    rows = rows[rows["pillar_id"] == pillar_id].sort_values("order")
    names = dict(zip(rows["indicator_id"], view.items(rows), strict=True))
    cells: Lookup = {}
    for row in records(quality.cells(view.edition)):
        if row["pillar_id"] == pillar_id:
            cells[row["place_code"], row["indicator_id"]] = _cell(view, row, names[row["indicator_id"]])
    return [(i, Heading(name)) for i, name in names.items()], cells


def _counted(places: pd.DataFrame, ids: list[str], lookup: Lookup) -> pd.DataFrame:
    """``compared`` and ``stated`` within the shown columns, best covered first."""
    cells = [[lookup[code, i].sign for i in ids if (code, i) in lookup] for code in places["place_code"]]
    counted = places.assign(
        compared=[signs.count(FULL) for signs in cells], stated=[signs.count(RING) for signs in cells]
    )
    return counted.sort_values(["compared", "stated", "place_code"], ascending=[False, False, True])


def _cell(view: View, row: dict[str, Any], name: str) -> Cell:
    """Compared, or mentioned with the reason why not."""
    if row["state"] == State.COMPARED:
        return Cell(FULL, 0.3, view.t("quality.tip_compared", indicator=name))
    reason = view.t.code("why", row["why"])
    return Cell(RING, None, view.t("quality.tip_stated", indicator=name, reason=reason))


def _table(view: View, places: pd.DataFrame, columns: Columns, lookup: Lookup, subject: str) -> Table:
    """The matrix as rows and columns, for the files: numbers by pillar, words by indicator."""
    t = view.t
    signs = {i: [lookup.get((code, i)) for code in places["place_code"]] for i, _ in columns}
    words = {i: [c.sign if c else "" for c in cells] for i, cells in signs.items()}
    heads = tuple(Column(i, heading.name, heading.of) for i, heading in columns)
    return Table(
        title=t("quality.coverage_title", subject=subject, places=len(places)),
        columns=(
            Column("name", t("column.place")),
            *heads,
            Column("compared", t("quality.compared"), numeric=True),
            Column("stated", t("quality.stated"), numeric=True),
        ),
        rows=places.assign(**words),
        sources=t("panel.coverage", total=len(places), n=int((places["compared"] > 0).sum())),
        notes=(t("quality.note_states"), t("quality.note_missing")),
        pick="place_code",
        lead=view.lead,
    )


def _draw(view: View, table: Table, columns: Columns, lookup: Lookup) -> None:
    """The matrix, twenty places and the lead place until a person asks for all."""
    t = view.t
    st.html(_legend(view))
    everything = len(table.rows) <= panel.ROWS or state.raw("all_coverage") == "1"
    shown = table.rows if everything else table.rows.head(panel.ROWS)
    if not everything:
        own = table.rows[(table.rows["place_code"] == view.lead)]
        shown = pd.concat([shown, own[~own["place_code"].isin(shown["place_code"])]])
    blank = Cell("", None, t("why.NOT_MENTIONED"))
    rows = [
        Row(
            r["place_code"],
            r["name"],
            tuple(lookup.get((r["place_code"], i), blank) for i, _ in columns),
            str(r["compared"]),
        )
        for r in records(shown)
    ]
    heads = [heading for _, heading in columns]
    html = coverage.html(table.title, t("column.place"), heads, rows, t("quality.compared"), view.lead)
    clickable(html, "coverage", _open)
    if not everything:
        label = t.count("panel.show_all", len(table.rows))
        st.button(label, key="all-coverage", on_click=state.put, args=("all_coverage", "1"))


def _legend(view: View) -> str:
    """The three states in words."""
    t = view.t
    keys = ((FULL, "quality.state_compared"), (RING, "quality.state_stated"), ("　", "quality.state_nothing"))
    words = [
        tag(
            "span",
            tag("i", markup.text(sign), class_="sy-swatch-sign") + markup.text(t(key)),
            class_="sy-key",
        )
        for sign, key in keys
    ]
    return tag("div", "".join(words), class_="sy-legend")


def _open(place_code: str) -> None:
    """On to the place."""
    state.put("place", place_code)
    state.go("place")
