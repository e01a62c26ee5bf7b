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
from dashboard.queries.edition import Edition
from dashboard.queries.frames import records
from dashboard.queries.quality import EVERY, State
from dashboard.text import Language

Lookup = dict[tuple[str, str], Cell]
Columns = list[tuple[str, Heading]]


def show(view: View) -> None:
    """The matrix with its choice of columns, its legend and its files."""
    t = view.t
    pillars = view.edition["pillars"].sort_values("order")
    names = dict(zip(pillars["pillar_id"], view.items(pillars), strict=True))
    words = {EVERY: t("quality.by_pillar"), **names}
    with st.columns([1, 2])[0]:
        chosen = state.choose(
            st.selectbox, "matrix", t("quality.matrix"), list(words), EVERY, lambda p: words[p]
        )
    columns, lookup, places = _made(view.edition.edition_id, t.language, chosen, view)
    table = _table(view, places, columns, words[chosen])
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


def cells(view: View) -> pd.DataFrame:
    """The state of every place and indicator, made once an edition."""
    return _cells(view.edition.edition_id, view.edition)


@st.cache_resource(max_entries=4, show_spinner=False)
def _cells(edition_id: str, _edition: Edition) -> pd.DataFrame:
    """Cells of an edition."""
    return quality.cells(_edition)


@st.cache_resource(max_entries=32, show_spinner=False)
def _made(
    edition_id: str, language: Language, chosen: str, _view: View
) -> tuple[Columns, Lookup, pd.DataFrame]:
    """Columns, cells and the places with the signs of their cells, kept by edition and columns."""
    places = quality.covered_places(_view.edition, cells(_view))
    places = places.assign(name=_view.names(places))
    columns, lookup = _pillars(_view) if chosen == EVERY else _indicators(_view, chosen)
    ids = [i for i, _ in columns]
    if chosen != EVERY:
        places = _counted(places, ids, lookup)
    blank = Cell("", None, "")
    signs = {i: [lookup.get((code, i), blank).sign for code in places["place_code"]] for i in ids}
    return columns, lookup, places.assign(**signs)


def _pillars(view: View) -> tuple[Columns, Lookup]:
    """Columns of pillars; a cell has the number of indicators compared."""
    t = view.t
    pillars = view.edition["pillars"].sort_values("order")
    sizes = view.edition["indicators"]["pillar_id"].value_counts()
    names = dict(zip(pillars["pillar_id"], view.items(pillars), strict=True))
    heads = [(p, Heading(name, t("quality.of", n=int(sizes.get(p, 0))))) for p, name in names.items()]
    signs: Lookup = {}
    for row in records(quality.by_pillar(view.edition, cells(view))):
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
        signs[row["place_code"], row["pillar_id"]] = Cell(str(n) if n else RING, share, tip)
    return heads, signs


def _indicators(view: View, pillar_id: str) -> tuple[Columns, Lookup]:
    """Columns of one pillar's indicators; a cell has the state's sign."""
    rows = view.edition["indicators"]
    rows = rows[rows["pillar_id"] == pillar_id].sort_values("order")
    names = dict(zip(rows["indicator_id"], view.items(rows), strict=True))
    signs: Lookup = {}
    known = cells(view)
    for row in records(known[known["pillar_id"] == pillar_id]):
        signs[row["place_code"], row["indicator_id"]] = _cell(view, row, names[row["indicator_id"]])
    return [(i, Heading(name)) for i, name in names.items()], signs


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


def _table(view: View, places: pd.DataFrame, columns: Columns, subject: str) -> Table:
    """The matrix as rows and columns, for the files: numbers by pillar, signs by indicator."""
    t = view.t
    heads = tuple(Column(i, heading.name, heading.of) for i, heading in columns)
    return Table(
        title=t("quality.coverage_title", subject=subject, places=len(places)),
        columns=(
            Column("name", t("column.place")),
            *heads,
            Column("compared", t("quality.compared"), numeric=True),
            Column("stated", t("quality.stated"), numeric=True),
        ),
        rows=places,
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
        panel.more(view, "coverage", len(shown), len(table.rows))


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
