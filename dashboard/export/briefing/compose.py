"""Composes the briefing of one place from its material."""

from __future__ import annotations

from collections.abc import Collection

from dashboard.export.briefing import sheets
from dashboard.export.briefing.material import Material
from dashboard.export.briefing.model import Briefing
from dashboard.export.briefing.sections import BUILDERS
from dashboard.text import Text

SECTIONS = tuple(BUILDERS)
"""All sections in order."""


def compose(m: Material, chosen: Collection[str] = SECTIONS) -> Briefing:
    """The briefing with the chosen sections, in their fixed order.

    Raises ValueError for a section that there is not.
    """
    unknown = set(chosen) - set(SECTIONS)
    if unknown:
        raise ValueError(f"no such section: {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    t = Text(m.language)
    return Briefing(
        title=t("brief.title", place=m.place),
        subtitle=t("brief.subtitle", group=m.group, n=m.group_size, cycle=m.cycle),
        sections=tuple(BUILDERS[name](t, m) for name in SECTIONS if name in chosen),
        sheets=sheets.of_place(t, m),
        edition_id=m.edition_id,
        date=m.date,
        name_parts=(m.place, t("brief.file")),
        language=m.language,
    )
