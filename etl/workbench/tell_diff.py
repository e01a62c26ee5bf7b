"""A difference of two editions in lines that a person reads: rows, and ranks that moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from etl.schema import TABLES
from etl.workbench.diff import Change, EditionDiff, Row, TableDiff, figure_of, rows_of
from etl.workbench.labels import Colour, Paint, both, number, years
from etl.workbench.moves import Moves, Part

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


def tell_moves(moves: Moves, paint: Paint) -> Iterator[str]:
    """Lines on each rank that moved, in the index and in pillars, with the parts of the change in points."""
    if moves.ranks.empty:
        return
    yield paint(f"名次 ranks  {len(moves.ranks)} 处变动 moved", Colour.STRONG)
    parts = dict(iter(moves.parts.groupby(["place_code", "item_id"])))
    for row in rows_of(moves.ranks):
        ranks = f"{_rank(row, 'before')} → {_rank(row, 'after')}"
        scores = f"{number(row['score_before'])} → {number(row['score_after'])}"
        yield f"  ~ {row['place_name']}  {row['item_id']}  {ranks}  得分 score {scores}"
        own = parts.get((row["place_code"], row["item_id"]))
        for part in () if own is None else rows_of(own):
            yield f"      {_part(part)}"


def _rank(row: Row, side: str) -> str:
    rank, why = row[f"rank_{side}"], row[f"why_not_{side}"]
    return str(rank) if rank is not None else both(why) if why else "无 none"


def _part(part: Row) -> str:
    points = "" if part["points"] is None else f"{part['points']:+.3f}"
    what = f"{PARTS[part['part']]} {part['part']}"
    if part["indicator_id"] is None:
        return f"{what}  {points}"
    figures = f"{number(part['number_before'])} → {number(part['number_after'])}"
    return f"{what}  {part['indicator_id']}  {figures}  {points}"


PARTS: Final[Mapping[str, str]] = {
    Part.NEW: "新增数字",
    Part.CHANGED: "数字改变",
    Part.GONE: "数字去掉",
    Part.OTHERS: "数字未变，因其他地方的数字",
    Part.WEIGHTS: "数字未变，因所占份量",
}


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
