"""One chart as slides: title, native chart, its table, source line, notes with the sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from dashboard import palette
from dashboard.export import deck_chart, deck_table, picture
from dashboard.export.deck import Deck, part_title
from dashboard.export.native import PAGED, Native, Shape, native, part
from dashboard.export.spec import ChartKind, ChartTable
from dashboard.text import Text

ROWS: Final = 18
"""Rows of a chart and its table on one slide; longer ones go on, so that nothing is dropped."""

_TOP: Final = 1.4


def pptx(table: ChartTable, template: bytes) -> bytes:
    """The chart as a presentation: one slide, more where the rows need them."""
    deck = Deck(template, table.title, table.date)
    add(deck, table)
    return deck.bytes()


def add(deck: Deck, table: ChartTable, title: str = "") -> list[Any]:
    """Append a chart's slides to a deck; ``title`` replaces the chart's own."""
    slides = []
    parts = list(_parts(table))
    longest = _maximum(table)
    for i, one in enumerate(parts, start=1):
        head = title or table.title
        slide = deck.slide(part_title(head, i, len(parts)))
        _body(
            deck,
            slide,
            one,
            longest if len(parts) > 1 else None,
            [table.title] if title and title != table.title else [],
        )
        deck.source_line(slide, source_line(table))
        deck.notes(slide, notes(table))
        slides.append(slide)
    return [*slides, *_wide_table(deck, table)]


def source_line(table: ChartTable) -> str:
    """Edition, sources and coverage in a line."""
    edition = Text(table.language)("export.edition_line", edition=table.edition_id, date=table.date)
    return "；".join([*table.sources, edition])


def notes(table: ChartTable) -> list[str]:
    """What a speaker needs: sentences behind the figures, definitions, sources."""
    t = Text(table.language)
    groups = (
        (t("export.quote"), table.quotes),
        (t("export.note"), table.notes),
        (t("export.source"), table.sources),
    )
    lines = [table.title]
    for head, given in groups:
        lines += [f"【{head}】", *given] if given else []
    return lines


def _parts(table: ChartTable) -> Iterator[ChartTable]:
    if table.kind not in PAGED or len(table.frame) <= ROWS:
        yield table
        return
    for start in range(0, len(table.frame), ROWS):
        yield part(table, start, start + ROWS)


def _maximum(table: ChartTable) -> float | None:
    """One scale for the pages of a bar chart."""
    data = native(table)
    values = [v for s in data.series for v in s.values if v is not None]
    return max(values) * 1.12 if data.shape is Shape.BAR and values and max(values) > 0 else None


def _beside(table: ChartTable) -> bool:
    """Whether the table is narrow and short enough to stand beside its chart."""
    if table.kind is ChartKind.MAP or (table.kind not in PAGED and len(table.frame) > ROWS):
        return False
    return sum(deck_table.natural_widths(table.printed)) <= 5.2


def _body(deck: Deck, slide: Any, table: ChartTable, maximum: float | None, above: list[str]) -> None:
    """Chart left and table right, or the chart alone; ``above`` the chart's own title and how to read it."""
    widths = deck_table.natural_widths(table.printed) if _beside(table) else []
    room = deck.width - 1.2 - (sum(widths) + 0.3 if widths else 0)
    data = native(table)
    lines = [*above, *([data.caption] if data.caption else [])]
    down = 0.05 + 0.26 * len(lines)
    high = deck.height - _TOP - down - 0.8
    if lines:
        deck.text(
            slide,
            lines,
            (0.6, _TOP - 0.04, deck.width - 1.2, 0.3 * len(lines)),
            size=11,
            tint=palette.INK_SOFT,
        )
    if not table.column("value").notna().any():
        deck.text(slide, [Text(table.language)("export.no_data")], (0.6, _TOP + down, room, 0.5))
    elif table.kind is ChartKind.MAP:
        _map(deck, slide, table, room, high)
    else:
        deck_chart.add(slide, data, (0.6, _TOP + down, room, _chart_height(data, high)), table.title, maximum)
    if widths and len(table.frame):
        deck_table.place(slide, table.printed, widths, 0.9 + room, _TOP + down + 0.05, _marked(table))


def _marked(table: ChartTable) -> str:
    """The cell whose row is red: none in a spine, where the lead place is a column."""
    return "" if table.kind is ChartKind.SPINE else table.lead


def _chart_height(data: Native, room: float) -> float:
    """Few bars stay slim: not more than 0.75 inch a row."""
    if data.shape in (Shape.LINE, Shape.SCATTER):
        return room
    return min(room, 1.0 + 0.75 * max(1, len(data.categories)))


def _map(deck: Deck, slide: Any, table: ChartTable, room: float, high: float) -> None:
    """A map has no native chart: the picture, and its highest values and the lead place's as native bars."""
    deck.picture(slide, picture.png(table, titled=False), (0.6, _TOP, room * 0.6, high), table.title)
    order = table.frame.sort_values(table.roles["value"], ascending=False, kind="stable")
    lead = order[order[table.roles["label"]] == table.lead]
    highest = order.head(ROWS)
    if len(lead) and lead.index[0] not in highest.index:
        highest = pd.concat([order.head(ROWS - 1), lead])
    data = native(replace(table, frame=highest))
    deck_chart.add(
        slide, data, (0.6 + room * 0.62, _TOP, room * 0.38, _chart_height(data, high)), table.title
    )


def _wide_table(deck: Deck, table: ChartTable) -> list[Any]:
    """The table on slides of its own, where it does not stand beside the chart."""
    if _beside(table) or table.frame.empty:
        return []
    head = Text(table.language)("export.table_of", title=table.title)
    return deck_table.table_slides(deck, head, table.printed, source_line(table), _marked(table))
