"""A new edition, built in the background: asking for one, and how it stands. No streamlit."""

from __future__ import annotations

import json
from pathlib import Path

from dashboard.queries.edition import MANIFEST
from dashboard.settings import DECISIONS_VARIABLE, Settings
from etl import jobs
from etl.editions.history import current, restores
from etl.jobs import BuildStatus, Stage, State

__all__ = ["BuildStatus", "Stage", "State", "request_build", "same_figures", "status"]


def request_build(settings: Settings, by: str) -> None:
    """Build an edition of the reports that ship with the product and of what lies in the inbox.

    The decisions in the store when the build begins are applied. ``by`` is who asks, for the journal of
    editions. Returns at once. Requests during a build are served together by one more after it.
    """
    settings.inbox_root.mkdir(parents=True, exist_ok=True)
    inputs = [settings.reports_root, settings.inbox_root]
    options = [
        "--editions",
        str(settings.editions_root),
        f"--by={by}",
    ]  # in one word: a name may begin with -
    # the store's address may hold a password: every user of the machine can read a process's arguments
    secret = {DECISIONS_VARIABLE: settings.decisions_url}
    root = settings.editions_root
    arguments = ["--input", *map(str, inputs), *options]
    jobs.request(_job(settings), arguments, secret, current(root), restores(root))


def status(settings: Settings) -> BuildStatus:
    """How the build that was last asked for stands, whoever asked."""
    return jobs.status(_job(settings))


def same_figures(settings: Settings, built: BuildStatus) -> bool:
    """Whether a build used the very figures of the edition before, so that only refused ones differ."""
    before, after = (_figures(settings.editions_root, name) for name in (built.before, built.edition_id))
    return after is not None and before == after


def _figures(root: Path, name: str | None) -> str | None:
    """SHA-256 of an edition's observations; None where it is not there, or not readable."""
    try:
        found = (
            json.loads((root / name / MANIFEST).read_bytes())["files"]["observations.parquet"]
            if name
            else None
        )
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return str(found) if found else None


def _job(settings: Settings) -> Path:
    """Where requests and progress are written: hidden beside the editions that are built."""
    return settings.editions_root / ".job"
