"""Frames against the declared tables: every fault at once, and the Arrow form.

``etl.schema`` says which columns, types, nulls, codes, keys and references a table
has; this module turns that into pandera checks and Arrow schemas, so that nothing
undeclared can be written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow

from etl.schema import TABLES, Column, Table

_ARROW_TYPES: Final = {
    "string": arrow.string(),
    "double": arrow.float64(),
    "int32": arrow.int32(),
    "bool": arrow.bool_(),
    "list<string>": arrow.list_(arrow.string()),
}
_CURES: Final = {
    "column_in_dataframe": (
        "缺少该列 / column is missing",
        "在产生该表的步骤中写出该列 / have the stage write it",
    ),
    "column_in_schema": (
        "未声明的列 / column is not declared",
        "在 etl/schema.py 声明或去掉 / declare it there or drop it",
    ),
    "not_nullable": (
        "为空 / is null",
        "填写，或在 etl/schema.py 允许空值 / fill it in, or let it be null there",
    ),
    "multiple_fields_uniqueness": (
        "主键重复 / key is not unique",
        "合并或删除重复行 / merge or drop the repeats",
    ),
    "type": ("类型不是 {0} / is not {0}", "按 etl/schema.py 的类型写出 / write the declared type"),
    "codes": (
        "代码未声明 / code is not declared",
        "改用已声明代码或加入枚举 / use a declared code or add it to the enum",
    ),
    "reference": ("引用不存在 / refers to nothing", "补上被引用的行或改正编号 / add the row or mend the id"),
}
_SHOWN: Final = 5  # offenders named per fault; the count tells the rest


def validate(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """All faults of the tables of an edition; empty when it may be published.

    Each fault is one line: table, column, what is wrong, how many rows and which
    (by key), and the cure, in Chinese and English.
    """
    missing = [
        f"{name}: 缺少该表 / table is missing. 由流程写出 / write it" for name in TABLES if name not in tables
    ]
    unknown = [
        f"{name}: 未声明的表 / table is not declared. 请先加入 etl/schema.py / declare it there first"
        for name in tables
        if name not in TABLES
    ]
    faults = [
        fault
        for name, frame in tables.items()
        if name in TABLES
        for fault in _table_faults(TABLES[name], frame)
    ]
    return missing + unknown + faults + list(_broken_references(tables))


def arrow_schema(table: Table) -> arrow.Schema:
    """Names, types and nullability of the Parquet file of ``table``."""
    return arrow.schema(
        [arrow.field(c.name, _ARROW_TYPES[c.dtype], nullable=c.nullable) for c in table.columns]
    )


def to_arrow(table: Table, frame: pd.DataFrame) -> arrow.Table:
    """A valid ``frame`` in the declared form: columns in order, rows sorted by key, no index."""
    ordered = frame[table.column_names].sort_values(list(table.key), kind="stable")
    return arrow.Table.from_pandas(
        ordered, schema=arrow_schema(table), preserve_index=False
    ).replace_schema_metadata()


def _table_faults(table: Table, frame: pd.DataFrame) -> Iterator[str]:
    """Faults within one table, grouped by column and check."""
    frame = frame.reset_index(drop=True)
    try:
        _frame_schema(table).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        schema_level = cases["check"].isin(["column_in_dataframe", "column_in_schema"])
        for case in cases[schema_level].itertuples():
            yield _fault(table, str(case.failure_case), str(case.check))
        key_faults = cases["check"].eq("multiple_fields_uniqueness")
        if key_faults.any():
            yield _fault(
                table,
                "+".join(table.key),
                "multiple_fields_uniqueness",
                _names(table, frame, cases[key_faults]),
            )
        rest = cases[~schema_level & ~key_faults]
        for (column, check), group in rest.groupby(["column", "check"], sort=False):
            yield _fault(table, str(column), str(check), _names(table, frame, group, show_value=True))


def _frame_schema(table: Table) -> pa.DataFrameSchema:
    columns = {c.name: pa.Column(None, _checks(c), nullable=c.nullable) for c in table.columns}
    return pa.DataFrameSchema(columns, strict=True, unique=list(table.key))


def _checks(column: Column) -> list[pa.Check]:
    checks = [pa.Check(_TYPE_TESTS[column.dtype], error="type")]
    if column.codes:
        allowed = {code.value for code in column.codes}
        checks.append(pa.Check(lambda values: values.map(lambda v: _members(v) <= allowed), error="codes"))
    return checks


def _members(value: Any) -> set[Any]:
    return {value} if isinstance(value, str) or not _is_list(value) else set(value)


def _is_text(values: pd.Series[Any]) -> pd.Series[bool]:
    return values.map(lambda v: isinstance(v, str))


def _is_number(values: pd.Series[Any]) -> pd.Series[bool]:
    """Finite numbers; a boolean is none."""
    return values.map(
        lambda v: isinstance(v, (int, float, np.number)) and not isinstance(v, bool) and np.isfinite(v)
    )


def _is_int32(values: pd.Series[Any]) -> pd.Series[bool]:
    """Whole numbers of 32 bits; frames hold a column with nulls as floats, so 2020.0 is one."""
    limits = np.iinfo(np.int32)
    numbers = _is_number(values)
    return numbers & values.where(numbers, -1).map(lambda v: v == int(v) and limits.min <= v <= limits.max)


def _is_bool(values: pd.Series[Any]) -> pd.Series[bool]:
    return values.map(lambda v: isinstance(v, (bool, np.bool_)))


def _is_list(value: Any) -> bool:
    return isinstance(value, (list, tuple, np.ndarray))


def _is_text_list(values: pd.Series[Any]) -> pd.Series[bool]:
    return values.map(lambda v: _is_list(v) and all(isinstance(item, str) for item in v))


_TYPE_TESTS: Final[dict[str, Callable[[Any], Any]]] = {
    "string": _is_text,
    "double": _is_number,
    "int32": _is_int32,
    "bool": _is_bool,
    "list<string>": _is_text_list,
}


def _broken_references(tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """Values of a foreign key that the other table does not hold; nulls refer to nothing and may stand."""
    for table in (TABLES[name] for name in tables if name in TABLES):
        frame = tables[table.name].reset_index(drop=True)
        for column, other, other_column in table.references:
            if column not in frame or other not in tables or other_column not in tables[other]:
                continue  # the missing table or column is a fault of its own
            values = frame[column].explode().dropna()
            broken = values[~values.isin(tables[other][other_column])]
            if len(broken):
                cases = pd.DataFrame({"index": broken.index, "failure_case": broken.to_numpy()})
                yield _fault(
                    table, column, "reference", _names(table, frame, cases, show_value=True), f" → {other}"
                )


def _fault(table: Table, column: str, check: str, rows: str = "", where: str = "") -> str:
    problem, cure = _CURES[check]
    dtype = next((c.dtype for c in table.columns if c.name == column), "")
    return f"{table.name}.{column} ({table.zh}{where}): {problem.format(dtype)}{rows}. {cure}"


def _names(table: Table, frame: pd.DataFrame, cases: pd.DataFrame, show_value: bool = False) -> str:
    """The offending rows by key, with the value where it helps: ``: 3 行 / rows: obs-1 = 'x', …``."""
    rows = cases.drop_duplicates("index")
    named = []
    for index, value in rows[["index", "failure_case"]].head(_SHOWN).itertuples(index=False):
        key = " ".join(str(frame[k].iloc[int(index)]) for k in table.key if k in frame)
        named.append(f"{key} = {str(value)[:40]!r}" if show_value and value is not None else key)
    more = " …" if len(rows) > _SHOWN else ""
    return f": {len(rows)} 行 / rows: {'; '.join(named)}{more}"
