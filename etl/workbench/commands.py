"""The workbench on the command line: explain, evaluate and diff, registered by ``etl.__main__``."""

from __future__ import annotations

import csv
import os
import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pandas as pd

from etl.catalog import ROOT as DATA
from etl.catalog import load_catalog
from etl.pipeline import run
from etl.tabular import CatalogError
from etl.workbench.diff import compare, csv_rows
from etl.workbench.evaluate import HALVES, evaluate, halves, split_by_file
from etl.workbench.explain import Wanted, explain, find_documents
from etl.workbench.gold import Fact, GoldError, load_gold
from etl.workbench.labels import Paint
from etl.workbench.moves import moves
from etl.workbench.tell_diff import tell, tell_moves

OK: Final = 0
DIFFERENT: Final = 1
NOTHING_DONE: Final = 2
Commands = Any  # argparse names the type of add_subparsers() with an underscore only


def add_explain(commands: Commands) -> None:
    """``explain``: why each figure of a report was used or not."""
    parser = commands.add_parser(
        "explain", help="逐句说明数字为何采用或不采用 / say why each figure was used or not"
    )
    parser.add_argument("report", metavar="REPORT", help="文件或来源编号 / file or source id")
    parser.add_argument(
        "--sentence", default="", metavar="TEXT", help="只看含有这段文字的句子 / sentences with TEXT"
    )
    parser.add_argument(
        "--only", default="", choices=("accepted", "rejected"), help="只看采用或未采用的 / only these"
    )
    _add_input(parser)
    parser.set_defaults(run=run_explain)


def run_explain(options: Namespace) -> int:
    """Print the explanation; 2 when there is no such report or the catalogue cannot be used."""
    documents = find_documents(options.report, options.input or [DATA / "reports", DATA / "inbox"])
    if not documents:
        return _refuse(f"没有该文件或来源编号 / no such file or source id: {options.report}")
    try:
        catalog = load_catalog(DATA)
    except CatalogError as error:
        return _refuse(str(error))
    return _say(explain(documents, catalog, Wanted(options.sentence, options.only), _paint()))


def add_evaluate(commands: Commands) -> None:
    """``evaluate``: score against hand-annotated facts."""
    parser = commands.add_parser("evaluate", help="与人工标注对照评分 / score against annotated facts")
    parser.add_argument(
        "gold", type=Path, metavar="GOLD", help="标注文件，每行一个 JSON / facts, one JSON object a line"
    )
    where = parser.add_mutually_exclusive_group()
    _add_input(where)
    where.add_argument(
        "--edition",
        type=Path,
        default=Path("CURRENT"),
        metavar="DIR",
        help="数据版本，默认当前版本 / edition",
    )
    parser.add_argument("--places", default="", metavar="A,B", help="只评这些地方 / score these places only")
    split = parser.add_mutually_exclusive_group()
    split.add_argument(
        "--halves", type=int, metavar="SEED", help="按地方随机分两半并列 / two halves side by side"
    )
    split.add_argument(
        "--split", type=Path, metavar="FILE", help="调校过的地方，每行一个 / places of the tuned half"
    )
    parser.set_defaults(run=run_evaluate)


def run_evaluate(options: Namespace) -> int:
    """Print the score; 2 when gold, input, edition or catalogue cannot be used."""
    try:
        facts = load_gold(options.gold)
        groups = _groups(options, facts)
        observations = _observations(options)
        names = {i.indicator_id: i.name_zh for i in load_catalog(DATA).indicators.values()}
    except (GoldError, CatalogError, OSError) as error:
        return _refuse(str(error))
    return _say(evaluate(facts, observations, groups, names, _paint()))


def _groups(options: Namespace, facts: list[Fact]) -> dict[str, list[str] | None]:
    """Sets of places by title: one, or the two halves within it."""
    chosen = [p.strip() for p in options.places.split(",") if p.strip()] or None
    if chosen:
        facts = [f for f in facts if f.place in chosen]
    if options.halves is not None:
        return dict(zip(HALVES, halves(facts, options.halves), strict=True))
    if options.split is not None:
        return dict(zip(HALVES, split_by_file(facts, options.split), strict=True))
    return {"": chosen}


def _observations(options: Namespace) -> pd.DataFrame:
    if not options.input:
        return pd.read_parquet(_edition(options.edition) / "observations.parquet")
    missing = [str(path) for path in options.input if not path.exists()]
    if missing:
        raise FileNotFoundError(f"路径不存在 / no such path: {', '.join(missing)}")
    observations: pd.DataFrame = run(options.input, DATA, os.cpu_count() or 1).tables["observations"]
    return observations


def add_diff(commands: Commands) -> None:
    """``diff``: what changed between two editions."""
    parser = commands.add_parser("diff", help="比较两个数据版本 / what changed between two editions")
    parser.add_argument(
        "before", type=Path, metavar="A", help="文件夹、编号或 CURRENT / folder, edition id or CURRENT"
    )
    parser.add_argument("after", type=Path, metavar="B", help="同上 / likewise")
    parser.add_argument("--format", default="text", choices=("text", "csv"), help="输出格式 / output format")
    parser.set_defaults(run=run_diff)


def run_diff(options: Namespace) -> int:
    """Print the differences; 0 when there are none, 1 when there are, 2 when an edition cannot be read."""
    try:
        before, after = _edition(options.before), _edition(options.after)
        difference = compare(before, after)
    except OSError as error:
        return _refuse(str(error))
    if options.format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(("table", "change", "key", "column", "before", "after"))
        writer.writerows(csv_rows(difference))
    elif difference:
        told = tell_moves(moves(before, after), _paint())
        _say([f"{before.name} → {after.name}", *told, *tell(difference, _paint())])
    else:
        _say([f"{before.name} → {after.name}  没有不同 / no difference"])
    return DIFFERENT if difference else OK


def _edition(name: Path) -> Path:
    """The folder of an edition that is named by folder, id or ``CURRENT``."""
    if name.is_dir():
        return name
    editions = DATA / "editions"
    current = editions / "CURRENT"
    folder = editions / (
        current.read_text().strip() if name == Path("CURRENT") and current.is_file() else name
    )
    if not folder.is_dir():
        raise FileNotFoundError(f"没有该数据版本 / no such edition: {name}")
    return folder


def _add_input(parser: Any) -> None:
    parser.add_argument(
        "--input",
        nargs="+",
        action="extend",
        type=Path,
        metavar="PATH",
        help="文件或文件夹 / files or folders",
    )


def _paint() -> Paint:
    return Paint(sys.stdout.isatty() and "NO_COLOR" not in os.environ)


def _say(lines: Iterable[str]) -> int:
    """Print line by line; a reader that has seen enough (| head) ends it quietly."""
    try:
        for line in lines:
            sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return OK


def _refuse(line: str) -> int:
    sys.stderr.write(f"{line}\n")
    return NOTHING_DONE


COMMANDS: Final = (add_explain, add_evaluate, add_diff)
