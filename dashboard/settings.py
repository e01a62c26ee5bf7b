"""Where the dashboard finds editions, reports, the inbox and decisions; no streamlit, no other state."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
"""The project's folder."""

EDITIONS_VARIABLE: Final = "SHUANGYONG_EDITIONS"
"""Environment variable that names another folder of editions (tests, several teams)."""
REPORTS_VARIABLE: Final = "SHUANGYONG_REPORTS"
"""Environment variable that names another folder of reports that every build reads beside the inbox."""
INBOX_VARIABLE: Final = "SHUANGYONG_INBOX"
"""Environment variable that names another folder for what is handed in."""
DECISIONS_VARIABLE: Final = "SHUANGYONG_DECISIONS"
"""Environment variable that names another store of decisions: any SQLAlchemy URL."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs between installations."""

    editions_root: Path
    reports_root: Path
    inbox_root: Path
    decisions_url: str


def load() -> Settings:
    """Read the settings from the environment, anew each time: tests change it."""
    data = ROOT / "data"
    return Settings(
        Path(os.environ.get(EDITIONS_VARIABLE) or data / "editions"),
        Path(os.environ.get(REPORTS_VARIABLE) or data / "reports"),
        Path(os.environ.get(INBOX_VARIABLE) or data / "inbox"),
        os.environ.get(DECISIONS_VARIABLE) or f"sqlite:///{data / 'decisions.sqlite'}",
    )
