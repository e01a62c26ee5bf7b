"""``python -m etl index SCENARIO``: the scores of an edition under a scenario, as Parquet files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow.parquet as parquet

from etl.catalog import ROOT as DATA
from etl.conform import to_arrow
from etl.editions.history import CURRENT
from etl.index.command import index
from etl.index.strict import ScenarioError
from etl.schema import TABLES

OK: Final = 0
NOTHING_DONE: Final = 2


def add_index(commands: Any) -> None:
    """``index``: score the places of an edition under a scenario."""
    parser = commands.add_parser("index", help="按方案计算得分与名次 / scores and ranks under a scenario")
    parser.add_argument(
        "scenario", metavar="SCENARIO", help="data/catalog/scenarios 中的方案，或 .yml 文件 / id or file"
    )
    parser.add_argument(
        "--edition", type=Path, metavar="DIR", help="数据版本，默认为当前 / by default the current one"
    )
    parser.add_argument(
        "--output", type=Path, metavar="DIR", help="默认 data/scores/<版本>/<方案> / where to write"
    )
    parser.set_defaults(run=run_index)


def run_index(options: argparse.Namespace) -> int:
    """Write scores, contributions and influence; 2 when the scenario or the edition cannot be used."""
    try:
        edition = _edition(options.edition)
        tables, summary = index(options.scenario, edition)
        folder = options.output or DATA / "scores" / edition.name / Path(options.scenario).stem
        write_tables(tables, folder)
    except (ScenarioError, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return NOTHING_DONE
    print(summary, f"已写入 written to {folder}", sep="\n")  # noqa: T201
    return OK


def write_tables(tables: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Each table as ``<name>.parquet``, replaced in one step; the same rows give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        part = folder / f".{name}.part"
        parquet.write_table(to_arrow(TABLES[name], frame), part, compression="zstd")
        part.replace(folder / f"{name}.parquet")


def _edition(given: Path | None) -> Path:
    """The folder of an edition, named by folder or by id; the current one by default."""
    root = DATA / "editions"
    if given is None:
        return root / (root / CURRENT).read_text(encoding="utf-8").strip()
    return given if given.is_dir() else root / given
