"""An edition as open data: a zip of its tables as CSV and Parquet, described, with codebook and licence.

The zip is written file by file to the stream given, so that memory stays that of one table.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date as day
from typing import IO, Any, Final

import pandas as pd

from dashboard.export.sheet import plain_csv
from etl.schema import TABLES, Table

LICENCE: Final = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
"""Licence of the tables. Quotes belong to the publishers of the sources, see the codebook."""

_COUNTS: Final = ("counts", "counts_en")

_TYPES: Final = {
    "string": "string",
    "double": "number",
    "int32": "integer",
    "bool": "boolean",
    "list<string>": "string",
}


def write(stream: IO[bytes], tables: Mapping[str, pd.DataFrame], edition_id: str, date: str) -> None:
    """Write the zip. ``tables`` are those of ``etl.schema.TABLES`` by name; others are left out."""
    resources: list[dict[str, Any]] = []
    counts: dict[str, int] = {}
    when = day.fromisoformat(date)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, frame in tables.items():
            if name not in TABLES:
                continue
            counts[name] = len(frame)
            for path, data in (
                (f"csv/{name}.csv", plain_csv(frame)),
                (f"parquet/{name}.parquet", frame.to_parquet(index=False)),
            ):
                _add(archive, path, data, when)
                resources.append(_resource(TABLES[name], path, data, len(frame)))
        _add(archive, "datapackage.json", _package(edition_id, date, resources), when)
        _add(archive, "codebook.csv", codebook(tables), when)
        _add(archive, "README.md", _readme(edition_id, date, counts).encode(), when)
        _add(archive, "CITATION.cff", _citation(edition_id, date).encode(), when)


def _add(archive: zipfile.ZipFile, path: str, data: bytes, when: day) -> None:
    """Store one file under the day of the export, so that the same input gives the same bytes."""
    entry = zipfile.ZipInfo(path, (when.year, when.month, when.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)


def _resource(table: Table, path: str, data: bytes, rows: int) -> dict[str, Any]:
    """One entry of the data package."""
    suffix = path.rpartition(".")[2]
    fields = [
        {
            "name": c.name,
            "type": _TYPES[c.dtype],
            "title": c.zh,
            "description": c.en,
            "constraints": {"required": not c.nullable},
        }
        for c in table.columns
    ]
    form: dict[str, Any] = (
        {"encoding": "utf-8", "dialect": {"delimiter": ",", "lineTerminator": "\r\n"}}
        if suffix == "csv"
        else {}
    )
    return {
        "name": f"{table.name}-{suffix}".replace("_", "-"),
        "path": path,
        "title": table.zh,
        "description": table.en,
        "format": suffix,
        "rows": rows,
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        **form,
        "schema": {"fields": fields, "primaryKey": list(table.key)},
    }


def _package(edition_id: str, date: str, resources: list[dict[str, Any]]) -> bytes:
    package = {
        "profile": "data-package",
        "name": "shuangyong-benchmark",
        "id": edition_id,
        "title": "双拥对标 Shuangyong Benchmark",
        "created": f"{date}T00:00:00Z",
        "licenses": [LICENCE],
        "resources": resources,
    }
    return json.dumps(package, ensure_ascii=False, indent=1).encode()


def codebook(tables: Mapping[str, pd.DataFrame]) -> bytes:
    """Every column of every table with type, meaning and codes, then what indicators and practices count."""
    buffer = io.StringIO()
    out = csv.writer(buffer, lineterminator="\r\n")
    out.writerow(["kind", "table", "name", "type", "zh", "en", "unit", "nullable", "codes", *_COUNTS])
    for name in (n for n in tables if n in TABLES):
        for c in TABLES[name].columns:
            codes = " ".join(code.value for code in c.codes) if c.codes else ""
            out.writerow(["column", name, c.name, c.dtype, c.zh, c.en, "", c.nullable, codes, "", ""])
    for kind, name in (("indicator", "indicators"), ("practice", "practice_catalogue")):
        for row in tables[name].to_dict("records") if name in tables else ():
            about = [row.get(c, "") for c in ("measure", "name_zh", "name_en", "unit")]
            out.writerow([kind, name, row[f"{kind}_id"], *about, "", "", *(row[c] for c in _COUNTS)])
    return buffer.getvalue().encode("utf-8-sig")


def _readme(edition_id: str, date: str, counts: Mapping[str, int]) -> str:
    lines = [f"- {n}: {TABLES[n].zh} / {TABLES[n].en} ({count})" for n, count in counts.items()]
    return (
        f"# 双拥对标 Shuangyong Benchmark, {edition_id}\n\n"
        f"导出日期 Exported: {date}\n\n"
        "csv/ 为 UTF-8（带 BOM）文本，列表以分号分隔，以 = + - @ 开头的文字前加撇号；"
        "parquet/ 为同样的表。各列与各指标的含义见 codebook.csv。\n"
        "csv/ is UTF-8 with a byte-order mark, lists joined by semicolons, text that begins with = + - @ "
        "after an apostrophe; parquet/ holds the same tables. "
        "codebook.csv explains every column and indicator.\n\n"
        f"许可 Licence: {LICENCE['title']} ({LICENCE['path']}). "
        "原句的权利属于各来源的发布者。 Quotes remain their publishers'.\n\n"
        f"引用 Citation: 双拥对标，数据版本 {edition_id}。\n\n" + "\n".join(lines) + "\n"
    )


def _citation(edition_id: str, date: str) -> str:
    return (
        "cff-version: 1.2.0\n"
        "message: If you use these data, please cite them.\n"
        "type: dataset\n"
        'title: "双拥对标 Shuangyong Benchmark"\n'
        f'version: "{edition_id}"\n'
        f"date-released: {date}\n"
        "license: CC-BY-4.0\n"
        "authors:\n  - name: Shuangyong Benchmark\n"
    )
