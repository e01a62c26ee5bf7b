"""Review: the figures that deserve a look, most effect on ranks first; confirm, correct or refuse each."""

from __future__ import annotations

import streamlit as st

from dashboard.components import page, review, review_form, review_history, review_item
from dashboard.components.view import current
from dashboard.queries.review import item

view = current()
review.style()
page.heading(view.t("review.title"), review.answer(view))
now = review.start(view)
page.refused_notice(view.t)
if now is not None:
    review.pending(now)
    left, right = st.columns([1, 1.7], gap="medium")
    with left:
        review.listing(now)
    with right:
        review_form.who(view.t)
        if now.current:
            with st.container(border=True, key="panel-item"):
                figure = item(view.edition, now.current)
                review_item.title(view, figure)
                review_form.actions(now, figure)
                review_item.show(view, figure)
                review_form.form(now, figure)
        else:
            review_item.empty(view)
    review_history.show(now)
