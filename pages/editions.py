"""Editions: which there are, what changed between two of them, and pinning, restoring and pruning them."""

from __future__ import annotations

import streamlit as st

from dashboard.components import editions, editions_changes, editions_list, editions_moves, page
from dashboard.components.view import current

view = current()
t = view.t
known = editions.found()
head = st.container()
editions_list.show(view, known)
pair = editions.choose(view, known)
result = editions.compared(view, pair) if pair else None
with head:
    page.heading(t("editions.title"), editions.answer(view, known, result))
    page.refused_notice(t)
if pair is None:
    page.empty(t("editions.only_one"), key="editions")
if result is not None:
    editions_moves.show(view, result)
    editions_changes.show(view, result)
