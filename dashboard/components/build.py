"""The build in the background on the screen: progress, the new edition, or why there is none."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import settings
from dashboard.components import page, person, state
from dashboard.desk import builds
from dashboard.desk.builds import BuildStatus, Stage, State
from dashboard.queries.edition import current_id
from dashboard.text import Text

SEEN: Final = "build.seen"
POLL_SECONDS: Final = 1.0
SHARES: Final = {Stage.READING: (0.05, 0.5), Stage.COMPUTING: (0.55, 0.35), Stage.WRITING: (0.9, 0.08)}
"""Where each stage begins on the bar and how long it is: of 8 s, reading takes 4, computing 3."""


def request() -> None:
    """Ask for a build, as a button's callback, in the name that was given in this session."""
    builds.request_build(settings.load(), person.name())
    state.touch()()


def show(t: Text) -> None:
    """How the last build stands: nothing where none was asked for, or this session did not see it run."""
    root = settings.load().editions_root
    now = builds.status(settings.load())
    if now.active:
        st.session_state[SEEN] = now.request
        st.fragment(_running, run_every=POLL_SECONDS)(t)
        return
    with st.container():  # as deep as a fragment lies: the panel takes the very place of the one before
        if now.state in (State.FAILED, State.DIED):
            _failed(now, t)
        elif now.state is State.DONE and now.request == st.session_state.get(SEEN):
            if now.edition_id == current_id(root):  # or it was put out of use since
                _done(now, t)
            elif not now.in_use:
                _left(now, t)


def _running(t: Text) -> None:
    """Progress, asked for again each second; the whole page runs once more when the build is over."""
    now = builds.status(settings.load())
    if not now.active:
        st.rerun()
    st.session_state[SEEN] = now.request
    with st.container(border=True, key="panel-build"):
        page.card_title(t("build.running"), t("build.running_detail"))
        start, length = SHARES[now.stage]
        done = now.files_done / now.files if now.files and now.stage is Stage.READING else 0.0
        words = t.code("build_stage", now.stage).format(done=now.files_done, files=now.files)
        if now.state is State.STARTING or not now.files:
            start, words = 0.0, t("build.starting")
        st.progress(start + length * done, words)


def _done(now: BuildStatus, t: Text) -> None:
    """The new edition; the way to it stands at the top of every page (``shell``)."""
    with st.container(border=True, key="panel-build"):
        if now.edition_id == now.before:
            page.card_title(t("build.same"), t("build.same_detail", edition=now.edition_id))
            return
        detail = t("build.done_detail", edition=now.edition_id)
        detail += t.count("build.troubled", now.troubled) if now.troubled else ""
        detail += t("build.same_figures") if builds.same_figures(settings.load(), now) else ""
        page.card_title(t("build.done"), detail)


def _left(now: BuildStatus, t: Text) -> None:
    """A new edition that was not put into use, because somebody chose another one meanwhile."""
    used = current_id(settings.load().editions_root)
    with st.container(border=True, key="panel-build"):
        page.card_title(t("build.left"), t("build.left_detail", edition=now.edition_id, used=used))
        if state.raw("edition") != now.edition_id:
            st.button(t("build.open"), key="build-open", on_click=_open, args=(now.edition_id,))


def _open(edition_id: str) -> None:
    state.put("edition", edition_id)


def _failed(now: BuildStatus, t: Text) -> None:
    """Why there is no new edition, that nothing was lost, and a button that tries again."""
    died = now.state is State.DIED
    with st.container(border=True, key="panel-build"):
        page.card_title(t("build.died") if died else t("build.failed"), now.message)
        page.notice(t("build.untouched", edition=current_id(settings.load().editions_root)))
        st.button(t("build.again"), key="build-again", on_click=request)
