"""An address that is no page: says so, and leads to the page that looks meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from urllib.parse import unquote, urlsplit

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.components import page, state
from dashboard.text import Text

LONGEST = 60
"""Characters of an unknown address that are said again."""


def pages(known: Iterable[str], t: Text) -> list[StreamlitPage]:
    """A hidden page of that address, if it is none of ``known``, else nothing.

    Without one, Streamlit opens an English dialog of its own over the first page. The first page is
    ``known`` first.
    """
    names = list(known)
    name = unquote(urlsplit(st.context.url or "").path).strip("/ ").rpartition("/")[2].strip()
    if not name or name in (*names, "~"):
        return []
    words = {t(f"nav.{one}"): one for one in names} | {one: one for one in names}
    close = get_close_matches(name.lower(), words, n=1)
    meant = words[close[0]] if close else None

    def show() -> None:
        _show(t, name[:LONGEST], meant, names[0])

    return [st.Page(show, title=t("lost.title"), url_path=name, visibility="hidden")]


def _show(t: Text, name: str, meant: str | None, first: str) -> None:
    """Why nothing is shown, and a button that leads on."""
    page.heading(t("lost.title"), t("lost.answer", name=name))
    target = t(f"nav.{meant or first}")
    reason = t("lost.meant", page=target) if meant else t("lost.start")
    page.empty(reason, t("lost.open", page=target), lambda: state.go(meant or first), key="lost")
