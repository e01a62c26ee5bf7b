"""Quality: coverage, conflicts between sources, refused figures, corrections, sources with problems."""

from __future__ import annotations

from dashboard.components import charted, page, quality
from dashboard.components.view import current

view = current()
t = view.t
facts = quality.facts(view)
charted.style()
page.heading(t("quality.title"), quality.answer(view, facts))
page.facts(quality.key_figures(view, facts))
section = quality.choose(view)
page.refused_notice(t)
quality.show(view, section)
