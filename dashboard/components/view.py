"""What every page starts from: the edition, the language and the choices of the sidebar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from dashboard.queries.cycles import Cycle
from dashboard.queries.edition import Edition
from dashboard.queries.groups import Group
from dashboard.text import Text

_KEY = "view"

_ID: Final = re.compile(r"\b[a-z]+\.[a-z_]+\b")


@dataclass(frozen=True)
class View:
    """One run's edition and choices. ``lead`` is a place code, None in an empty edition."""

    edition: Edition
    t: Text
    lead: str | None
    group: Group
    cycle: Cycle
    members: pd.DataFrame

    def place_name(self, place_code: str | None) -> str:
        """Name of a place in the language of the view; empty for none."""
        if place_code is None or place_code not in self.edition.place_names:
            return ""
        return self.t.pick(*self.edition.place_names[place_code])

    def names(self, rows: pd.DataFrame) -> list[str]:
        """Names of the places of a frame with ``place_name`` and ``name_en``."""
        return [self.t.pick(zh, en) for zh, en in zip(rows["place_name"], rows["name_en"], strict=True)]

    def items(self, rows: pd.DataFrame) -> list[str]:
        """Names of the indicators or pillars of a frame with ``name_zh`` and ``name_en``."""
        return [self.t.pick(zh, en) for zh, en in zip(rows["name_zh"], rows["name_en"], strict=True)]

    def definitions(self, rows: pd.DataFrame) -> list[str]:
        """What the indicators or practices of a frame count, with other indicators' ids as their names."""
        every = self.edition["indicators"]
        names = dict(zip(every["indicator_id"], self.items(every), strict=True))
        quoted = self.t.pick("“{}”", '"{}"')
        texts = (self.t.pick(zh, en) for zh, en in zip(rows["counts"], rows["counts_en"], strict=True))
        quotes = {one: quoted.format(name) for one, name in names.items()}
        return [_ID.sub(lambda m: quotes.get(m[0], m[0]), text) for text in texts]

    def cycle_name(self, cycle: Cycle | None = None) -> str:
        """``第12届（2021—2025年）``."""
        one = cycle or self.cycle
        key = "cycle.round" if one.round else "cycle.all"
        return self.t(key, round=one.round, start=one.start, end=one.end)


def keep(view: View) -> None:
    """Hand the view of this run to the page."""
    st.session_state[_KEY] = view


def current() -> View:
    """The view of this run."""
    view = st.session_state[_KEY]
    assert isinstance(view, View)  # noqa: S101  # app.py keeps it before it runs a page
    return view
