"""What the browser can do: asked once, with every run, at the foot of the sidebar."""

from __future__ import annotations

import streamlit as st

from dashboard.components import state
from dashboard.components.clickable import ASSETS
from dashboard.text import Language, Text

_KEY, _ANSWER = "probe", "probe.answer"

_WORDS = (
    *("skip", "sidebar", "collapse", "expand", "pages", "menu", "fullscreen", "close_fullscreen", "help"),
    *("open", "choose", "choose_several", "clear", "clear_all", "select_all", "remove", "chosen", "enter"),
    *("no_results", "available", "available_one", "most", "running", "stop", "error", "close"),
    *("connecting", "connecting_long", "no_server", "no_server_long", "lost", "dismiss"),
    *("upload", "upload_file", "add_files", "drop", "per_file", "too_large", "shortcut"),
    *("tabs_left", "tabs_right"),
)
"""Streamlit's own words that can appear; in the English catalogue they stand as Streamlit has them."""

_probe = st.components.v2.component(
    "shuangyong.probe",
    js="".join((ASSETS / name).read_text(encoding="utf-8") for name in ("words.js", "probe.js")),
    isolate_styles=False,
)


def ask(t: Text) -> None:
    """Ask whether WebGL draws in hardware, and tell the browser the language of the page."""
    said = {Text(one).code("streamlit", key): t.code("streamlit", key) for one in Language for key in _WORDS}
    data = {
        "lang": t.language.replace("_", "-"),
        "words": said,
        "lost": t("streamlit.lost_detail"),
        "known": _answer() != "",
    }
    with st.sidebar:
        _probe(data=data, key=_KEY, on_webgl_change=state.touch(_keep))


def _keep() -> None:
    """Keep the answer: a button that leads to another page forgets what widgets said.

    Asked again there, the browser would start a second run, which could take a reader's Back back.
    """
    st.session_state[_ANSWER] = str(st.session_state[_KEY].get("webgl") or "")


def draws_webgl() -> bool:
    """Whether the zoomable map is the better one here; False until the browser has answered."""
    return _answer() == "yes"


def _answer() -> str:
    """What the browser said: yes, no, or nothing yet."""
    return str(st.session_state.get(_ANSWER, ""))
