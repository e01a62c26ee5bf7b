"""The command line: python -m etl build | check | index | editions | counties | decisions | explain | …

The only place that parses arguments; the workbench declares those of its own commands.

To add a command: write ``run_x(options) -> exit status`` and ``add_x(commands)``, and list the
latter in ``COMMANDS``. Exit status: 0 all is well, 1 done but some of it failed, 2 nothing done.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from tqdm import tqdm

from etl.boundaries import COUNTIES_CSV, boundaries_json, write_counties
from etl.catalog import ROOT as DATA
from etl.check import check_edition
from etl.decisions.command import add_decisions, history
from etl.decisions.store import StoreError
from etl.editions.command import add_editions
from etl.editions.history import current, restores
from etl.jobs import Outcome, Stage, State, Tell, work
from etl.manifest import describe_run
from etl.pipeline import Progress, Run, run
from etl.publish import PublishError, publish, write_folder
from etl.returns.command import add_template
from etl.schema import SourceStatus
from etl.scores import add_index
from etl.summary import failed_sources, summarise
from etl.tabular import CatalogError
from etl.workbench.commands import COMMANDS as WORKBENCH
from etl.workers import pool

OK: Final = 0
SOME_FAILED: Final = 1
NOTHING_DONE: Final = 2

Commands = Any  # argparse names the type of add_subparsers() with an underscore only


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that ``arguments`` (default: of the process) name; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m etl", description="双拥对标：资料入库 / sources to editions"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in COMMANDS:
        add(commands)
    options = parser.parse_args(arguments)
    status: int = options.run(options)
    return status


def add_build(commands: Commands) -> None:
    """``build``: read the sources and publish an edition."""
    parser = commands.add_parser("build", help="读取资料并发布数据版本 / read sources, publish an edition")
    parser.add_argument(
        "--input", nargs="+", action="extend", type=Path, metavar="PATH",
        help="文件或文件夹，默认 data/reports 和 data/inbox / files or folders",
    )  # fmt: skip
    parser.add_argument("--output", type=Path, metavar="DIR", help="只写入该文件夹 / write plainly into DIR")
    parser.add_argument(
        "--editions", type=Path, default=DATA / "editions", metavar="DIR",
        help="发布到该文件夹，默认 data/editions / publish into DIR",
    )  # fmt: skip
    parser.add_argument(
        "--decisions", metavar="URL",
        help="审核库，默认 data/decisions.sqlite / reviewers' decisions, any SQLAlchemy URL",
    )  # fmt: skip
    parser.add_argument(
        "--workers", type=_positive, default=os.cpu_count() or 1, metavar="N", help="进程数 / processes"
    )
    parser.add_argument(
        "--job", type=Path, metavar="DIR",
        help="在后台：有未办的请求才生成，进度写在其中 / build if DIR holds an unserved request",
    )  # fmt: skip
    parser.add_argument(
        "--by",
        default="",
        metavar="NAME",
        help="由谁生成，记入版本历史 / who builds, for the journal of editions",
    )
    parser.add_argument(
        "--good-rows", action="store_true",
        help="有问题的报表采用其余正确的行 / use the good rows of faulty returns",
    )  # fmt: skip
    parser.set_defaults(run=run_build)


def run_build(options: argparse.Namespace) -> int:
    """Build and publish, with a summary; 1 when a source failed in whole or in part, 2 when all did."""
    if options.job:
        ended = work(options.job, lambda tell, asked: _outcome(options, tell, asked.restored))
        return NOTHING_DONE if ended.state is State.FAILED else SOME_FAILED if ended.troubled else OK
    started = time.monotonic()
    try:
        result, folder = _make(options, _progress(), restores(options.editions))
    except (CatalogError, PublishError, StoreError, OSError, NothingToPublish) as error:
        return _refuse(str(error))
    print(summarise(result.manifest, time.monotonic() - started, result.tables["faults"]))
    print(f"已写入 written to {folder}")
    if not options.output and (used := current(options.editions)) != folder.name:
        print(f"期间有人恢复了 {used}，仍用它 / {used} was restored meanwhile and stays in use")
    return SOME_FAILED if failed_sources(result.manifest) else OK


class NothingToPublish(ValueError):
    """No source could be used; the message says what became of each."""


def _make(
    options: argparse.Namespace, progress: Progress, restored: int, writing: Callable[[], None] | None = None
) -> tuple[Run, Path]:
    """Read, build and publish; the run and the edition's folder. ``writing`` is told before publishing."""
    started = time.monotonic()
    inputs: list[Path] = options.input or [DATA / "reports", DATA / "inbox"]
    missing = [str(path) for path in inputs if not path.exists()]
    if missing:
        raise NothingToPublish(f"路径不存在 / no such path: {', '.join(missing)}")
    with pool(1) as beside:
        boundaries = beside.submit(boundaries_json)  # a second of work, done beside the reading
        decided = history(options.decisions)
        result = run(inputs, DATA, options.workers, progress, decided, options.good_rows)
        extra = {"boundaries.json": boundaries.result()}
    if (result.tables["sources"]["status"] == SourceStatus.FAILED).all():
        summary = summarise(result.manifest, time.monotonic() - started, result.tables["faults"])
        nothing = "没有可用的来源，未发布 / no source could be used, nothing published"
        raise NothingToPublish(f"{summary}\n{nothing}")
    manifest = describe_run(result.manifest, result.tables, DATA, extra)
    if writing:
        writing()
    if options.output:
        return result, write_folder(result.tables, extra, manifest, options.output)
    return result, publish(result.tables, extra, manifest, options.editions, options.by, restored)


def _outcome(options: argparse.Namespace, tell: Tell, restored: int) -> Outcome:
    """The same for a build in the background."""

    def progress(done: int, total: int) -> None:
        tell(Stage.COMPUTING if done == total else Stage.READING, done, total)

    try:
        result, folder = _make(options, progress, restored, lambda: tell(Stage.WRITING, 1, 1))
    except (CatalogError, PublishError, StoreError, OSError, NothingToPublish) as error:
        return Outcome(None, message=str(error))
    in_use = current(options.editions) == folder.name
    return Outcome(folder.name, len(failed_sources(result.manifest)), in_use=in_use)


def add_check(commands: Commands) -> None:
    """``check``: validate an edition on disk."""
    parser = commands.add_parser("check", help="检查数据版本 / validate an edition")
    parser.add_argument("edition", type=Path, metavar="EDITION", help="文件夹或编号 / folder or edition id")
    parser.set_defaults(run=run_check)


def run_check(options: argparse.Namespace) -> int:
    """Check an edition, named by folder or by id; 1 when it has faults, 2 when it is not there."""
    folder: Path = options.edition
    if not folder.is_dir():
        folder = DATA / "editions" / folder
    if not folder.is_dir():
        return _refuse(f"没有该数据版本 / no such edition: {options.edition}")
    faults = check_edition(folder)
    print(*faults, f"{folder.name}: {len(faults)} 个问题 / faults", sep="\n")
    return SOME_FAILED if faults else OK


def add_counties(commands: Commands) -> None:
    """``counties``: derive data/reference/counties.csv again from the boundary package."""
    parser = commands.add_parser("counties", help="重新生成 counties.csv / derive counties.csv again")
    parser.set_defaults(run=run_counties)


def run_counties(_: argparse.Namespace) -> int:
    """Write the counties of the gazetteer."""
    print(f"{write_counties(COUNTIES_CSV)} 个县级单位 counties -> {COUNTIES_CSV}")
    return OK


def _progress() -> Callable[[int, int], None]:
    """A progress bar on standard error, moved by (done, all); silent where that is no terminal."""
    bar = tqdm(unit=" 份 file", disable=None, leave=False)

    def moved(done: int, total: int) -> None:
        bar.total = total
        bar.update(done - bar.n)
        if done == total:
            bar.close()

    return moved


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("至少为 1 / at least 1")
    return number


def _refuse(*lines: str) -> int:
    print(*lines, sep="\n", file=sys.stderr)
    return NOTHING_DONE


COMMANDS: Final = (
    *(add_build, add_check, add_index, add_editions, add_template, add_counties, add_decisions),
    *WORKBENCH,
)

if __name__ == "__main__":
    sys.exit(main())
