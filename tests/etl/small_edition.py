"""A small set of valid tables, for tests of what happens after the stages."""

from __future__ import annotations

from typing import Any

import pandas as pd

from etl.schema import TABLES, Column, Table

MANIFEST: dict[str, Any] = {
    "edition_id": "2024-01-01-0123456789",
    "run": {"found": 3, "accepted": 2, "rejected": 1},
}
EXTRA = {"boundaries.json": b'{"layers": {}}'}
_DEFAULTS: dict[str, Any] = {"string": "", "double": 0.0, "int32": 0, "bool": False, "list<string>": []}
_PLACE = {"place_code": "620700", "place_name": "张掖市"}


def small_tables() -> dict[str, pd.DataFrame]:
    """Every table of an edition, valid, with a few rows where keys and references meet."""
    rows: dict[str, list[dict[str, Any]]] = {
        "pillars": [{"pillar_id": "organisation", "order": 1, "name_zh": "组织领导", "weight": 1.0}],
        "indicators": [
            {"indicator_id": "org.meetings", "order": 1, "pillar_id": "organisation", "unit": "次"}
        ],
        "places": [{**_PLACE, "level": "prefecture", "province_code": "620000", "population": 113.1}],
        "sources": [
            {"source_id": "zhangye", "year": 2023, "problems": []},
            {"source_id": "broken", "problems": ["EMPTY"]},
        ],
        "observations": [
            {
                "observation_id": "b",
                "source_id": "zhangye",
                "indicator_id": "org.meetings",
                "value": 12.0,
                **_PLACE,
            },
            {
                "observation_id": "a",
                "source_id": "zhangye",
                "indicator_id": "org.meetings",
                "flags": ["conflict"],
                **_PLACE,
            },
        ],
        "rejected": [{"source_id": "zhangye", "char_start": 5, "char_end": 6, "value": None, **_PLACE}],
        "values": [
            {
                "indicator_id": "org.meetings",
                "source_id": "zhangye",
                "period_end": end,
                "observation_ids": ["a", "b"],
                **_PLACE,
            }
            for end in (2023, None)
        ],
    }
    return {name: frame(table, rows.get(name, [])) for name, table in TABLES.items()}


def frame(table: Table, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows of ``table``; what a row leaves out gets a plain value of the column's type."""
    defaults = {column.name: _default(column) for column in table.columns}
    return pd.DataFrame([defaults | row for row in rows], columns=table.column_names)


def _default(column: Column) -> Any:
    if column.nullable:
        return None
    return (
        next(iter(column.codes)).value
        if column.codes and column.dtype == "string"
        else _DEFAULTS[column.dtype]
    )
