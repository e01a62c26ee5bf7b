"""A new edition, built in the background: asking for one, and how it stands. No streamlit."""

from __future__ import annotations

from pathlib import Path

from dashboard.settings import ROOT, Settings
from etl import jobs
from etl.jobs import BuildStatus, Stage, State

__all__ = ["BuildStatus", "Stage", "State", "request_build", "status"]


def request_build(settings: Settings) -> None:
    """Build an edition of the reports that ship with the product and of what lies in the inbox.

    The decisions in the store when the build begins are applied. Returns at once. Requests during a
    build are served together by one more after it.
    """
    settings.inbox_root.mkdir(parents=True, exist_ok=True)
    inputs = [ROOT / "data" / "reports", settings.inbox_root]
    places = ["--editions", str(settings.editions_root), "--decisions", settings.decisions_url]
    jobs.request(_job(settings), ["--input", *map(str, inputs), *places])


def status(settings: Settings) -> BuildStatus:
    """How the build that was last asked for stands, whoever asked."""
    return jobs.status(_job(settings))


def _job(settings: Settings) -> Path:
    """Where requests and progress are written: hidden beside the editions that are built."""
    return settings.editions_root / ".job"
