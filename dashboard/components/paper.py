"""What only a sheet of paper shows: where its numbers are from, charts at its width, what was left out.

The screen hides it, and print.css hides what it stands for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import plotly.graph_objects as go
import streamlit as st

from dashboard.charts import markup, theme
from dashboard.charts.markup import tag
from dashboard.components.view import View

WIDTH: Final = 687
"""CSS pixels between the margins of a portrait A4 sheet (print.css), rounded down."""


def imprint(view: View) -> None:
    """What the numbers are of and from: in words on the first sheet, in short at the foot of each."""
    t = view.t
    named = [
        (t("sidebar.lead"), view.place_name(view.lead)),
        (t("sidebar.group"), t.code("group", view.group)),
        (t("sidebar.cycle"), view.cycle_name()),
        (t("sidebar.edition"), view.edition.edition_id),
    ]
    note(" · ".join([t("app.name"), *(t("paper.named", name=name, value=value) for name, value in named)]))
    foot = " · ".join([t("app.name"), *(value for _, value in named)])
    st.html(f"<style>@page {{ @bottom-left {{ content: {_quoted(foot)}; }} }}</style>")


def _quoted(words: str) -> str:
    """A CSS string: whatever is not a letter, a digit or a space is written by its number.

    The space that ends a number belongs to it: without one of its own it would take that of the words.
    """
    return '"' + "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in words) + '"'


def note(words: str) -> None:
    """A line of text that is only printed."""
    st.html(tag("p", markup.text(words), class_="sy-paper"))


def plot(figure: go.Figure, key: str, alt: str, on_select: Callable[[], None] | None = None) -> None:
    """A chart twice: for the screen's width, and for the paper's, since plotly draws again for no printer."""
    show = partial(st.plotly_chart, figure, config=theme.CONFIG, theme=None, selection_mode="points", alt=alt)
    show(key=key, on_select=on_select or "ignore")
    show(key=f"paper-{key}", width=WIDTH)
