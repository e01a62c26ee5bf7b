"""Catalogue: every indicator and practice that is looked for, and the method in prose."""

from __future__ import annotations

from dashboard.components import catalogue, charted, page
from dashboard.components.view import current

view = current()
t = view.t
charted.style()
page.heading(t("catalogue.title"), catalogue.answer(view))
section = catalogue.choose(view)
page.refused_notice(t)
catalogue.show(view, section)
