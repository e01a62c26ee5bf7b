"""Who is at work: asked once, kept for the session, and written beside what they hand in or decide."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard.components import state
from dashboard.text import Text

_NAME: Final = "person.name"
_FIELD: Final = "person.field"
LONGEST: Final = 40


def ask(t: Text) -> str:
    """Show the field for the person's name; returns the name, empty until it is given."""
    if _FIELD not in st.session_state:  # a page that does not show the field makes Streamlit forget it
        st.session_state[_FIELD] = name()
    st.text_input(
        t("person.label"),
        key=_FIELD,
        max_chars=LONGEST,
        placeholder=t("person.placeholder"),
        on_change=state.touch(_keep),
    )
    return name()


def name() -> str:
    """The name as given in this session."""
    return str(st.session_state.get(_NAME, ""))


def _keep() -> None:
    st.session_state[_NAME] = " ".join(str(st.session_state[_FIELD]).split())
