"""Where the dashboard finds its editions; no streamlit, no other state."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
"""The project's folder."""

EDITIONS_VARIABLE: Final = "SHUANGYONG_EDITIONS"
"""Environment variable that names another folder of editions (tests, several teams)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs between installations."""

    editions_root: Path


def load() -> Settings:
    """Read the settings from the environment, anew each time: tests change it."""
    root = os.environ.get(EDITIONS_VARIABLE)
    return Settings(Path(root) if root else ROOT / "data" / "editions")
