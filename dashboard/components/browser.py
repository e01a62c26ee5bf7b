"""What the browser can do: asked once, with every run, at the foot of the sidebar."""

from __future__ import annotations

import streamlit as st

from dashboard.components import state
from dashboard.components.clickable import ASSETS
from dashboard.text import Text

_KEY = "probe"

_WORDS = {
    "sidebar": "Sidebar",
    "collapse": "Collapse sidebar",
    "expand": "Expand sidebar",
    "pages": "App pages",
    "open": "Open",
}
"""Streamlit's own labels for screen readers, which it has in English only."""

_probe = st.components.v2.component(
    "shuangyong.probe", js=(ASSETS / "probe.js").read_text(encoding="utf-8"), isolate_styles=False
)


def ask(t: Text) -> None:
    """Ask whether WebGL draws in hardware, and tell the browser the language of the page."""
    own = {english: t.code("streamlit", key) for key, english in _WORDS.items()}
    data = {
        "lang": t.language.replace("_", "-"),
        "skip": t("streamlit.skip"),
        "words": own,
        "known": _answer() != "",
    }
    with st.sidebar:
        _probe(data=data, key=_KEY, on_webgl_change=state.touch())


def draws_webgl() -> bool:
    """Whether the zoomable map is the better one here; False until the browser has answered."""
    return _answer() == "yes"


def _answer() -> str:
    """What the browser said: yes, no, or nothing yet."""
    return str((st.session_state.get(_KEY) or {}).get("webgl") or "")
