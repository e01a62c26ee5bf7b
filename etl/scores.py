"""``python -m etl index SCENARIO``: the scores of an edition under a scenario, as Parquet files."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pandas as pd

from etl.catalog import ROOT as DATA
from etl.conform import validate
from etl.index.command import INPUTS, index
from etl.index.strict import ScenarioError
from etl.publish import CURRENT, write_tables

OK: Final = 0
NOTHING_DONE: Final = 2


def add_index(commands: Any) -> None:
    """``index``: score an edition's places under a scenario."""
    parser = commands.add_parser("index", help="按方案计算得分与名次 / scores and ranks under a scenario")
    parser.add_argument(
        "scenario", metavar="SCENARIO", help="data/catalog/scenarios 中的方案名，或 .yml 文件 / id or file"
    )
    parser.add_argument("--edition", metavar="DIR", help="数据版本，默认当前 / edition, by default the current")
    parser.add_argument(
        "--output", type=Path, metavar="DIR", help="默认 data/scores/<方案>-<版本> / where to write"
    )
    parser.set_defaults(run=run_index)


def run_index(options: argparse.Namespace) -> int:
    """Write scores, contributions and influence; 2 when scenario or edition cannot be used."""
    try:
        edition = edition_folder(options.edition)
        with _quiet_solver():
            tables, summary = index(options.scenario, edition)
        folder = options.output or DATA / "scores" / f"{Path(options.scenario).stem}-{edition.name}"
        write_tables(tables, _others(edition), folder)
    except (ScenarioError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return NOTHING_DONE
    print(summary)
    print(f"已写入 written to {folder}")
    return OK
