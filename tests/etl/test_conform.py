"""Every way in which a table can break its declaration is named: table, column, row, cure."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from etl.conform import arrow_schema, to_arrow, validate
from etl.schema import TABLES
from tests.etl.small_edition import small_tables

Tables = dict[str, pd.DataFrame]


def test_valid_tables_have_no_fault() -> None:
    assert validate(small_tables()) == []


def put(table: str, column: str, value: object, row: int = 0) -> Callable[[Tables], None]:
    """A change of one cell."""

    def change(tables: Tables) -> None:
        frame = tables[table].astype(object)
        frame.at[row, column] = value
        tables[table] = frame

    return change


def repeat_values(tables: Tables) -> None:
    tables["values"] = pd.concat([tables["values"], tables["values"]])


VIOLATIONS = {
    "missing table": (lambda t: t.pop("pillars"), ["pillars", "table is missing"]),
    "undeclared table": (lambda t: t.update(extra=t["places"]), ["extra", "not declared"]),
    "missing column": (lambda t: t["places"].pop("lon"), ["places.lon", "column is missing"]),
    "undeclared column": (lambda t: t["places"].insert(0, "mayor", "x"), ["places.mayor", "not declared"]),
    "null": (put("observations", "value", None), ["observations.value", "is null", "rows: b"]),
    "text as number": (put("observations", "value", "12"), ["observations.value", "not double", "b = '12'"]),
    "endless number": (put("observations", "value", np.inf), ["observations.value", "not double"]),
    "number as text": (put("places", "place_code", 620700), ["places.place_code", "not string"]),
    "part of a year": (put("sources", "year", 2023.5), ["sources.year", "not int32", "zhangye = '2023.5'"]),
    "beyond 32 bits": (put("observations", "char_end", 2**31), ["observations.char_end", "not int32"]),
    "number as truth": (put("values", "conflict", 1), ["values.conflict", "not bool"]),
    "text as list": (put("sources", "problems", "EMPTY"), ["sources.problems", "not list<string>"]),
    "list of numbers": (put("sources", "problems", [1]), ["sources.problems", "not list<string>"]),
    "unknown code": (
        put("observations", "qualifier", "roughly"),
        ["observations.qualifier", "= 'roughly'"],
    ),
    "repeated key": (repeat_values, ["values.place_code+indicator_id", "not unique", "4 行 / rows"]),
    "broken reference": (
        put("observations", "source_id", "gone"),
        ["observations.source_id", "→ sources", "refers to nothing", "b = 'gone'"],
    ),
}


@pytest.mark.parametrize("name", VIOLATIONS)
def test_a_violation_is_named(name: str) -> None:
    change, expected = VIOLATIONS[name]
    tables = small_tables()
    change(tables)
    faults = validate(tables)
    hits = [fault for fault in faults if all(word in fault for word in expected)]
    assert len(hits) == 1, faults


def test_all_violations_are_reported_at_once() -> None:
    tables = small_tables()
    for change in (put("places", "level", "galaxy"), put("observations", "value", None), repeat_values):
        change(tables)
    assert len(validate(tables)) == 3


def test_many_offenders_are_counted_and_some_named() -> None:
    tables = small_tables()
    frame = pd.concat([tables["rejected"]] * 9, ignore_index=True)
    tables["rejected"] = frame.assign(char_start=range(9), reason="WHATEVER")
    [fault] = validate(tables)
    assert "9 行 / rows" in fault
    assert fault.count("'WHATEVER'") == 5
    assert "…" in fault


def test_nulls_in_a_key_are_equal_to_each_other() -> None:
    tables = small_tables()
    assert tables["values"]["period_end"].isna().any()
    tables["values"] = tables["values"].assign(period_end=None)
    assert any("not unique" in fault for fault in validate(tables))


@pytest.mark.parametrize("name", TABLES)
def test_arrow_form_has_the_declared_columns_and_types(name: str) -> None:
    content = to_arrow(TABLES[name], small_tables()[name])
    assert content.schema.equals(arrow_schema(TABLES[name]), check_metadata=True)


def test_arrow_form_is_sorted_by_key_and_keeps_nulls() -> None:
    tables = small_tables()
    observations = to_arrow(TABLES["observations"], tables["observations"])
    assert observations["observation_id"].to_pylist() == ["a", "b"]
    values = to_arrow(TABLES["values"], tables["values"][::-1])
    assert values["period_end"].to_pylist() == [2023, None]
