"""``python -m etl decisions export | import | list``, registered by ``etl.__main__``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from etl.catalog import ROOT as DATA
from etl.decisions.declared import Correction, in_force
from etl.decisions.files import ImportFault, exported, imported
from etl.decisions.store import Store, StoreError

OK: Final = 0
NOTHING_DONE: Final = 2
VARIABLE: Final = "SHUANGYONG_DECISIONS"
"""Environment variable that names another store, for the dashboard too."""
DEFAULT: Final = DATA / "decisions.sqlite"


def given(url: str | None) -> str | None:
    """The store to use: as given, else as the environment names it, else the default where it exists."""
    return url or os.environ.get(VARIABLE) or (f"sqlite:///{DEFAULT}" if DEFAULT.exists() else None)


def history(url: str | None) -> list[Correction]:
    """All decisions of the store to use; none where there is no store. Raises ``StoreError``."""
    chosen = given(url)
    return Store(chosen).history() if chosen else []


def add_decisions(commands: Any) -> None:
    """``decisions``: what reviewers decided, to a file and back."""
    parser = commands.add_parser("decisions", help="审核决定 / decisions of reviewers")
    parser.add_argument("--decisions", metavar="URL", help="审核库，默认 data/decisions.sqlite / the store")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    out = actions.add_parser("export", help="写成 corrections.yml 的格式 / write them as corrections.yml")
    out.add_argument("file", type=Path, metavar="FILE.yml")
    out.set_defaults(run=run_export)
    back = actions.add_parser("import", help="并入，已有的不重复 / add those that are not there yet")
    back.add_argument("file", type=Path, metavar="FILE.yml")
    back.set_defaults(run=run_import)
    actions.add_parser("list", help="逐条列出 / list them").set_defaults(run=run_list)


def run_export(options: argparse.Namespace) -> int:
    """Write every record of the store into a file."""
    try:
        records = history(options.decisions)
        options.file.write_text(exported(records), encoding="utf-8")
    except (StoreError, OSError) as error:
        return _refuse(str(error))
    return _say(f"{len(records)} 条决定 decisions -> {options.file}")


def run_import(options: argparse.Namespace) -> int:
    """Add the records of a file; all of them, or none where one is wrong."""
    try:
        records = imported(options.file.read_bytes())
        added = Store(given(options.decisions) or f"sqlite:///{DEFAULT}").append(records)
    except (StoreError, ImportFault, OSError) as error:
        return _refuse(str(error))
    return _say(f"新增 {added} 条，已有 {len(records) - added} 条 / {added} added, the others were there")


def run_list(options: argparse.Namespace) -> int:
    """Print each record, and whether it is in force."""
    try:
        records = history(options.decisions)
    except StoreError as error:
        return _refuse(str(error))
    return _say(*_lines(records), f"{len(records)} 条决定 decisions")


def _lines(records: list[Correction]) -> Iterator[str]:
    standing = {r.correction_id for r in in_force(records)}
    for record in records:
        mark = "有效 in force" if record.correction_id in standing else "已失效 superseded"
        change = " ".join(filter(None, (record.replace, record.indicator, record.place)))
        subject = f"{record.source}: {record.figure or record.expect}{f' -> {change}' if change else ''}"
        yield f"{record.at[:19]}  {record.by}  {record.decision}  {subject}  {record.reason}  [{mark}]"


def _say(*lines: str) -> int:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return OK


def _refuse(message: str) -> int:
    sys.stderr.write(f"{message}\n")
    return NOTHING_DONE
