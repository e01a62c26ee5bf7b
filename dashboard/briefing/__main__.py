"""Command line: ``python -m dashboard.briefing`` makes briefings and open data without the dashboard.

python -m dashboard.briefing make --place 620700 --place 610700 --output DIR
python -m dashboard.briefing make --all --format docx --output DIR
python -m dashboard.briefing panel --all --output DIR
python -m dashboard.briefing data --output DIR
python -m dashboard.briefing templates --output DIR
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tqdm import tqdm

from dashboard import briefing, settings
from dashboard.briefing import bulk
from dashboard.export import draw_docx, draw_pptx, open_data
from dashboard.export.briefing.render import BriefFormat
from dashboard.export.spec import file_name
from dashboard.queries import cycles, edition, groups
from dashboard.queries.edition import Edition, EditionError
from dashboard.queries.groups import Group
from dashboard.text import Language


def main(given: Sequence[str] | None = None) -> int:
    """Run one command; 0 when every file was written, 1 when some failed, 2 on a wrong call."""
    options = _parser().parse_args(given)
    options.output.mkdir(parents=True, exist_ok=True)
    if options.command == "templates":
        (options.output / "office.pptx").write_bytes(draw_pptx.draw())
        (options.output / "office.docx").write_bytes(draw_docx.draw())
        return 0
    root = settings.load().editions_root
    try:
        opened = edition.load(root, options.edition or edition.current_id(root))
    except EditionError as error:
        sys.stderr.write(f"no edition to read: {error.detail}; build one with python -m etl build\n")
        return 2
    if options.command == "data":
        name = file_name(("双拥对标", "开放数据"), opened.edition_id, options.date, "zip")
        with (options.output / name).open("wb") as stream:
            open_data.write(stream, opened.files, opened.edition_id, options.date)
        return 0
    return _briefings(opened, options)


def _briefings(opened: Edition, options: argparse.Namespace) -> int:
    """Write the briefings; a place that fails is named and the rest go on."""
    known = list(groups.with_data(opened)["place_code"])
    places = known if options.all else options.place
    unknown = [p for p in places if p not in set(opened["places"]["place_code"])]
    if not places or unknown:
        sys.stderr.write(
            f"unknown place: {', '.join(unknown)}\n"
            if unknown
            else "name places with --place CODE, or --all\n"
        )
        return 2
    together = [tuple(places)] if options.command == "panel" else [(p,) for p in places]
    cycle = next((c for c in cycles.cycles(opened) if c.id == options.cycle), cycles.default(opened))
    formats = tuple(BriefFormat(f) for f in options.format or list(BriefFormat))
    language, group = Language(options.language), Group(options.group)
    choices = [briefing.Choice(chosen, group, cycle, options.date, language) for chosen in together]
    root = settings.load().editions_root
    jobs = [bulk.Job(root, opened.edition_id, choice, formats, options.output) for choice in choices]
    failed = 0
    for job, error in tqdm(bulk.run(jobs, options.workers), total=len(jobs), unit="briefing", disable=None):
        if error:
            failed += 1
            sys.stderr.write(f"{', '.join(job.choice.places)}: {error}\n")
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m dashboard.briefing", description="Briefings and open data from an edition."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    helps = {
        "make": "a briefing for each place",
        "panel": "one briefing for all places",
        "data": "the edition as a zip",
        "templates": "a start for office templates",
    }
    for name, words in helps.items():
        one = commands.add_parser(name, help=words)
        one.add_argument("--output", type=Path, required=True, help="folder to write to")
        one.add_argument("--edition", help="edition id; without, the current one")
        one.add_argument(
            "--date",
            default=datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat(),
            help="day printed on the files",
        )
        if name in ("make", "panel"):
            one.add_argument("--place", action="append", default=[], help="GB/T 2260 code; may be repeated")
            one.add_argument("--all", action="store_true", help="every place with values")
            one.add_argument(
                "--format",
                action="append",
                choices=[f.value for f in BriefFormat],
                help="may be repeated; without, all four",
            )
            one.add_argument(
                "--group",
                choices=[g.value for g in Group if g is not Group.PICKED],  # picked by hand on the page only
                default=Group.LEVEL.value,
                help="comparison group",
            )
            one.add_argument(
                "--cycle", help="number of the naming round, or all; without, that of the newest value"
            )
            one.add_argument("--workers", type=int, help="processes; without, one a core")
            one.add_argument("--language", choices=[x.value for x in Language], default=Language.ZH.value)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
