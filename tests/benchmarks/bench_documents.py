"""Speed of reading documents by form: python -m tests.benchmarks.bench_documents [--copies N]

The digests, rendered to each form, from bytes to figures; documents a second and core, and the time
as a ratio to that of the same reports as plain text. Not collected by pytest. Exit status 1 when a form does
not yield the observations of the text, or takes more than ``LIMIT`` times as long.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from etl.catalog import ROOT, load_catalog
from etl.extract import Extractor
from tests.benchmarks.bench_extraction import best_of
from tests.etl.documents.rendered import FORMS, as_text, report, stated

LIMIT = 20.0
TIMES = 3


def main() -> int:
    parser = argparse.ArgumentParser(description="reading documents by form")
    parser.add_argument("--copies", type=int, default=1, help="each report so many times over")
    options = parser.parse_args()
    extractor = Extractor(load_catalog(ROOT))
    reports = [report(file) for file in sorted((ROOT / "reports").glob("*.md"))] * options.copies
    plain = [as_text(one) for one in reports]
    expected = [Counter(stated(data, "txt", extractor)) for data in plain]
    text = best_of(TIMES, lambda: [stated(data, "txt", extractor) for data in plain])
    sys.stdout.write(f"ok   txt: {len(plain) / text:,.0f} documents/s a core\n")
    holds = True
    for name, (ending, write) in FORMS.items():
        made = [write(one) for one in reports]
        read = [Counter(stated(data, ending, extractor)) for data in made]
        seconds = best_of(
            TIMES, lambda made=made, ending=ending: [stated(d, ending, extractor) for d in made]
        )
        same = sum((a & b).total() for a, b in zip(expected, read, strict=True))
        of, more = (
            sum(map(Counter.total, expected)),
            sum((b - a).total() for a, b in zip(expected, read, strict=True)),
        )
        good = same == of and not more and seconds <= LIMIT * text
        holds &= good
        sys.stdout.write(
            f"{'ok  ' if good else 'MISS'} {name}: {len(made) / seconds:,.0f} documents/s a core,"
            f" {seconds / text:.1f} x text; {same} of {of} observations the same, {more} others\n"
        )
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
