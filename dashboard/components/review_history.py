"""The history of decisions: who, when, what, why, with withdrawing; and decisions as a file, out and in."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Final

import streamlit as st

from dashboard import settings
from dashboard.charts import markup
from dashboard.charts.markup import tag
from dashboard.components import page, person, review_form, state
from dashboard.components.clickable import clickable
from dashboard.components.review import Desk
from dashboard.desk import review as desk
from dashboard.desk.review import Correction
from dashboard.numbers import grouped
from dashboard.queries import review
from etl.schema import Decision

BEIJING: Final = timezone(timedelta(hours=8))
SHOWN: Final = 20
RESULT: Final = "review.imported"
LARGEST_MB: Final = 5


def show(now: Desk) -> None:
    """The latest decisions, newest first, and the file."""
    t = now.view.t
    with st.container(border=True, key="panel-history"):
        page.card_title(t("review.history"), t("review.history_detail"))
        if now.decisions:
            standing, built = desk.standing(now.decisions), review.stated(now.view.edition)
            rows = [
                _row(now, record, _state(record, standing, built))
                for record in now.decisions[: -SHOWN - 1 : -1]
            ]
            clickable(tag("ol", "".join(rows), class_="sy-decisions"), "history", partial(_withdraw, now))
            if len(now.decisions) > SHOWN:
                page.caption(t("review.history_shown", n=SHOWN, total=grouped(len(now.decisions))))
        else:
            page.caption(t("review.no_history"))
        _files(now)


def _state(record: Correction, standing: set[str], built: dict[str, bool]) -> str:
    """What became of a decision."""
    if record.decision is Decision.WITHDRAW:
        return "withdrawal"
    if record.correction_id not in standing:
        return "superseded"
    if record.correction_id not in built:
        return "waiting"
    return "applied" if built[record.correction_id] else "stale"


def _row(now: Desk, record: Correction, became: str) -> str:
    """One decision as a line, with a button where it can be taken back."""
    t = now.view.t
    when = f"{datetime.fromisoformat(record.at).astimezone(BEIJING):%Y-%m-%d %H:%M}" if record.at else "–"
    head = (
        tag("b", markup.text(t.code("decision", record.decision)))
        + " "
        + tag("mark", markup.text(record.figure))
    )
    change = t.listing(_changes(now, record))
    what = markup.text(t("review.changed_to", what=change)) if change else ""
    title = now.view.edition.source_titles.get(record.source, record.source)
    chip = tag("span", markup.text(t.code("review_state", became)), class_="sy-chip")
    button = ""
    if became in ("waiting", "applied", "stale"):
        button = tag("button", markup.text(t("review.withdraw")), type="button", class_="sy-pick",
                     data_pick=record.correction_id)  # fmt: skip
    said = tag("div", head + what + chip) + tag("p", markup.text(record.expect), class_="sy-quote", lang="zh")
    by = t("review.said", who=record.by or "–", when=when, reason=record.reason, title=title)
    return tag("li", said + tag("p", markup.text(by) + " " + button, class_="sy-caption"))


def _changes(now: Desk, record: Correction) -> list[str]:
    """What a correction changes, in words."""
    t, names = now.view.t, now.view.edition["indicators"].set_index("indicator_id")
    found = [record.replace] if record.replace else []
    if record.indicator in names.index:
        found.append(t.pick(names.loc[record.indicator, "name_zh"], names.loc[record.indicator, "name_en"]))
    if record.period_kind:
        start, end = record.period_start, record.period_end
        found.append(t.period({"period_kind": record.period_kind, "period_start": start, "period_end": end}))
    return found + ([now.view.place_name(record.place)] if record.place else [])


def _withdraw(now: Desk, correction_id: str) -> None:
    """Take back a decision that stands in the history; without a name, say that one is needed."""
    state.touch()()
    if not person.name():
        st.session_state[review_form.FAULT] = now.view.t("review.name_first")
        return
    reason = now.view.t("review.withdraw_reason")
    for record in now.decisions:
        if record.correction_id == correction_id:
            with review_form.told(now.view.t):
                desk.withdraw(settings.load(), record, reason, person.name())


def _files(now: Desk) -> None:
    """Download of all decisions, upload of others'."""
    t = now.view.t
    left, right = st.columns(2, gap="medium", vertical_alignment="bottom")
    with left:
        st.download_button(
            t("review.export"), partial(desk.as_file, now.decisions), "corrections.yml", "application/yaml",
            key="review-export", on_click="ignore", disabled=not now.decisions,
        )  # fmt: skip
    with right, st.expander(t("review.import")):
        given = st.file_uploader(
            t("review.file"), type=["yml", "yaml"], key="review-file", max_upload_size=LARGEST_MB
        )
        st.button(
            t("review.add"), key="review-add", disabled=given is None,
            on_click=partial(_add, now, given.getvalue() if given else b""),
        )  # fmt: skip
        if said := st.session_state.pop(RESULT, ""):
            page.notice(said)


def _add(now: Desk, data: bytes) -> None:
    """Add the decisions of a file, all or none."""
    t = now.view.t
    state.touch()()
    try:
        added, total = desk.from_file(settings.load(), data)
    except (desk.ImportFault, desk.StoreError) as error:
        st.session_state[RESULT] = t("review.import_failed", reason=str(error))
    else:
        st.session_state[RESULT] = t("review.import_done", added=added, known=total - added)
