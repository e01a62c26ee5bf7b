"""The Frictionless data package of an edition: its tables described for others' tools.

Generated from ``etl.schema``, so that it cannot say anything else than what is written
(https://specs.frictionlessdata.io).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from etl.schema import PROGRAM_VERSION, TABLES, Column, Table

_TYPES: Final = {
    "string": "string",
    "double": "number",
    "int32": "integer",
    "bool": "boolean",
    "list<string>": "array",
}


def describe(edition_id: str, contents: Mapping[str, bytes]) -> dict[str, Any]:
    """The descriptor datapackage.json of an edition whose files are ``contents`` by name."""
    return {
        "profile": "data-package",
        "name": "shuangyong-benchmark",
        "id": edition_id,
        "title": "双拥对标 Shuangyong Benchmark",
        "version": PROGRAM_VERSION,
        "resources": [_resource(name, data) for name, data in sorted(contents.items())],
    }


def _resource(file_name: str, data: bytes) -> dict[str, Any]:
    stem, _, suffix = file_name.rpartition(".")
    resource: dict[str, Any] = {
        "name": stem,
        "path": file_name,
        "format": suffix,
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
    }
    if suffix == "parquet":
        table = TABLES[stem]
        resource |= {"title": table.zh, "description": table.en, "schema": _schema(table)}
    return resource


def _schema(table: Table) -> dict[str, Any]:
    return {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {"fields": [column], "reference": {"resource": other, "fields": [other_column]}}
            for column, other, other_column in table.references
        ],
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {} if column.nullable else {"required": True}
    if column.codes and column.dtype == "string":
        constraints["enum"] = [code.value for code in column.codes]
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.dtype],
        "title": column.zh,
        "description": column.en,
    }
    return field | ({"constraints": constraints} if constraints else {})
