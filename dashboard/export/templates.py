"""An office's own letterhead: data/templates/office.pptx and office.docx, else the neutral default.

What a template may hold is told in data/templates/README.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parents[2] / "data" / "templates"
"""Where templates lie."""


def load(suffix: str, folder: Path = FOLDER) -> bytes:
    """The template for ``pptx`` or ``docx``: the office's own, else the default.

    Raises FileNotFoundError when not even the default is there.
    """
    own = folder / f"office.{suffix}"
    return (own if own.is_file() else folder / f"default.{suffix}").read_bytes()
