"""Decisions as a file: the form of data/reference/corrections.yml, out and in."""

from __future__ import annotations

from collections.abc import Iterable

import yaml

from etl.decisions.declared import Correction, DeclaredError, as_row, from_row

LARGEST = 5_000_000
"""Bytes of a file that are read: some ten thousand decisions."""


class ImportFault(ValueError):
    """A file of decisions that cannot be used: which entry, what is wrong, what to do."""


def exported(records: Iterable[Correction]) -> str:
    """The records as YAML; ``imported`` gives exactly them back."""
    return yaml.safe_dump([as_row(r) for r in records], allow_unicode=True, sort_keys=False, width=1000)


def imported(data: bytes) -> list[Correction]:
    """The records of a file. Raises ``ImportFault``: then nothing of it is to be used."""
    if len(data) > LARGEST:
        raise ImportFault(f"文件太大 / file is too large: {len(data):,} > {LARGEST:,}")
    try:
        rows = yaml.safe_load(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise ImportFault(f"不是 UTF-8 的 YAML / is no UTF-8 YAML: {str(error).splitlines()[0]}") from error
    if not isinstance(rows, list):
        raise ImportFault("应是一个列表 / must be a list: - {id: …, source: …, expect: …}")
    records = []
    for number, row in enumerate(rows, 1):
        try:
            records.append(from_row(row))
        except DeclaredError as error:
            raise ImportFault(f"第 {number} 条 / entry {number}: {error}") from error
    return records
