"""Briefings from an edition: queries in, files out. ``python -m dashboard.briefing`` makes them in bulk.

The one place where queries and exporters meet outside the screen; no streamlit.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

from dashboard import settings
from dashboard.briefing import gather
from dashboard.briefing.shared import Shared
from dashboard.export import open_data as export_open_data
from dashboard.export.briefing import compose, panel
from dashboard.export.briefing.model import Briefing
from dashboard.export.briefing.render import BriefFormat, render
from dashboard.queries.cycles import Cycle
from dashboard.queries.edition import Edition
from dashboard.queries.groups import Group
from dashboard.text import Language

SECTIONS = compose.SECTIONS
TEMPLATES = settings.ROOT / "data" / "templates"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose: one place, or several for a panel's briefing."""

    places: tuple[str, ...]
    group: Group
    cycle: Cycle
    date: str
    language: Language = Language.ZH
    sections: tuple[str, ...] = field(default=SECTIONS)


def brief(edition: Edition, choice: Choice) -> Briefing:
    """The briefing of one place, or of a panel when several are chosen.

    Raises ValueError when no place is chosen, KeyError for a code that the edition lacks.
    """
    if not choice.places:
        raise ValueError("choose at least one place")
    shared = Shared.of(edition, choice.cycle, choice.language)
    materials = gather.materials(shared, choice.places, choice.group, choice.date)
    return compose.compose(materials[0], choice.sections) if len(materials) == 1 else panel.compose(materials)


def template(suffix: str, folder: Path | None = None) -> bytes | None:
    """An office's own letterhead (``office.pptx``, ``office.docx``), None when it has none.

    Read anew each time: a template put into ``TEMPLATES`` is in the next file.
    """
    own = (folder or TEMPLATES) / f"office.{suffix}"
    return own.read_bytes() if own.is_file() else None


def write(made: Briefing, target: BriefFormat) -> bytes:
    """The file of a briefing in the office's template."""
    return render(made, target, template(target.value))


def open_data(edition: Edition, date: str) -> bytes:
    """The edition's tables as a zip; see ``export.open_data``."""
    buffer = io.BytesIO()
    export_open_data.write(buffer, edition.files, edition.edition_id, date)
    return buffer.getvalue()
