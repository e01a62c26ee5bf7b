"""``template`` on the command line: the empty return of some places and years."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from etl.catalog import Catalog, load_catalog
from etl.places import Gazetteer
from etl.records import Place
from etl.returns.names import FIRST_YEAR
from etl.returns.template import template
from etl.returns.whose import place_finder

DEFAULT_YEARS: Final = 5
"""Years before this one that are asked for unless others are named."""
NOTHING_DONE: Final = 2


def add_template(commands: Any) -> None:
    """``template``: write an empty return."""
    parser = commands.add_parser("template", help="写出空白报表 / write an empty return")
    parser.add_argument(
        "--place", nargs="+", action="extend", default=[], metavar="NAME",
        help="地名或六位代码，一地一张工作表；不写则由下拉名单选 / a sheet each; none: chosen from a list",
    )  # fmt: skip
    parser.add_argument(
        "--years", type=years_of, default=None, metavar="YEARS",
        help="年份，如 2019-2023 或 2021,2023；默认前五年 / years; by default the five before this one",
    )  # fmt: skip
    parser.add_argument(
        "--output", type=Path, default=Path("template.xlsx"), metavar="FILE",
        help="写入的文件，默认 template.xlsx / file to write",
    )  # fmt: skip
    parser.set_defaults(run=run_template)


def run_template(options: argparse.Namespace) -> int:
    """Write the return; 2 when a place is not known or the file cannot be written."""
    catalog = load_catalog()
    this = datetime.now(UTC).year
    try:
        places = _places(options.place, catalog)
        content = template(catalog, options.years or range(this - DEFAULT_YEARS, this), places)
        options.output.write_bytes(content)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201 - the command line speaks by printing
        return NOTHING_DONE
    print(f"{len(catalog.indicators)} 项指标 indicators -> {options.output}")  # noqa: T201
    return 0


def years_of(text: str) -> list[int]:
    """``2019-2023`` or ``2021,2023`` as years. Raises ``ArgumentTypeError`` for what is neither."""
    try:
        first, _, last = text.partition("-")
        years = list(range(int(first), int(last) + 1)) if last else [int(y) for y in text.split(",")]
    except ValueError:
        years = []
    if not years or not all(FIRST_YEAR <= year <= datetime.now(UTC).year for year in years):
        raise argparse.ArgumentTypeError(f"年份应如 2019-2023 / years like 2019-2023: {text}")
    return years


def _places(names: list[str], catalog: Catalog) -> list[Place]:
    find = place_finder(Gazetteer(catalog))
    found = [(name, find(name)) for name in names]
    unknown = [
        name + (f"（{place[1]}）" if place[1] else "") for name, place in found if isinstance(place, tuple)
    ]
    if unknown:
        raise ValueError(f"没有该地方，或不止一个 / no such place, or several: {'、'.join(unknown)}")
    return [place for _, place in found if isinstance(place, Place)]
