"""The coverage matrix as HTML: places down, pillars or indicators across, three states a cell.

A state is said by a sign as well as by colour: a number or ● where figures are compared, ○ where
the subject is mentioned only, nothing where it is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dashboard import palette
from dashboard.charts import markup
from dashboard.charts.markup import tag

FULL: Final = "●"
RING: Final = "○"
_STEPS: Final = (palette.TEAL[0], palette.TEAL[1], palette.TEAL[2], palette.TEAL[4])
"""The map colours but one, on which neither ink nor white reaches a contrast of 4.5; white on the last."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One place and column: the sign, how full it is (0 to 1; None = not compared), what a pointer says."""

    sign: str
    share: float | None
    tip: str


@dataclass(frozen=True, slots=True)
class Row:
    """One place: what a click sends, its name, its cells in order, and its total."""

    pick: str
    name: str
    cells: tuple[Cell, ...]
    total: str


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its name and, for pillars, of how many."""

    name: str
    of: str = ""


def html(
    title: str, corner: str, headings: list[Heading], rows: list[Row], total: str, lead: str | None
) -> str:
    """The matrix as a table; names of indicators (headings without ``of``) stand upright to save room."""
    upright = "sy-upright" if headings and not headings[0].of else "sy-mid"
    first = tag("th", markup.text(corner), scope="col")
    names = "".join(_heading(one, upright) for one in headings)
    last = tag("th", markup.text(total), scope="col", class_="sy-num")
    body = "".join(_row(row, lead) for row in rows)
    caption = tag("caption", markup.text(title), class_="sy-only-read")
    head = tag("thead", tag("tr", first + names + last))
    content = tag("table", caption + head + tag("tbody", body), class_="sy-table sy-matrix")
    return tag("div", content, class_="sy-scroll", tabindex="0", role="region", aria_label=title)


def _heading(one: Heading, kind: str) -> str:
    """A heading cell."""
    of = tag("small", markup.text(one.of)) if one.of else ""
    return tag("th", tag("span", markup.text(one.name)) + of, scope="col", class_=kind)


def _row(row: Row, lead: str | None) -> str:
    """A place with its cells."""
    name = tag("button", markup.text(row.name), type="button", class_="sy-pick", data_pick=row.pick)
    cells = tag("td", name) + "".join(_cell(one) for one in row.cells)
    total = tag("td", markup.text(row.total), class_="sy-num")
    return tag("tr", cells + total, class_="sy-lead" if row.pick == lead else None)


def _cell(one: Cell) -> str:
    """A cell; the darker, the more of it is covered."""
    style = None
    if one.share is not None:
        colour = _STEPS[min(len(_STEPS) - 1, int(one.share * len(_STEPS)))]
        ink = palette.CARD if colour == _STEPS[-1] else palette.INK
        style = f"background:{colour};color:{ink}"
    return tag("td", markup.text(one.sign), class_="sy-mid", style=style, data_tip=one.tip)
