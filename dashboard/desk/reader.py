"""The process that reads an upload: ``python -m dashboard.desk.reader``, started by ``desk.intake``.

Untrusted bytes are parsed here and nowhere in the server. The process limits itself before it reads
any: memory, seconds of the processor, the size of its answer; whatever goes wrong, only it ends.
In: one line of JSON (name, note, edition), then the bytes of the file. Out: JSON (``etl.intake.preview``).
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Final

from etl.catalog import ROOT, load_catalog
from etl.extract import Extractor
from etl.intake.preview import preview
from etl.records import Note

MEMORY: Final = 3 * 2**30
"""Bytes of address space: a return of 180,000 values needs about a third of it, a report a fifth."""
SECONDS: Final = 60
ANSWER: Final = 100 * 2**20


def main() -> None:
    """Read the request on standard input and answer it on standard output."""
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, ANSWER),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))
    asked = json.loads(sys.stdin.buffer.readline())
    edition = Path(asked["edition"]) if asked["edition"] else None
    note = Note(**asked["note"])
    found = preview(asked["name"], sys.stdin.buffer.read(), note, edition, Extractor(load_catalog(ROOT)))
    json.dump(found, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
