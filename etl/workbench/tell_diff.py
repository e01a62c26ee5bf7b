"""A difference of two editions in lines that a person reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from etl.schema import TABLES
from etl.workbench.diff import Change, EditionDiff, Row, TableDiff, figure_of, rows_of
from etl.workbench.labels import Colour, Paint, both, number, years

_MAX: Final = 60
"""Characters of a changed cell that are printed."""


def tell(diff: EditionDiff, paint: Paint) -> Iterator[str]:
    """Lines on each table that changed, and the rejected figures by reason; nothing for no difference."""
    for name, table in diff.tables.items():
        if not table:
            continue
        zh = TABLES[name].zh
        counts = f"+{len(table.added)} −{len(table.removed)} ~{len(table.new)}"
        yield paint(f"{zh} {name}  {counts}", Colour.STRONG)
        if name == "rejected":
            yield from _reasons(diff.reasons)
        else:
            yield from _rows(table, diff, paint)


def _reasons(reasons: Mapping[str, tuple[int, int]]) -> Iterator[str]:
    for reason, (before, after) in reasons.items():
        yield f"  {both(reason)}  {before} → {after}  ({after - before:+d})"


def _rows(table: TableDiff, diff: EditionDiff, paint: Paint) -> Iterator[str]:
    describe = _DESCRIBED.get(table.name, _by_key)
    for row in rows_of(table.added):
        was = diff.refused_before.get(figure_of(row)) if table.name == "observations" else None
        yield paint(f"  + {describe(row, table.name)}", Colour.GOOD) + (
            f"  原未采用 was {both(was)}" if was else ""
        )
    for row in rows_of(table.removed):
        now = diff.refused_after.get(figure_of(row)) if table.name == "observations" else None
        yield paint(f"  − {describe(row, table.name)}", Colour.BAD) + (
            f"  现未采用 now {both(now)}" if now else ""
        )
    for row, changes in table.changed():
        yield f"  ~ {describe(row, table.name)}"
        yield from (f"      {_change(change)}" for change in changes)


def _change(change: Change) -> str:
    column, before, after = change
    return f"{column}: {_cell(before)} → {_cell(after)}"


def _cell(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, float):
        return number(value)
    text = "、".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return text if len(text) <= _MAX else f"{text[:_MAX]}…（{len(text)} 字 characters）"


def _observation(row: Row, _: str) -> str:
    when = years(row["period_kind"], row["period_start"], row["period_end"])
    return (
        f"{row['place_name']}  {row['indicator_id']} = {number(row['value'])} {row['unit']}"
        f"  {both(row['qualifier'])}  {when}  [{row['source_id']}] {row['value_text']}：{row['quote']}"
    )


def _value(row: Row, _: str) -> str:
    when = years(row["period_kind"], row["period_start"], row["period_end"])
    return f"{row['place_name']}  {row['indicator_id']} {row['year'] or ''} = {number(row['value'])}  {when}"


def _conflict(row: Row, _: str) -> str:
    values = f"{number(row['kept_value'])} ≠ {number(row['other_value'])}"
    return f"{row['place_name']}  {row['indicator_id']}  {values}"


def _source(row: Row, _: str) -> str:
    return f"{row['source_id']}  {row['title']}  {row['path']}  {row['status']}"


def _by_key(row: Row, name: str) -> str:
    return "  ".join(_cell(row[column]) for column in TABLES[name].key)


_DESCRIBED: Final[Mapping[str, Callable[[Row, str], str]]] = {
    "observations": _observation,
    "values": _value,
    "conflicts": _conflict,
    "sources": _source,
}
