"""Opening an edition: its tables, its manifest, its boundaries, and what can go wrong.

Tables in: every Parquet file of ``etl.schema.TABLES``. No streamlit here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import pandas as pd

from dashboard.queries.files import DamagedEdition, EditionError, Files
from etl.schema import SourceKind

__all__ = [
    "DamagedEdition",
    "Edition",
    "EditionError",
    "MissingEdition",
    "current_id",
    "edition_ids",
    "load",
]

MANIFEST: Final = "manifest.json"
BOUNDARIES: Final = "boundaries.json"
CURRENT: Final = "CURRENT"


class MissingEdition(EditionError):
    """There is no edition of that name, or none at all."""


@dataclass(frozen=True, eq=False)
class Edition:
    """One published set of tables, read-only.

    Compared by identity, so that queries can keep what they worked out of one
    (``functools.lru_cache``): its tables never change.
    """

    edition_id: str
    tables: Mapping[str, pd.DataFrame]
    files: Files
    manifest: Mapping[str, Any]
    boundaries: Mapping[str, Any]

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a table as a copy on write: no page can change what others see."""
        return self.tables[name].copy(deep=False)

    @cached_property
    def place_names(self) -> Mapping[str, tuple[str, str | None]]:
        """Chinese and English name of each reference place, by code."""
        places = self.tables["places"]
        english = [name if isinstance(name, str) else None for name in places["name_en"]]
        return dict(zip(places["place_code"], zip(places["place_name"], english, strict=True), strict=True))

    @cached_property
    def source_titles(self) -> Mapping[str, str]:
        """Title of each source."""
        sources = self.tables["sources"]
        return dict(zip(sources["source_id"], sources["title"], strict=True))

    @cached_property
    def sourced(self) -> frozenset[str]:
        """Places with at least one source: one about it, or a return that has it among others."""
        sources, seen = self.tables["sources"], self.tables["observations"]
        returns = sources.loc[sources["kind"] == SourceKind.RETURN, "source_id"]
        returned = seen.loc[seen["source_id"].isin(returns), "place_code"].unique()
        return frozenset(sources["place_code"].dropna().unique()) | frozenset(returned)

    @property
    def is_empty(self) -> bool:
        """Whether no source gave a single observation."""
        return self.tables["observations"].empty


def edition_ids(root: Path) -> list[str]:
    """Names of the editions below ``root``, newest first."""
    if not root.is_dir():
        return []
    return sorted(
        (p.parent.name for p in root.glob(f"*/{MANIFEST}") if p.parent.name[0] != "."), reverse=True
    )


def current_id(root: Path) -> str:
    """Name of the edition in use.

    Raises MissingEdition when there is none, or CURRENT names one that is gone.
    """
    known = edition_ids(root)
    pointer = root / CURRENT
    if not pointer.is_file():
        raise MissingEdition(str(pointer))
    name = pointer.read_text(encoding="utf-8").strip()
    if name not in known:
        raise MissingEdition(name)
    return name


def load(root: Path, edition_id: str) -> Edition:
    """Read one edition.

    Raises MissingEdition when ``edition_id`` is not one of ``edition_ids(root)`` (so a
    name from a URL never becomes a path), DamagedEdition when a file does not read.
    """
    if edition_id not in edition_ids(root):
        raise MissingEdition(edition_id)
    folder = root / edition_id
    files = Files(folder)
    return Edition(edition_id, files.shown(), files, _json(folder / MANIFEST), _json(folder / BOUNDARIES))


def _json(path: Path) -> dict[str, Any]:
    """One JSON object."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DamagedEdition(path.name) from error
    if not isinstance(content, dict):
        raise DamagedEdition(path.name)
    return content
