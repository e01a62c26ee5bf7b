"""The data package is valid Frictionless and says the same as the schema and the files."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import frictionless
import pyarrow.parquet as parquet

from etl.publish import write_folder
from etl.schema import TABLES
from tests.etl.small_edition import MANIFEST, small_tables


def test_frictionless_accepts_it_and_it_describes_the_files(tmp_path: Path) -> None:
    write_folder(small_tables(), {"boundaries.json": b"{}"}, MANIFEST, tmp_path)
    descriptor = json.loads((tmp_path / "datapackage.json").read_bytes())
    assert list(frictionless.Package.metadata_validate(descriptor)) == []
    package = frictionless.Package.from_descriptor(descriptor, basepath=str(tmp_path))
    assert {r.name for r in package.resources} == {*TABLES, "boundaries"}
    for resource in descriptor["resources"]:
        data = (tmp_path / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert resource["bytes"] == len(data)


def test_its_schemas_name_the_columns_of_the_parquet_files(tmp_path: Path) -> None:
    write_folder(small_tables(), {}, MANIFEST, tmp_path)
    package = frictionless.Package.from_descriptor(json.loads((tmp_path / "datapackage.json").read_bytes()))
    for name, table in TABLES.items():
        schema = package.get_resource(name).schema
        assert schema.field_names == parquet.read_schema(tmp_path / f"{name}.parquet").names
        assert schema.primary_key == list(table.key)
        required = {field.name for field in schema.fields if field.required}
        assert required == {column.name for column in table.columns if not column.nullable}
