"""The frame of the intake page: the field to drop files into, the reading, the answer in a sentence."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial
from typing import Final

import streamlit as st

from dashboard import settings
from dashboard.components import intake_tray, page
from dashboard.components.view import View
from dashboard.desk import inbox
from dashboard.desk import intake as desk
from dashboard.text import Text

_ROUND, _LEFT_OUT = "intake.round", "intake.left_out"
AT_ONCE: Final = 2
"""Files that are read at the same time, each by a process of its own."""


def drop(t: Text) -> None:
    """The field to drop files into; what is dropped goes to the tray, and the field is empty again."""
    again = int(st.session_state.get(_ROUND, 0))
    files = st.file_uploader(t("intake.drop"), accept_multiple_files=True, key=f"intake-drop-{again}")
    page.hint(t("intake.formats"))
    if files:
        names = [file.name for file in files if not intake_tray.add(file.name, file.getvalue())]
        st.session_state[_ROUND], st.session_state[_LEFT_OUT] = again + 1, names
        st.rerun()


def empty_returns(view: View) -> None:
    """Empty returns to download: for the lead place, and for any."""
    t, wanted = view.t, [view.lead] if view.lead else []
    for place in (*wanted, None):
        name = view.place_name(place) or t("intake.any_place")
        label = t("intake.template", place=name)
        st.download_button(
            t("intake.download_template", name=label),
            data=partial(desk.empty_return, place),
            file_name=f"{label}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key=f"intake-template-{place}",
            on_click="ignore",
        )


def read(t: Text) -> None:
    """Read what was not read yet, with progress over the files."""
    left_out = st.session_state.get(_LEFT_OUT)
    if left_out:
        page.notice(t("intake.left_out", names=t.listing(left_out), most=intake_tray.MOST_FILES))
    waiting = [item for item in intake_tray.items() if item.preview is None]
    if not waiting:
        return
    bar = st.progress(0.0, t("intake.reading", done=0, files=len(waiting), name=waiting[0].name))
    now = settings.load()
    with ThreadPoolExecutor(AT_ONCE) as readers:
        jobs = {readers.submit(desk.preview, now, i.name, i.data, i.note): i for i in waiting}
        for done, job in enumerate(as_completed(jobs), 1):
            jobs[job].preview = job.result()
            words = t("intake.reading", done=done, files=len(waiting), name=jobs[job].name)
            bar.progress(done / len(waiting), words)
    bar.empty()


def answer(t: Text) -> str:
    """What is in the tray and what comes next, in a sentence."""
    read_already = [item.preview for item in intake_tray.items() if item.preview is not None]
    if not read_already:
        return _lying(t)
    used = sum(int(one.sources["observations"].sum()) for one in read_already)
    conflicts = sum(len(one.conflicts) for one in read_already)
    good = sum(one.acceptable for one in read_already)
    if not good:
        return t.count("intake.answer_none", len(read_already))
    words = t("intake.answer", files=len(read_already), used=used, conflicts=conflicts)
    return words + t("intake.answer_next", n=good)


def _lying(t: Text) -> str:
    """What lies in the inbox, and what happens to a file that is dropped."""
    there = inbox.lying(settings.load())
    if not there:
        return t("intake.answer_start")
    waiting = sum(one.held is None for one in there)
    state = t("intake.some_waiting", n=waiting) if waiting else t("intake.all_in")
    return t.count("intake.answer_lying", len(there), state=state)
