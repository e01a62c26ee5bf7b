"""What holds for a page on A4: no tools, charts as wide as the paper, sheets that begin and end well."""

from __future__ import annotations

import io
from collections import defaultdict
from typing import Any

from playwright.sync_api import Page, expect
from pypdf import PageObject, PdfReader

PAPER = {"width": 687, "height": 1005}  # A4 less its margins, in CSS pixels
FOOT = 48  # points of the lower margin
FULL = 0.55  # of a sheet that another follows: less, and something whole was pushed on
MOST = 6  # sheets: the catalogue's 87 indicators take four

DRAWN = """() => [...document.querySelectorAll(".stPlotlyChart")].every(e => e.querySelector(".main-svg"))
  && [...document.querySelectorAll(".sy-host")].every(e => e.firstElementChild)"""

BEYOND = """() => [...document.querySelectorAll("[data-testid=stMain] *")].filter(e => {
  const box = e.getBoundingClientRect()
  return box.width > 0 && box.right > window.innerWidth + 1 && !e.closest(".sy-only-read")
}).map(e => e.outerHTML.slice(0, 80))"""

SEEN = """selector => [...document.querySelectorAll("[data-testid=stMain] :is(" + selector + ")")].map(e => {
  const box = e.getBoundingClientRect(), frame = e.closest("[class*=st-key-paper-]") ?? e
  const whole = getComputedStyle(frame).breakInside === "avoid"
  return {width: box.width, height: box.height, words: e.innerText, whole}
}).filter(e => e.height > 0)"""
HEADINGS = ".sy-card-title, .sy-sub, .sy-reason, .sy-pillar, .sy-part, .sy-answer, thead"
WHOLE = ".main-svg, .sy-map, .sy-card, .sy-facts, .sy-conflict, .sy-refusal, tr"


def begins(text: str, title: str) -> bool:
    """Whether a line begins with a title; Chromium writes some characters as their radicals (⻔ for 门)."""
    pairs = zip(text, title, strict=False)
    return len(text) >= len(title) and all(a == b or "\u2e80" <= a <= "\u2fdf" for a, b in pairs)


def read(sheet: PageObject) -> tuple[list[str], str, float]:
    """The lines of a sheet from the top, its foot, and how much of its height the lines fill."""
    lines: dict[int, str] = defaultdict(str)

    def keep(words: str, user: list[float], at: list[float], _font: Any, _size: float) -> None:
        if words.strip():
            lines[round(at[4] * user[1] + at[5] * user[3] + user[5])] += words.strip()

    sheet.extract_text(visitor_text=keep)
    foot = [y for y in lines if y < FOOT]
    above = sorted(lines.keys() - foot, reverse=True)
    return [lines[y] for y in above], "".join(lines[y] for y in foot), 1 - above[-1] / sheet.mediabox.height


def assert_prints(page: Page) -> None:
    """A page at rest prints well; it is left in the size and the media of paper."""
    page.wait_for_function(DRAWN)
    page.add_style_tag(content=".sy-map path { visibility: hidden }")  # ten seconds of the reader's time
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    drawn = page.evaluate(SEEN, "[class*=st-key-paper-] .main-svg")  # as printed: at PAPER plotly draws anew
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    expect(page.locator("[data-testid=stSidebar]")).to_be_hidden()
    assert not page.evaluate(BEYOND)
    for chart in [*page.evaluate(SEEN, ".sy-map"), *drawn]:
        assert chart["width"] > 0.98 * PAPER["width"]
    for part in page.evaluate(SEEN, WHOLE):
        assert part["whole"], part
        assert part["height"] < PAPER["height"], part
    headings = [found["words"].strip().split("\n")[-1] for found in page.evaluate(SEEN, HEADINGS)]
    title, imprint = (page.locator(which).first.inner_text() for which in ("h1.sy-title", ".sy-paper"))
    assert_sheets(PdfReader(io.BytesIO(printed)).pages, title, imprint.rsplit("：", 1)[-1], headings)


def assert_sheets(sheets: Any, title: str, edition: str, headings: list[str]) -> None:
    """The title on the first, the edition on each; none ends early before a panel, or with a heading."""
    assert len(sheets) <= MOST
    for number, sheet in enumerate(sheets, 1):
        lines, foot, filled = read(sheet)
        assert edition in foot
        assert f"{number}/{len(sheets)}" in foot.replace(" ", "")
        assert number > 1 or any(begins(line, title) for line in lines[:3]), lines[:3]
        if number < len(sheets):
            assert filled > FULL, (number, filled)
            assert not any(begins(lines[-1], heading) for heading in headings if heading), lines[-1]
