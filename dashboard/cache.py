"""What is kept between reruns: editions and their boundaries, shared by all sessions.

Keyed by the folder and the edition's name, which never changes its content.
``cache_resource`` keeps one copy and hands out that same one (``cache_data`` would copy
each time); ``Edition.__getitem__`` keeps it safe from changes.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.charts.geometry import Atlas
from dashboard.queries import edition as editions
from dashboard.queries.edition import Edition


@st.cache_resource(max_entries=4, show_spinner=False)
def edition(root: str, edition_id: str) -> Edition:
    """Open an edition once. Raises MissingEdition or DamagedEdition, which are not kept."""
    return editions.load(Path(root), edition_id)


@st.cache_resource(max_entries=4, show_spinner=False)
def atlas(edition_id: str, _edition: Edition) -> Atlas:
    """Map shapes of an edition; its layers are projected when first asked for."""
    return Atlas(_edition.boundaries)
