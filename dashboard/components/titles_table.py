"""The table of national titles on record: the twin of the overview's map."""

from __future__ import annotations

import pandas as pd

from dashboard.charts.table import Column, Table
from dashboard.components.view import View
from dashboard.queries import titles


def table(view: View, named: pd.DataFrame) -> Table:
    """Places named at least once (``queries.titles.counts``)."""
    t = view.t
    rows = named.assign(
        name=view.names(named),
        province=[view.place_name(code) for code in named["province_code"]],
        level_name=[t.code("level", level) for level in named["level"]],
        years_text=[t.listing([str(y) for y in years]) for years in named["years"]],
    )
    columns = (
        Column("name", t("column.place")),
        Column("province", t("column.province")),
        Column("level_name", t("column.level")),
        Column("shown", t("column.titles"), t("unit.次"), numeric=True),
        Column("years_text", t("column.years")),
    )
    full = titles.complete_provinces(view.edition)
    lists = [
        t("titles.list_of", year=year, provinces=t.listing([view.place_name(code) for code in codes]))
        for year, codes in full.groupby("year")["province_code"].agg(list).items()
    ]
    return Table(
        title=t("overview.table_title"),
        columns=columns,
        rows=rows,
        sources=t("titles.sources", n=len(full)),
        notes=(t("titles.note"), *lists),
        pick="place_code",
        lead=view.lead,
    )


def provinces(view: View) -> Table:
    """Provinces with the places named in the newest list that covers them."""
    t = view.t
    rows = titles.by_province(view.edition)
    columns = (
        Column("name", t("column.province")),
        Column("shown", t("column.named"), t("unit.places"), numeric=True),
        Column("year_text", t("column.list_year")),
    )
    rows = rows.assign(name=view.names(rows), year_text=rows["year"].astype(str))
    source = t("titles.sources", n=len(titles.complete_provinces(view.edition)))
    return Table(
        t("overview.provinces_title"), columns, rows, source, (t("titles.note"),), "place_code", view.lead
    )
