"""The editions page: which two are compared, the answer in a sentence, what came of the last action."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import settings
from dashboard.components import page, state
from dashboard.components.view import View
from dashboard.desk import editions
from dashboard.desk.editions import Comparison, EditionFacts
from dashboard.numbers import grouped
from dashboard.queries.edition import EditionError
from dashboard.queries.scores import INDEX
from dashboard.text import Text

CHANGES: Final = ("new", "changed", "gone")


def found() -> list[EditionFacts]:
    """The editions that there are, the one that came into use last first."""
    return editions.facts(settings.load().editions_root)


def choose(view: View, known: list[EditionFacts]) -> tuple[str, str] | None:
    """The two editions to compare; None where there is one only."""
    t, proposed = view.t, editions.pair(settings.load().editions_root)
    if proposed is None:
        return None
    words = {f.edition_id: label(view, f) for f in known}
    chosen = []
    for column, name, default in zip(st.columns(2, gap="small"), ("from", "to"), proposed, strict=True):
        with column:
            text = t(f"editions.{name}")
            chosen.append(state.choose(st.selectbox, name, text, list(words), default, lambda e: words[e]))
    return chosen[0], chosen[1]


def label(view: View, one: EditionFacts) -> str:
    """The id, with what sets it apart."""
    marks = [word for word, holds in marks_of(view, one) if holds]
    return (
        view.t("editions.marked", edition=one.edition_id, marks=view.t.listing(marks))
        if marks
        else one.edition_id
    )


def marks_of(view: View, one: EditionFacts) -> list[tuple[str, bool]]:
    """What an edition may be, in words, and whether it is."""
    holds = {
        "current": one.current,
        "previous": one.previous,
        "pinned": bool(one.pin),
        "damaged": bool(one.faults),
    }
    return [(view.t.code("edition_mark", name), yes) for name, yes in holds.items()]


def compared(view: View, pair: tuple[str, str]) -> Comparison | None:
    """What changed between the two; None, and why, where one of them does not read."""
    try:
        with st.spinner(view.t("editions.comparing")):
            return _compared(str(settings.load().editions_root), *pair)
    except EditionError as error:
        page.empty(view.t("editions.unreadable", detail=error.detail), key="editions-unreadable")
        return None


@st.cache_resource(max_entries=2, show_spinner=False)  # 20 MB each at national size
def _compared(root: str, before: str, after: str) -> Comparison:
    """Worked out once: editions never change."""
    return editions.compared(Path(root), before, after)


def answer(view: View, known: list[EditionFacts], result: Comparison | None) -> str:
    """``新增 12 条、改变 3 条、去掉 1 条；2 地名次变动。``"""
    t = view.t
    if result is None:
        return t.count("editions.answer_none", len(known))
    counts = {change: n for change in CHANGES if (n := result.count(change))}
    words = t.listing([t(f"editions.answer_{change}", n=grouped(n)) for change, n in counts.items()])
    said = t("editions.answer", what=words) if counts else t("editions.answer_same")
    if not result.scored:
        return said + t("editions.answer_unscored")
    ranks = result.moves.ranks
    n, index = ranks["place_code"].nunique(), int((ranks["item_id"] == INDEX).sum())
    return said + (t.count("editions.answer_moved", n, index=index) if n else t("editions.answer_still"))


def name(t: Text, names: Mapping[str, tuple[str, str | None]], code: str | None) -> str:
    """A name in the language of the view, of whichever edition has it; the code where neither does."""
    return t.pick(*names[code]) if code and code in names else str(code or "")


def open_figure(where: str) -> None:
    """Read a figure (``edition|observation``) in its source, in the edition that has it."""
    edition_id, _, observation = where.partition("|")
    state.put("edition", edition_id)
    state.put("observation", observation)
    state.put("source", None)
    state.go("evidence")
