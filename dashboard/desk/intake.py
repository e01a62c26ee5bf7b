"""What an uploaded file holds, before anything is kept. No streamlit.

The intake page's only way into the pipeline. An upload is read in a process of its own (``desk.reader``),
so that no file, however made, can take the server down or hold it up.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd

from dashboard.queries.edition import MissingEdition, current_id
from dashboard.settings import ROOT, Settings
from etl.catalog import ROOT as CATALOG
from etl.catalog import load_catalog
from etl.intake.inbox import safe_name
from etl.notes import DATE, received_today
from etl.read import MAX_BYTES
from etl.records import Note
from etl.returns.command import DEFAULT_YEARS
from etl.returns.template import template
from etl.schema import FATAL, TABLES, Problem

__all__ = ["DATE", "MAX_BYTES", "Note", "Preview", "empty_return", "preview"]

READER: Final = (sys.executable, "-m", "dashboard.desk.reader")
WALL_SECONDS: Final = 90.0
"""A reader's own limit counts the processor's seconds; this one ends what only waits."""
_READERS: Final = threading.BoundedSemaphore(os.cpu_count() or 1)
"""Readers of all sessions at once: each may take gigabytes; the others wait."""
EFFECT: Final = (
    *("place_code", "place_name", "indicator_id", "effect", "comparable", "why_not"),
    *(
        f"{when}_{column}"
        for when in ("before", "after")
        for column in ("value", "period_kind", "period_start", "period_end", "qualifier")
    ),
)
CONFLICT: Final = (
    *("place_code", "place_name", "indicator_id", "period_kind", "period_start", "period_end"),
    *(
        f"{side}_{column}"
        for side in ("new", "current")
        for column in ("value", "value_text", "quote", "locator", "remark", "title", "kept")
    ),
    "difference_pct",
)


def _empty(columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=columns)


@dataclass(frozen=True, eq=False)
class Preview:
    """What a file would bring. Frames: sources, observations, rejected, faults as in ``etl.schema``;
    conflicts and effects with the columns ``CONFLICT`` and ``EFFECT``.
    """

    sha256: str
    trouble: Problem | None = None
    """Why it could not be read at all; what its content lacks is said of its sources."""
    sources: pd.DataFrame = field(default_factory=lambda: _empty(TABLES["sources"].column_names))
    observations: pd.DataFrame = field(default_factory=lambda: _empty(TABLES["observations"].column_names))
    rejected: pd.DataFrame = field(default_factory=lambda: _empty(TABLES["rejected"].column_names))
    faults: pd.DataFrame = field(default_factory=lambda: _empty(TABLES["faults"].column_names))
    conflicts: pd.DataFrame = field(default_factory=lambda: _empty(list(CONFLICT)))
    effects: pd.DataFrame = field(default_factory=lambda: _empty(list(EFFECT)))
    texts: Mapping[str, str] = field(default_factory=dict)
    known: tuple[str, ...] = ()
    """Titles of the edition's sources with the same content."""
    new: bool = True
    """Whether it holds anything else."""
    edition_id: str | None = None
    """The edition that it was put beside: the one then current."""

    @property
    def readable(self) -> bool:
        """Whether it was read and one of its reports, at least, can be used."""
        return self.trouble is None and not bool(self.failed.all())

    @property
    def acceptable(self) -> bool:
        """Whether it may be handed in: what it holds can be used, and is new."""
        return self.readable and self.new

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(which of the files in it, code of Problem), each once; the first is empty for the file itself."""
        if self.trouble:
            return [("", str(self.trouble))]
        read = zip(self.sources["path"], self.sources["problems"], strict=True)
        every = [(str(path).partition("/")[2], str(code)) for path, codes in read for code in codes]
        return list(dict.fromkeys(every))

    @property
    def places(self) -> tuple[str, ...]:
        """Codes of the places that the file has figures of, used or refused."""
        read = (part.sort_values("char_start") for part in (self.observations, self.rejected))
        parts = [part["place_code"] for part in (self.sources, *read)]
        every = pd.concat([part.astype(object) for part in parts])
        return tuple(every[every.notna() & (every != "")].unique())

    @property
    def failed(self) -> pd.Series[bool]:
        """Which of the sources could not be used at all."""
        return self.sources["problems"].map(lambda problems: bool(FATAL & set(problems))).astype(bool)


def preview(settings: Settings, name: str, data: bytes, note: Note) -> Preview:
    """Read a file as a build would, and put it beside the current edition. Takes seconds; keeps nothing."""
    sha256 = hashlib.sha256(data).hexdigest()
    if len(data) > MAX_BYTES:
        return Preview(sha256, Problem.TOO_LARGE)
    edition = current_folder(settings)
    found = _read({"name": safe_name(name), "note": asdict(received_today(note)), "edition": edition}, data)
    if isinstance(found, Problem):
        return Preview(sha256, found)
    return _preview(sha256, Path(edition).name if edition else None, found)


def _read(asked: Mapping[str, Any], data: bytes) -> Mapping[str, Any] | Problem:
    """What the reader answers, or how it ended."""
    with _READERS, tempfile.TemporaryFile() as answer:
        try:
            ended = subprocess.run(  # noqa: S603  # no shell, no word from outside
                READER,
                input=json.dumps(asked).encode() + b"\n" + data,
                stdout=answer,
                cwd=ROOT,
                timeout=WALL_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Problem.TOO_COMPLEX
        if ended.returncode:
            return Problem.TOO_COMPLEX if _ran_out(ended.returncode) else Problem.CRASHED
        answer.seek(0)
        try:
            found: Mapping[str, Any] = json.load(answer)
        except ValueError:  # a library printed between
            return Problem.CRASHED
        return found


def _ran_out(code: int) -> bool:
    """Whether the kernel ended a process for its seconds of the processor."""
    return -code in (9, 24)  # SIGKILL at the hard limit, SIGXCPU at the soft one


def _preview(sha256: str, edition_id: str | None, found: Mapping[str, Any]) -> Preview:
    def table(name: str, columns: Iterable[str]) -> pd.DataFrame:
        return pd.DataFrame(found[name], columns=list(columns))

    return Preview(
        sha256,
        sources=table("sources", TABLES["sources"].column_names),
        observations=table("observations", TABLES["observations"].column_names),
        rejected=table("rejected", TABLES["rejected"].column_names),
        faults=table("faults", TABLES["faults"].column_names),
        conflicts=table("conflicts", CONFLICT),
        effects=table("effects", EFFECT),
        texts=found["texts"],
        known=tuple(found["known"]),
        new=found["new"],
        edition_id=edition_id,
    )


def current_folder(settings: Settings) -> str | None:
    """Folder of the current edition; None where there is none."""
    try:
        return str(settings.editions_root / current_id(settings.editions_root))
    except MissingEdition:
        return None


def empty_return(place: str | None) -> bytes:
    """An Excel file to fill in for a place (None: chosen in the file) and the five years to the last."""
    catalog = load_catalog(CATALOG)
    this = datetime.now(UTC).year
    places = [catalog.places[place]] if place else []
    return template(catalog, range(this - DEFAULT_YEARS, this), places)
