"""Two editions in one folder: the default one, and before it one that lacks a report."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd

from etl.editions.history import CURRENT, Cause, make_current
from etl.index.report import score_tables
from etl.index.scenario import load_scenario
from etl.publish import publish
from etl.schema import TABLES

EARLIER = "2023-01-01-0123456789"
PLACE = "620700"
"""The place whose report the earlier edition lacks; with it, the place is ranked otherwise."""


def two_editions(edition: Path, root: Path) -> Path:
    """Publish both below ``root``, the default edition current; returns the root."""
    tables = {name: pd.read_parquet(edition / f"{name}.parquet") for name in TABLES}
    lacking = _without(tables, _lacked(tables))
    lacking |= score_tables(lacking, load_scenario("default"))
    manifest = json.loads((edition / "manifest.json").read_bytes()) | {"edition_id": EARLIER}
    manifest["run"] = {}
    publish(
        lacking, {"boundaries.json": (edition / "boundaries.json").read_bytes()}, manifest, root, by="王芳"
    )
    shutil.copytree(edition, root / edition.name)
    make_current(root, edition.name, Cause.BUILD, "李强")
    assert (root / CURRENT).read_text() == edition.name
    return root


def _lacked(tables: dict[str, pd.DataFrame]) -> str:
    """The first report of the place."""
    sources = tables["sources"]
    return str(sources.loc[sources["place_code"] == PLACE, "source_id"].iloc[0])


def _without(tables: dict[str, pd.DataFrame], source_id: str) -> dict[str, pd.DataFrame]:
    """The tables without one source and all that comes of it."""
    kept = {
        name: frame[frame["source_id"] != source_id].reset_index(drop=True) if "source_id" in frame else frame
        for name, frame in tables.items()
    }
    known = set(kept["observations"]["observation_id"])
    conflicts = kept["conflicts"]
    stated = conflicts["kept_id"].isin(known) & conflicts["other_id"].isin(known)
    doubts = kept["doubts"]
    return kept | {
        "conflicts": conflicts[stated].reset_index(drop=True),
        "doubts": doubts[doubts["observation_id"].isin(known)].reset_index(drop=True),
    }
