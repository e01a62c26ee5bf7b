"""The fields of a correction: value, indicator, period, place; only what differs from the reading counts."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components import state
from dashboard.components.view import View
from dashboard.desk import review as desk
from dashboard.desk.review import Change
from dashboard.queries import review
from dashboard.queries.review import Item
from etl.schema import PeriodKind

LONGEST = 40
FIRST_YEAR, LAST_YEAR = 1949, 2100


class Fault(ValueError):
    """A correction that cannot be saved; ``key`` says why, in the words of the catalogue."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


def fields(view: View, item: Item, name: str) -> None:
    """Ask for what is otherwise, starting from what was read."""
    t, row = view.t, item.row
    printed = str(row["value_text"])
    st.text_input(
        t("review.value"), key=f"review-value-{name}", max_chars=LONGEST, on_change=state.touch(),
        placeholder=t("review.value_hint", printed=printed), help=t("review.value_help"),
    )  # fmt: skip
    names = dict(
        zip(view.edition["indicators"]["indicator_id"], view.items(view.edition["indicators"]), strict=True)
    )
    _pick(view, "indicator", name, list(names), _indicator(item), names)
    kinds = {str(kind): t.code("period", kind) for kind in PeriodKind}
    first, second, third = st.columns(3, gap="small")
    with first:
        _pick(view, "kind", name, list(kinds), _text(row, "period_kind"), kinds)
    for column, key in ((second, "start"), (third, "end")):
        with column:
            st.number_input(
                t(f"review.{key}"), FIRST_YEAR, LAST_YEAR, _year(row, f"period_{key}"), 1,
                key=f"review-{key}-{name}", on_change=state.touch(), placeholder=t("review.no_year"),
            )  # fmt: skip
    places = review.places(view.edition, str(row["place_code"]))
    words = dict(zip(places["place_code"], view.names(places), strict=True))
    _pick(view, "place", name, list(words), str(row["place_code"]), words)


def _pick(view: View, key: str, name: str, options: list[str], default: str, words: dict[str, str]) -> None:
    st.selectbox(
        view.t("review.kind_of_period" if key == "kind" else f"review.{key}"), options,
        index=options.index(default) if default in options else None,
        format_func=lambda one: words[one], key=f"review-{key}-{name}", on_change=state.touch(),
        placeholder=view.t("review.choose"),
    )  # fmt: skip


def given(view: View, item: Item, name: str) -> Change:
    """What was changed. Raises ``Fault`` when nothing was, or a value is none."""
    row = item.row
    said = {
        key: st.session_state.get(f"review-{key}-{name}")
        for key in ("indicator", "kind", "start", "end", "place")
    }
    value = str(st.session_state.get(f"review-value-{name}") or "").strip()
    indicator = str(said["indicator"] or "")
    if not indicator:
        raise Fault("review.need_indicator")
    if value and desk.reads_as(value, indicator) is None:
        raise Fault("review.no_value")
    period = (said["kind"], said["start"], said["end"])
    was = (_text(row, "period_kind"), _year(row, "period_start"), _year(row, "period_end"))
    dated = bool(said["kind"]) and period != was
    if not item.was_indicator and not said["kind"]:
        raise Fault("review.need_period")
    change = Change(
        value,
        indicator if indicator != item.was_indicator else "",
        str(said["kind"]) if dated else "",
        said["start"] if dated else None,
        said["end"] if dated else None,
        str(said["place"]) if said["place"] and said["place"] != row["place_code"] else "",
    )
    if change == Change():
        raise Fault("review.nothing_changed")
    if change.indicator and not value and not desk.stands_as(item, indicator):
        raise Fault("review.unit_differs")
    return change


def _indicator(item: Item) -> str:
    return item.was_indicator or _text(item.row, "indicator_id")


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    return str(value) if isinstance(value, str) else ""


def _year(row: dict[str, Any], key: str) -> int | None:
    value = row.get(key)
    return None if value is None or pd.isna(value) else int(value)
