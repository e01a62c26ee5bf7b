"""HTML that answers clicks: maps, tables, charts and texts drawn on the server.

The script is the same for all and knows two attributes: ``data-pick`` (sent back on a
click) and ``data-tip`` (shown beside the pointer). The HTML must come from
``charts.markup`` or another module that escapes what it is given.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

ASSETS = Path(__file__).parent.parent / "assets"

_component = st.components.v2.component(
    "shuangyong.clickable",
    html='<div class="sy-host"></div>',
    js=(ASSETS / "clickable.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def clickable(html: str, key: str, on_pick: Callable[[str], None] | None = None) -> None:
    """Show HTML; ``on_pick`` gets the ``data-pick`` of what was clicked, before the next run."""

    def picked() -> None:
        value = st.session_state[key].get("picked")
        if on_pick is not None and isinstance(value, str):
            on_pick(value)

    _component(data={"html": html}, key=key, on_picked_change=picked)
