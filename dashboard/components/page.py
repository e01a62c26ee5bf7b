"""The frame of a page: title, the answer in a sentence, key figures, designed empty states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboard.charts import markup
from dashboard.charts.markup import tag
from dashboard.components import state
from dashboard.numbers import Amount
from dashboard.text import Text

ASSETS = Path(__file__).parent.parent / "assets"


@dataclass(frozen=True, slots=True)
class Fact:
    """A key figure: what it is, the figure, and what it compares with."""

    label: str
    amount: Amount
    against: str


def style() -> None:
    """Load the style sheets of screen and paper."""
    for name in ("style.css", "print.css"):
        st.html(ASSETS / name)


def heading(title: str, answer: str) -> None:
    """Page title, then the answer in a sentence. Both are plain text."""
    st.html(
        tag("h1", markup.text(title), class_="sy-title") + tag("p", markup.text(answer), class_="sy-answer")
    )


def facts(items: list[Fact]) -> None:
    """At most four key figures in a row."""
    cells = "".join(
        tag(
            "div",
            tag("dt", markup.text(f.label))
            + tag("dd", markup.amount(f.amount.number, f.amount.unit))
            + tag("dd", markup.text(f.against), class_="sy-against"),
        )
        for f in items[:4]
    )
    st.html(tag("dl", cells, class_="sy-facts"))


def card_title(title: str, detail: str = "") -> None:
    """Title of a card, with a line of what, where, when and unit."""
    st.html(
        tag("h2", markup.text(title), class_="sy-card-title")
        + (tag("p", markup.text(detail), class_="sy-caption") if detail else "")
    )


def caption(words: str) -> None:
    """A line of secondary text."""
    st.html(tag("p", markup.text(words), class_="sy-caption"))


def hint(words: str) -> None:
    """A line on how to use the screen: not on paper."""
    st.html(tag("p", markup.text(words), class_="sy-caption sy-screen"))


def notice(words: str) -> None:
    """A line that a reader should not miss."""
    st.html(tag("p", markup.text(words), class_="sy-notice", role="status"))


def empty(
    reason: str, button: str | None = None, on_click: Callable[[], None] | None = None, key: str = "empty"
) -> None:
    """An empty state: why, in one sentence, and one button that does something about it."""
    with st.container(border=True, key=f"empty-{key}"):
        st.html(tag("p", markup.text(reason), class_="sy-empty", role="status"))
        if button:
            st.button(button, on_click=on_click, key=f"button-{key}")


def refused_notice(t: Text) -> None:
    """Say which parts of a link are unknown in this edition."""
    names = [t.code("param", name) for name in dict.fromkeys(state.refused())]
    if names:
        notice(t("link.refused", names=t.listing(names)))
