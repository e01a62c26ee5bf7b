"""``python -m etl editions list | pin | unpin | restore | prune``: the editions in the folder as a whole."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from etl.catalog import ROOT as DATA
from etl.editions import actions
from etl.editions.actions import KEEP, EditionFacts, EditionRefused, Refusal

OK: Final = 0
SOME_DAMAGED: Final = 1
NOTHING_DONE: Final = 2
Commands = Any  # argparse names the type of add_subparsers() with an underscore only


def add_editions(commands: Commands) -> None:
    """``editions``: list them, pin one, restore one, prune the oldest."""
    parser = commands.add_parser(
        "editions", help="列出、固定、恢复、清理数据版本 / list, pin, restore, prune editions"
    )
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    _action(actions, "list", "列出 / list", run_list)
    for name, words, run in (
        ("pin", "固定，永不清理 / keep for ever", run_pin),
        ("unpin", "取消固定 / may be pruned again", run_unpin),
        ("restore", "恢复为当前版本 / put into use again", run_restore),
    ):
        action = _action(actions, name, words, run, named=True)
        action.add_argument("edition", metavar="ID", help="版本编号 / edition id")
        if run is not run_restore:
            action.add_argument("--reason", default="", metavar="TEXT", help="理由 / why")
    prune = _action(actions, "prune", "清理最旧的版本 / remove the oldest", run_prune, named=True)
    prune.add_argument(
        "--keep", type=int, default=KEEP, metavar="N", help=f"保留几个 / how many stay ({KEEP})"
    )
    prune.add_argument("--yes", action="store_true", help="真的删除；否则只列出 / remove, not only list")


def _action(actions: Any, name: str, words: str, run: Callable[..., int], named: bool = False) -> Any:
    parser = actions.add_parser(name, help=words)
    parser.add_argument(
        "--editions", type=Path, default=DATA / "editions", metavar="DIR", help="版本文件夹 / their folder"
    )
    if named:
        parser.add_argument("--by", metavar="NAME", help="何人 / who does it")
    parser.set_defaults(run=run)
    return parser


def run_list(options: Namespace) -> int:
    """One line an edition, newest first; 1 when one is damaged."""
    found = actions.facts(options.editions)
    _say(*map(_line, found) if found else ["没有数据版本 / no edition"])
    return SOME_DAMAGED if any(f.faults for f in found) else OK


def run_pin(options: Namespace) -> int:
    """Pin an edition; 2 when there is none of that id."""
    return _do(
        lambda: actions.pin(options.editions, options.edition, _who(options), options.reason), "已固定 pinned"
    )


def run_unpin(options: Namespace) -> int:
    """Take a pin back; 2 when there is no edition of that id."""
    return _do(
        lambda: actions.unpin(options.editions, options.edition, _who(options), options.reason),
        "已取消固定 unpinned",
    )


def run_restore(options: Namespace) -> int:
    """Put an edition into use again; 2 when it is unknown or damaged."""
    return _do(
        lambda: actions.restore(options.editions, options.edition, _who(options)),
        "已恢复为当前版本 now current",
    )


def run_prune(options: Namespace) -> int:
    """List what would be removed, and remove it with ``--yes``."""
    if not options.yes:
        lines = [_line(f) for f in actions.prunable(options.editions, options.keep)]
        _say(*lines, f"将删除 would remove: {len(lines)}。加 --yes 执行 / add --yes to do it")
        return OK
    try:
        gone = actions.prune(options.editions, options.keep, _who(options))
    except (EditionRefused, OSError) as error:
        return _refuse(error)
    _say(*gone, f"已删除 removed: {len(gone)}")
    return OK


def _do(act: Callable[[], None], done: str) -> int:
    try:
        act()
    except (EditionRefused, OSError) as error:
        return _refuse(error)
    _say(done)
    return OK


def _who(options: Namespace) -> str:
    """Who does it: as given, else the user of this machine. Raises ``EditionRefused`` where none is known."""
    if options.by is not None:
        return str(options.by)
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # in a container the user may have a number only
        raise EditionRefused(Refusal.NAMELESS, "--by") from None


def _line(one: EditionFacts) -> str:
    """Marks, id, when it came into use and by whom, what it holds, its size."""
    marks = ("当前 current", one.current), ("固定 pinned", one.pin), ("损坏 damaged", one.faults)
    entered = (
        f"{one.entered.at} {one.entered.cause} {one.entered.by}".rstrip() if one.entered else one.written
    )
    held = "?" if one.observations is None else f"{one.sources} 来源 sources, {one.observations} 数值 values"
    told = "  ".join(words for words, is_so in marks if is_so)
    return f"{one.edition_id}  {entered}  {held}  {one.size / 1e6:.1f} MB  {told}".rstrip()


def _refuse(error: Exception) -> int:
    sys.stderr.write(f"{error}\n")
    return NOTHING_DONE


def _say(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
