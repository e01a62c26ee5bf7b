"""The spine chart as an HTML table: one row an indicator, its track from worst to best."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.charts import markup
from dashboard.charts.markup import tag


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator in words, with positions on the track from 0 (worst) to 100 (best)."""

    pillar: str
    name: str
    period: str
    value: tuple[str, str]
    median: str
    best: str
    best_place: str
    n: int
    standing: str
    standing_words: str
    at: float
    lower_at: float
    median_at: float
    upper_at: float
    pick: str
    tip: str


def html(rows: list[Row], headings: tuple[str, ...], caption: str) -> str:
    """Rows under the names of their pillars, in order."""
    head = "".join(tag("th", markup.text(words), scope="col") for words in headings)
    body, pillar = [], ""
    for row in rows:
        if row.pillar != pillar:
            pillar = row.pillar
            cell = tag("th", markup.text(pillar), scope="colgroup", colspan=str(len(headings)))
            body.append(tag("tr", cell, class_="sy-pillar"))
        body.append(_row(row))
    content = tag("caption", markup.text(caption), class_="sy-only-read")
    content += tag("thead", tag("tr", head)) + tag("tbody", "".join(body))
    return tag("table", content, class_="sy-spine")


def _row(row: Row) -> str:
    """One indicator."""
    name = tag("button", markup.text(row.name), type="button", class_="sy-pick", data_pick=row.pick)
    cells = [
        tag("th", name + tag("span", markup.text(row.period), class_="sy-caption"), scope="row"),
        tag("td", markup.amount(*row.value), class_="sy-own"),
        tag("td", _track(row), class_="sy-track-cell"),
        tag("td", markup.text(row.standing_words), class_=f"sy-standing sy-standing-{row.standing}"),
        tag("td", markup.text(row.median), class_="sy-num"),
        tag(
            "td",
            markup.text(row.best) + tag("span", markup.text(row.best_place), class_="sy-caption"),
            class_="sy-num",
        ),
        tag("td", str(row.n), class_="sy-num"),
    ]
    return tag("tr", "".join(cells))


def _track(row: Row) -> str:
    """The line from worst to best, the middle half, the median and the lead place's marker."""
    left, right = sorted((row.lower_at, row.upper_at))
    parts = (
        tag("i", "", class_="sy-half", style=f"left:{left:.1f}%;width:{max(right - left, 0.8):.1f}%")
        + tag("i", "", class_="sy-median", style=f"left:{row.median_at:.1f}%")
        + tag("i", "", class_=f"sy-marker sy-marker-{row.standing}", style=f"left:{row.at:.1f}%")
    )
    return tag("div", parts, class_="sy-track", data_tip=row.tip, role="img", aria_label=row.tip)
